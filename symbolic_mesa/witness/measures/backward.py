"""What is compared with what for the backward pass of a mesa-layer: derivatives of layers run.

In rationals by dual numbers, in doubles by a complex step: neither knows a rule for a gradient.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from math import inf, prod
from random import Random
from typing import Any

import numpy as np

from derivations.von_oswald import backward_observables as of
from derivations.von_oswald.keys import State
from numeric_check.words import mesa_layer_steps, mesa_layers
from numeric_check.words.dual_matrices import Dual
from numeric_check.words.mesa_runs import Changes, Run, entries, run_drawn
from numeric_check.words.rational_matrices import Matrix, diagonal, inverse, symmetric, unit
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_values import formula_at
from symbolic_mesa.record import Claim
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.measure import Measure, WithoutLaw
from symbolic_mesa.witness.routes import ON_DIAGONAL
from symbolic_mesa.witness.words_at import error_at, in_doubles, sum_at

ROUTES = tuple(replace(route, model="layers that are run") for route in ON_DIAGONAL)
GAMMAS = (Fraction(1, 2), Fraction(3, 2), Fraction(2, 3))
SIZES = ((1, 1), (2, 3), (3, 2))  # d_k and d_v
TIME = 2  # one before, one after
LAM = Fraction(2)
GRADIENT = {State.NORMAL: ("normal", True), State.CROSS: ("cross", False)}

Slope = Callable[[Run, Changes], Any]
Sides = Mapping[Any, Any]  # matrices or numbers, by the keys of a claim's parts


@dataclass(frozen=True)
class Case:
    """A layer at a time.

    Attributes:
        run: from the first time on.
        time: the time.
        matrices: the letters at that time.
        numbers: the scalars.
    """

    run: Run
    time: int
    matrices: Mapping[str, Matrix]
    numbers: Mapping[str, Fraction]


def by_entries(
    run: Run, slope: Slope, name: str, place: int = 0, symmetric: bool = False
) -> tuple[tuple[Any, ...], ...]:
    """Return the derivatives of a run's loss by each entry of one of its pieces."""
    piece = {"normal": run.start, "cross": run.cross, "start": run.start}.get(name)
    piece = piece or getattr(run, name)[place]
    rows, columns = len(piece), len(piece[0])
    found = {
        (i, j): slope(run, {(name, place): change})
        for i, j, change in entries(rows, columns, symmetric)
    }
    return tuple(tuple(found[i, j] for j in range(columns)) for i in range(rows))


def _gradients(run: Run, slope: Slope) -> tuple[Matrix, Matrix]:
    """Return those in the state before the first time of a run."""
    return by_entries(run, slope, "normal", symmetric=True), by_entries(run, slope, "cross")


@cache
def _cases(slope: Slope) -> tuple[Case, ...]:
    return tuple(_case(dims, TIME, seed, slope) for seed, dims in enumerate(SIZES))


@cache
def _starts(slope: Slope) -> tuple[Case, ...]:
    """Return cases at the first time, for what is said of R_0."""
    found = (_case(dims, 1, seed, slope) for seed, dims in enumerate(SIZES))
    return tuple(replace(case, numbers={"gamma": GAMMAS[0], "lam": LAM}) for case in found)


@cache
def _wholes(slope: Slope) -> tuple[Case, ...]:
    """Return cases with all keys and values up to their time as letters."""
    return tuple(map(_whole_case, _cases(slope)))


def _whole_case(case: Case) -> Case:
    pieces = {"K": case.run.keys[: case.time], "V": case.run.values[: case.time]}
    letters = {x: _side_by_side(p) for x, p in pieces.items()}
    weights = [prod(GAMMAS[i + 1 : case.time], start=Fraction(1)) for i in range(case.time)]
    return replace(case, matrices={**case.matrices, **letters, "D": diagonal(weights)})


def _case(dims: tuple[int, int], time: int, seed: int, slope: Slope) -> Case:
    run = run_drawn(dims, GAMMAS, LAM, seed)
    (m, u), (a, s) = (
        (one.value for one in mesa_layers.state(run, place)) for place in (time - 1, time)
    )
    rest, later = (mesa_layers.after(run, place) for place in (time, time + 1))
    g = next(mesa_layers.errors(rest)).value
    letters = {"M": m, "U": u, "A": a, "R": inverse(a), "S": s, "g": g, "I": unit(dims[0])}
    letters |= {"q": run.queries[time - 1], "k": run.keys[time - 1], "v": run.values[time - 1]}
    letters |= dict(zip("GC", _gradients(rest, slope), strict=True))
    letters |= dict(zip(("G_n", "C_n"), _gradients(later, slope), strict=True))
    letters["E"] = symmetric(dims[0], Random(seed))  # noqa: S311  # nothing here is secret
    return Case(run, time, letters, {"gamma": GAMMAS[time], "lam": LAM})


def _side_by_side(columns: tuple[Matrix, ...]) -> Matrix:
    return tuple(tuple(row[0] for row in rows) for rows in zip(*columns, strict=True))


def _query(case: Case, slope: Slope) -> Sides:
    return {"": by_entries(case.run, slope, "queries", case.time - 1)}


