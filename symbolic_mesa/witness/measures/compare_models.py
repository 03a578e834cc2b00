"""What is compared with what of layers that descend on a process: run step by step."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from derivations.von_oswald import observables as of
from numeric_check.estimates import Estimate
from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.model.descending_layers import exact_from, mean_error, sequences_of
from numeric_check.model.moments import MOMENTS, mean_of, moments_at
from symbolic_mesa.laws.protocol import TokenLaw, moment_powers
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Compared, Measure
from symbolic_mesa.witness.measured import Pairs, exact
from symbolic_mesa.witness.routes import ON_DIAGONAL, QUADRATURE
from symbolic_mesa.witness.trials import Trial

ORDER = 8  # nodes of a coordinate: moments up to degree 14, which three steps need
TESTS = (2, 4)  # times of a prediction
SIZES = (Fraction(1, 5), Fraction(-1, 3))
MOST = 40_000  # sequences
DESCENT = (replace(QUADRATURE, model="layers of gradient descent, run step by step"),)
TOKENS = tuple(replace(one, model="tokens of diagonal W") for one in ON_DIAGONAL)


def _nodes(trial: Trial) -> TokenNodes:
    return _nodes_of(trial.case.law, trial.scene.dim)


@lru_cache(maxsize=64)  # pure
def _nodes_of(law: TokenLaw, dim: int) -> TokenNodes:
    return token_nodes(law, dim, ORDER)


@lru_cache(maxsize=1024)  # pure; many claims are held against one descent
def _measured(law: TokenLaw, dim: int, steps: int, size: Fraction, time: int) -> Estimate:
    return mean_error(_nodes_of(law, dim), steps, float(size), time)


def _descent(trial: Trial, steps: int, size: Fraction, time: int) -> Estimate:
    return _measured(trial.case.law, trial.scene.dim, steps, size, time)


def _affordable(ready: list[Trial], reason: str) -> tuple[list[Trial], str]:
    """Return the trials whose law has nodes to that degree, few enough; a size once."""
    kept: dict[tuple[int, str], Trial] = {}
    for trial in ready:
        try:
            if sequences_of(_nodes(trial), 3, max(TESTS)) <= MOST:
                kept.setdefault((trial.scene.dim, trial.case.words), trial)
        except NoNodes as error:
            reason = str(error)
    return list(kept.values()), reason


def _at(trial: Trial, claim: Claim, more: Mapping[str, Any]) -> Any:
    """Return the value of a claim where its moments are those of the nodes."""
    side = claim.value
    nodes = _nodes(trial)
    named = {name: exact(one) for name, one in moments_at(nodes, 0).items() if name in MOMENTS}
    mixed = {
        name: exact(mean_of(nodes, range(len(powers)), powers, ()))
        for name in side.symbols
        if (powers := moment_powers(name)) and len(powers) <= trial.scene.dim
    }
    none = {name: 0 for name in side.symbols if moment_powers(name) and name not in mixed}
    return side.at({**trial.point, **none, **mixed, **named, **more})


def _error(trial: Trial, claim: Claim, observable: Any) -> Pairs:
    for time in TESTS:
        for size in SIZES:
            predicted = _at(trial, claim, {"T_test": Fraction(time), "eta": size})
            yield predicted, _descent(trial, observable.steps, size, time)


def _parabolas(trial: Trial) -> Iterator[tuple[int, Estimate, Estimate]]:
    """Yield a time, where the error of one step is least, and what it is there."""
    for time in TESTS:
        zero, one, back = (_descent(trial, 1, Fraction(size), time) for size in (0, 1, -1))
        slope, rise = (one.value - back.value) / 2, one.value + back.value - 2 * zero.value
        place = -slope / rise
        scale = one.scale + back.scale + zero.scale
        least = zero.value + slope * place / 2
        yield time, Estimate(place, scale / rise), Estimate(least, scale)


def _best(which: int, trial: Trial, claim: Claim, observable: Any) -> Pairs:
    for time, *found in _parabolas(trial):
        yield _at(trial, claim, {"T_test": Fraction(time)}), found[which]


def _exact_from(trial: Trial, claim: Claim, observable: Any) -> Pairs:
    time = exact_from(trial.scene.dim)
    measured = Fraction(time) if trial.route.exact else Estimate(float(time), float(time))
    yield trial.at(claim.value), measured


MEASURES: Mapping[type, Measure] = {
    of.LayersError: Compared(_error, DESCENT, kept=_affordable),
    of.LayersBestSize: Compared(partial(_best, 0), DESCENT, kept=_affordable),
    of.LayersLeast: Compared(partial(_best, 1), DESCENT, kept=_affordable),
    of.MesaExact: Compared(_exact_from, TOKENS),
}
"""The measure of each type of observable."""
