"""A joint: claims of the engine held against the full model, measured by `numeric_check`.

The claims are formulas for every d and T; the measurements are sums at small d and T that are
exact up to rounding. Nothing of the engine takes part in a measurement.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product
from math import isfinite
from typing import Any

from numeric_check.estimates import TOLERANCE, Estimate, relative_error
from numeric_check.nodes import NoNodes, moments_at, table, token_nodes
from numeric_check.scene import Scene
from symbolic_mesa import laws
from symbolic_mesa.algebra import taken_at
from symbolic_mesa.assumptions import MOMENTS, Rationals, Setting, TokenLaw
from symbolic_mesa.errors import InvalidInput, MissingMoment
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.record import Check, Claim, Derivation, Observable, Outcome

Derive = Callable[[Setting], Derivation]

SMALL = ((1, 4), (2, 3), (2, 5), (3, 3))  # (d, T) for every d: one step, several steps
SMALL_LENGTHS = {1: (3, 4, 5), 2: (3, 4, 5), 3: (3, 4)}  # T for a given d
SMALL_SAMPLE = (100, 3)  # rows and columns of a table of tokens that are summed over
POOL = tuple(
    Fraction(value) for value in ("3/2", "1/3", "9", "15", "1", "3", "2", "105", "1/2", "1/10")
)  # rational points for symbols; 1, 3, 15 and 105 are the even moments of N(0, 1)
STATED_POINTS = 2
MEASURED_MODEL = "the full model with all six blocks"
MEASURED_LAW = "the finite law that the full model is run with"
MOST_TRIED = 2000


@dataclass(frozen=True)
class Case:
    """A law without symbols, and what the symbols of the claim are there.

    Attributes:
        law: the law.
        values: numbers for the claim's symbols; None when they are the law's measured moments.
        words: the case in words.
    """

    law: TokenLaw
    values: Mapping[str, Fraction] | None
    words: str


@dataclass(frozen=True)
class Trial:
    """A case at a dimension and a length, ready to be measured."""

    scene: Scene
    values: Mapping[str, Any]
    case: str

    @property
    def size(self) -> str:
        """The dimension and the length."""
        return f"({self.scene.dim}, {self.scene.length})"

    @property
    def words(self) -> str:
        """The size and the case, for an error message."""
        return f"(d, T) = {self.size}" + (f", {self.case}" if self.case else "")


def witnessed(
    derive: Derive, setting: Setting, derivation: Derivation, ids: Iterable[str]
) -> dict[str, tuple[Check, ...]]:
    """Return the checks of the steps `ids` of a derivation against the full model.

    Args:
        derive: the derivation as a function of the setting.
        setting: the setting of `derivation`.
        derivation: what is to be checked.
        ids: the steps to check; those that state nothing measurable get no check.
    """
    reference_setting = _reference(setting)
    same = reference_setting == setting
    reference = derivation if same else derive(reference_setting)
    trials, reason = _trials(reference_setting)
    checks: dict[str, tuple[Check, ...]] = {}
    for id in ids:
        step, general = derivation.step(id), reference.step(id)
        if step.observable is None or step.obstacle:
            continue
        if isinstance(setting.law, SampleLaw) and step.observable.quantity == "moment":
            checks[id] = (_summed(step.claim, step.observable.of, setting.law),)
            continue
        found = _measured(general.claim, step.observable, trials, reason)
        if not same:
            found = _linked(found, step.claim, general.claim, setting, reference_setting)
        checks[id] = (found,)
    return checks


def _reference(setting: Setting) -> Setting:
    """Return the setting whose claims can be measured: small d, every T."""
    if isinstance(setting.law, SampleLaw):
        return Setting(setting.law.head(*SMALL_SAMPLE))
    return Setting(setting.law, setting.dim if setting.dim in SMALL_LENGTHS else None)


def _trials(setting: Setting) -> tuple[list[Trial], str]:
    """Return what can be measured, and why not more."""
    trials: list[Trial] = []
    reason = "no rational point for the law's symbols was found"
    lengths = SMALL_LENGTHS.get(setting.dim or 0, ())
    points = [(setting.dim, length) for length in lengths] if setting.dim else SMALL
    for case, (dim, length) in product(_cases(setting.law), points):
        try:
            scene = Scene(token_nodes(case.law, dim), length)
        except NoNodes as error:
            reason = str(error)
            continue
        if not scene.in_range:
            reason = "the moments of the law are beyond the range of doubles"
            continue
        values = _measured_moments(scene) if case.values is None else case.values
        trials.append(Trial(scene, {**values, "d": dim, "T": length}, case.words))
    return trials, reason


def _cases(law: TokenLaw) -> list[Case]:
    """Return laws without symbols of which the claim must hold."""
    symbols = sorted({s for pattern in MOMENTS.values() for s in law.symbols(pattern)})
    if not symbols:
        return [Case(law, {}, "")]
    if law.name == "generic":
        concrete = (laws.gaussian(1), laws.bernoulli_gaussian("1/3", 2), laws.sphere(2))
        return [Case(one, None, _described(one)) for one in concrete]
    cases: list[Case] = []
    for numbers in islice(product(POOL, repeat=len(symbols)), MOST_TRIED):
        values = dict(zip(symbols, numbers, strict=True))
        if not _differs(values, cases) or not _exists(law, values):
            continue
        words = " and ".join(f"{name} = {number}" for name, number in values.items())
        cases.append(Case(law.at(values), values, words))
        if len(cases) == STATED_POINTS:
            break
    return cases


def _differs(values: Mapping[str, Fraction], cases: list[Case]) -> bool:
    """Whether every symbol has a value that it has in no case yet."""
    taken = [case.values or {} for case in cases]
    return all(other.get(name) != number for other in taken for name, number in values.items())


def _exists(law: TokenLaw, values: Mapping[str, Fraction]) -> bool:
    """Whether there is such a law, with all the moments of the family."""
    try:
        concrete = law.at(values)
        if isinstance(law, FamilyLaw):
            for pattern in MOMENTS.values():
                concrete.coordinate_sum(pattern, 2, Rationals())
    except (InvalidInput, MissingMoment):
        return False
    return True


def _described(law: TokenLaw) -> str:
    given = ", ".join(f"{name}={value}" for name, value in law.parameters.items())
    return f"{law.name}({given})"


def _measured_moments(scene: Scene) -> dict[str, Fraction]:
    return {name: Fraction(scene.moment(name, 0).value) for name in MOMENTS}


def _measured(claim: Claim, observable: Observable, trials: list[Trial], reason: str) -> Check:
    """Compare a claim with its observable in every trial, and report the largest difference."""
    if not trials:
        return Check("quadrature", "not-run", f"full model not measured: {reason}")
    worst, where = max(
        ((error, trial.words) for trial in trials for error in _errors(claim, observable, trial)),
    )
    if not worst <= TOLERANCE:
        detail = f"differs from the full model by {worst:.2g} of the sum of absolute terms"
        error = worst if isfinite(worst) else None
        return Check("quadrature", "failed", f"{detail} at {where}; allowed {TOLERANCE:g}", error)
    cases = ", ".join(dict.fromkeys(trial.case for trial in trials if trial.case))
    sizes = ", ".join(dict.fromkeys(trial.size for trial in trials))
    what = MEASURED_LAW if observable.quantity == "moment" else MEASURED_MODEL
    detail = f"{what}, at (d, T) = {sizes}"
    return Check("quadrature", "passed", detail + (f"; {cases}" if cases else ""), worst)


def _summed(claim: Claim, moment: str, law: SampleLaw) -> Check:
    """Compare a moment of a table of tokens with its mean over the whole table in doubles."""
    nodes = table(law)
    found = [moments_at(nodes, coordinate)[moment] for coordinate in range(law.dim)]
    if law.symmetrized:
        found = [Estimate(sum(e.value for e in found), sum(e.scale for e in found))]
    sides = list(claim.parts.values()) or [claim.value] * len(found)
    factor = law.dim if law.symmetrized else 1
    worst = max(
        relative_error(float(factor * side.at({})), e) for side, e in zip(sides, found, strict=True)
    )
    outcome: Outcome = "passed" if worst <= TOLERANCE else "failed"
    detail = f"the mean over all {len(law.rows)} tokens in doubles"
    return Check("quadrature", outcome, detail, worst if isfinite(worst) else None)


def _errors(claim: Claim, observable: Observable, trial: Trial) -> Iterator[float]:
    """Yield the relative errors of a claim in one trial, one for each number that it states."""
    scene = trial.scene
    a, b = map(Fraction, scene.probe)
    point = {**trial.values, "a": a, "b": b}
    sides = list(claim.parts.values()) or [claim.value] * scene.dim
    for coordinate, side in enumerate(sides):
        predicted = float(side.at(point))
        if observable.quantity == "moment":
            yield relative_error(predicted, scene.moment(observable.of, coordinate))
        elif observable.quantity == "velocity":
            yield relative_error(predicted, scene.velocity(observable.of, coordinate))
        elif observable.quantity == "stationary-product":
            for velocity in scene.velocities_at_product(predicted):
                yield relative_error(0.0, velocity)
        else:
            of_loss = observable.quantity == "loss"
            yield relative_error(predicted, scene.loss if of_loss else scene.stationary_loss)


def _linked(
    check: Check, claim: Claim, general: Claim, setting: Setting, reference: Setting
) -> Check:
    """Return the check of the general claim as a check of this one: it must be its case."""
    if setting.law != reference.law:
        size = f"{SMALL_SAMPLE[0]} tokens and {SMALL_SAMPLE[1]} coordinates"
        return replace(check, detail=f"{check.detail}; for the first {size} of the data")
    pairs = [(claim.value, general.value)] if claim.value else []
    pairs += [(side, general.parts[name]) for name, side in claim.parts.items()]
    for here, everywhere in pairs:
        if here.element != taken_at(everywhere, here.algebra).element:
            what = "the formula differs from the one for every d and T, taken here"
            return Check("symbolic-zero", "failed", what)
    if check.outcome == "not-run":
        return check
    every = ["d"] if reference.dim is None and setting.dim is not None else []
    every += ["T"] if setting.length is not None else []
    taken = f"the formula for every {' and '.join(every)}, which gives this"
    return replace(check, detail=f"{check.detail}; {taken}")