def _output(case: Case, slope: Slope) -> Sides:
    alone = mesa_layers.after(case.run, case.time)
    alone = replace(alone, keys=(), values=(), queries=(), gammas=(), goals=())
    return _state_of(alone, slope)


def _state(case: Case, slope: Slope) -> Sides:
    return _state_of(mesa_layers.after(case.run, case.time), slope)


def _state_of(run: Run, slope: Slope) -> Sides:
    return dict(zip(GRADIENT, _gradients(run, slope), strict=True))


def _pair(case: Case, slope: Slope) -> Sides:
    names = {"k": "keys", "v": "values"}
    return {x: by_entries(case.run, slope, name, case.time - 1) for x, name in names.items()}


def _forgetting(case: Case, slope: Slope) -> Sides:
    return {"": slope(case.run, {("gammas", case.time - 1): unit(1)})}


def _start(case: Case, slope: Slope) -> Sides:
    return {"": by_entries(case.run, slope, "start", symmetric=True)}


def _lambda(case: Case, slope: Slope) -> Sides:
    return {"": slope(case.run, {("start", 0): unit(len(case.run.start))})}


def _inverse(case: Case, slope: Slope) -> Sides:
    a, e = case.matrices["A"], case.matrices["E"]
    if slope is mesa_layers.slope:
        return {"": Dual(a, e).inverse().change}
    return {"": mesa_layer_steps.inverse_slope(a, e)}


def _at_once(case: Case, slope: Slope) -> Sides:
    """Return the derivatives of what the last output adds: of two losses, a difference."""
    found: dict[str, Any] = {}
    for letter, name in {"V": "values", "K": "keys"}.items():
        columns = (
            by_entries(case.run, partial(_last, slope, case.time), name, place)
            for place in range(case.time)
        )
        found[letter] = _side_by_side(tuple(columns))
    return found


def _last(slope: Slope, time: int, run: Run, changes: Changes) -> Any:
    return slope(_cut(run, time), changes) - slope(_cut(run, time - 1), changes)


def _cut(run: Run, time: int) -> Run:
    return replace(
        run,
        keys=run.keys[:time],
        values=run.values[:time],
        queries=run.queries[:time],
        gammas=run.gammas[:time],
        goals=run.goals[:time],
    )


def _exact(measured: Any, cases: Any, claim: Claim) -> float:
    """Return 0 if a claim is what is measured in rationals, for every case; else 1."""
    slope = mesa_layers.slope
    return float(any(_differs(claim, case, measured(case, slope)) for case in cases(slope)))


def _differs(claim: Claim, case: Case, measured: Sides) -> bool:
    sides = _sides(claim)
    return sides.keys() != measured.keys() or any(
        _at(side, case) != measured[key] for key, side in sides.items()
    )


def _sides(claim: Claim) -> Sides:
    return claim.parts or {"": claim.value}


def _at(side: Any, case: Case) -> Any:
    if isinstance(side, MatrixSum):
        return sum_at(side, case.matrices, case.numbers)
    arrays = {name: np.array(one, dtype=object) for name, one in case.matrices.items()}
    return formula_at(side, arrays, case.numbers)


def _doubles(measured: Any, cases: Any, claim: Claim) -> float:
    """Return the largest difference beside the size of what is measured, in doubles."""
    return max(
        error
        for case in cases(mesa_layer_steps.slope)
        for error in _errors(claim, case, measured(case, mesa_layer_steps.slope))
    )


def _errors(claim: Claim, case: Case, measured: Sides) -> Iterator[float]:
    arrays = in_doubles(case.matrices)
    for key, side in _sides(claim).items():
        if key not in measured:
            yield inf
        elif isinstance(side, MatrixSum):
            yield error_at(side, arrays, case.numbers, measured[key])
        else:
            yield _gap(side, arrays, case, measured[key])


def _gap(side: Any, arrays: Mapping[str, Any], case: Case, measured: float) -> float:
    """Return the difference beside the sum of absolute terms: all are added in what is stated."""
    sizes = {name: np.abs(one) for name, one in arrays.items()}
    try:
        stated, size = (float(formula_at(side, x, case.numbers)) for x in (arrays, sizes))
        return abs(stated - measured) / max(abs(size), abs(measured))
    except MesaError:  # of other symbols
        return inf


def _measure(measured: Callable[[Case, Slope], Sides], cases: Any = _cases) -> Measure:
    rest = measured, cases
    return WithoutLaw(partial(_exact, *rest), partial(_doubles, *rest), ROUTES)


MEASURES: Mapping[type, Measure] = {
    of.InverseDifferential: _measure(_inverse),
    of.QueryGradient: _measure(_query),
    of.OutputGradient: _measure(_output),
    of.StateGradient: _measure(_state),
    of.PairGradient: _measure(_pair),
    of.ForgettingGradient: _measure(_forgetting),
    of.StartGradient: _measure(_start, _starts),
    of.LambdaGradient: _measure(_lambda, _starts),
    of.GradientsAtOnce: _measure(_at_once, _wholes),
}
"""The measure of each type of observable."""
