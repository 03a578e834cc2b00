"""What is compared with what for one linear head: its outputs on sequences that are drawn."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from itertools import product as combinations
from random import Random
from typing import Any

import numpy as np

from derivations.von_oswald import observables as of
from derivations.von_oswald.observables import NoOtherBlocks
from numeric_check.words import linear_heads as heads
from numeric_check.words.rational_matrices import (
    Matrix,
    drawn,
    multiplied,
    scaled,
    transposed,
    unit,
)
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.witness.judging import judged
from symbolic_mesa.witness.measurable import Measurable
from symbolic_mesa.witness.measure import Measure, WithoutLaw
from symbolic_mesa.witness.routes import ON_DIAGONAL, Route
from symbolic_mesa.witness.words_at import error_at, in_doubles, sum_at

ROUTES = tuple(replace(route, model="heads on sequences that are drawn") for route in ON_DIAGONAL)
NUMBERS = {"eta": Fraction(2, 7), "c": Fraction(-3, 5)}
ETA, SCALE = NUMBERS.values()
BLOCKS = {"V_1": (0, 0), "V_2": (0, 1)}
SCORES = {"M_11": (0, 0), "M_12": (0, 1), "M_21": (1, 0), "M_22": (1, 1)}
NODES = tuple(map(Fraction, range(4)))  # a polynomial of degree 3 is known from its values there


@cache
def _matrices(dim: int) -> Mapping[str, Matrix]:
    """Return matrices and columns for every letter, the same each time."""
    draw = Random(dim)  # noqa: S311  # nothing here is secret
    squares = ("Phi", *BLOCKS, *SCORES, "P_1", "P_2", "P_3", *(f"A_{i}{j}" for i, j in _NINE))
    columns = ("s", "p", "q", "r", "s_1", "s_2", "s_3")
    found = {name: drawn(dim, dim, draw) for name in squares}
    return {**found, **{name: drawn(dim, 1, draw) for name in columns}, "I": unit(dim)}


_NINE = tuple(combinations("123", repeat=2))


def _stacked(rows: list[list[Matrix]]) -> Matrix:
    return tuple(
        tuple(x for part in parts for x in part) for row in rows for parts in zip(*row, strict=True)
    )


def _block(matrix: Any, dim: int, place: tuple[int, int]) -> Any:
    i, j = place
    return [row[j * dim : (j + 1) * dim] for row in matrix[i * dim : (i + 1) * dim]]


def _exact_block(matrix: Matrix, dim: int, place: tuple[int, int]) -> Matrix:
    return tuple(map(tuple, _block(matrix, dim, place)))


@cache
def _lifted(dim: int) -> Mapping[str, Matrix]:
    """Return P L and L' A L by blocks, multiplied out as whole matrices."""
    m = _matrices(dim)
    nothing = scaled(unit(dim), Fraction(0))
    lift = _stacked([[m["Phi"], nothing], [unit(dim), nothing], [nothing, unit(dim)]])
    values = multiplied(_stacked([[m["P_1"], m["P_2"], m["P_3"]]]), lift)
    keys = _stacked([[m[f"A_{i}{j}"] for j in "123"] for i in "123"])
    scores = multiplied(multiplied(transposed(lift), keys), lift)
    return {
        **{name: _exact_block(values, dim, place) for name, place in BLOCKS.items()},
        **{name: _exact_block(scores, dim, place) for name, place in SCORES.items()},
    }


def _added(dim: int) -> Mapping[str, Matrix]:
    """Return what token u adds to −η∇L(Φ) q: the step over (p, s, q), less that over (p, q)."""
    m = _matrices(dim)
    p, s, q = (transposed(m[name])[0] for name in ("p", "s", "q"))
    error = [x - y for x, y in zip(s, heads.applied(m["Phi"], p), strict=True)]
    return {"": tuple((ETA * heads.dot(p, q) * x,) for x in error)}


def _coefficient(node: int, power: int) -> Fraction:
    """Return the coefficient of a power in the polynomial that is 1 at a node, 0 at the others."""
    found = [Fraction(1)]
    for other in NODES:
        if other != node:
            gap = node - other
            longer = [Fraction(0), *found]
            same = [*found, Fraction(0)]
            found = [(x - other * y) / gap for x, y in zip(longer, same, strict=True)]
    return found[power]


@cache
def _by_degree(dim: int) -> Mapping[tuple[str, ...], Matrix]:
    """Return the parts of the output less the step, interpolated in the tokens' scales."""
    m = _matrices(dim)
    values = _stacked([[m["V_1"], m["V_2"]]])
    scores = _stacked([[m["M_11"], m["M_12"]], [m["M_21"], m["M_22"]]])
    tokens = [transposed(m[name])[0] for name in ("s_1", "s_2", "s_3")]
    found = dict.fromkeys(_degrees(), (Fraction(0),) * dim)
    for scales in combinations(NODES, repeat=3):
        sequence = [tuple(x * y for y in s) for x, s in zip(scales, tokens, strict=True)]
        out = heads.head(values, scores, heads.pairs(sequence))
        gap = [x - y for x, y in zip(out, heads.step(m["Phi"], ETA, sequence), strict=True)]
        for key, total in found.items():
            weight = Fraction(1)
            for node, power in zip(scales, _powers(key), strict=True):
                weight *= _coefficient(int(node), power)
            found[key] = tuple(x + weight * y for x, y in zip(total, gap, strict=True))
    return {key: tuple((x,) for x in total) for key, total in found.items() if any(total)}


def _degrees() -> list[tuple[str, ...]]:
    every = combinations(("s_1", "s_2", "s_3"), repeat=3)
    return sorted({tuple(sorted(key)) for key in every})


def _powers(key: tuple[str, ...]) -> tuple[int, ...]:
    counts = Counter(key)
    return tuple(counts[name] for name in ("s_1", "s_2", "s_3"))


@cache
def _solved(dim: int) -> Mapping[str, Matrix]:
    """Return every block: of scores by values, and of values by scores, if there is just one."""
    phi = _matrices(dim)["Phi"]
    eye, minus = scaled(unit(dim), SCALE), scaled(phi, -SCALE)
    scores = heads.scores_of(_stacked([[eye, minus]]), phi, ETA)
    if scores is None or scores[1]:
        return {}
    values = heads.values_of(scores[0], phi, ETA)
    if values is None or values[1]:
        return {}
    return {
        **{name: _exact_block(values[0], dim, place) for name, place in BLOCKS.items()},
        **{name: _exact_block(scores[0], dim, place) for name, place in SCORES.items()},
    }


Sides = Callable[[int], Mapping[Any, Matrix]]  # of a dimension: what is measured, by key


def _exact(measured: Sides, sizes: tuple[int, ...], claim: Claim) -> float:
    """Return 0 if every side is what is measured, at each of these dimensions."""
    return float(any(_differs(claim, measured(dim), dim) for dim in sizes))


def _stated(claim: Claim) -> Mapping[Hashable, Any]:
    return claim.parts or {"": claim.value}


def _differs(claim: Claim, measured: Mapping[Any, Matrix], dim: int) -> bool:
    whole = not isinstance(next(iter(measured), ""), tuple) or {*measured} == {*claim.parts}
    return not whole or any(
        key not in measured or _side_at(side, dim) != measured[key]
        for key, side in _stated(claim).items()
    )


def _side_at(side: Any, dim: int) -> Matrix | None:
    """Return a side as a matrix; a number times the identity, and only 0 is one of words."""
    if isinstance(side, int):
        return scaled(unit(dim), Fraction(side))
    return sum_at(side, _matrices(dim), NUMBERS)


def _doubles(measured: Sides, sizes: tuple[int, ...], claim: Claim) -> float:
    """Return the largest difference beside the size of what is measured, in doubles."""
    return max(max(_errors(claim, measured(dim), dim), default=1.0) for dim in sizes)


def _errors(claim: Claim, measured: Mapping[Any, Matrix], dim: int) -> Iterator[float]:
    arrays = in_doubles(_matrices(dim))
    for key, side in _stated(claim).items():
        if isinstance(side, int):
            yield float(np.max(np.abs(side * arrays["I"] - np.array(measured[key], dtype=float))))
        else:
            yield error_at(side, arrays, NUMBERS, measured[key])


def _measure(measured: Sides, *sizes: int) -> Measure:
    return WithoutLaw(partial(_exact, measured, sizes), partial(_doubles, measured, sizes), ROUTES)


@dataclass(frozen=True)
class _OtherBlocks:
    """Whether any values but multiples of (I, −Φ), of those tried, have scores."""

    routes: tuple[Route, ...] = ROUTES

    def check(self, route: Route, step: Step, claim: Claim, witness: Measurable) -> Check:
        """Return the check at the observable's sizes."""
        sizes = step.observable.sizes if isinstance(step.observable, NoOtherBlocks) else ()
        solvable = _has_scores if route.exact else _nearly_has_scores
        alone = [
            not any(map(partial(solvable, phi), heads.other_values(phi)))
            for phi in map(_phi, sizes)
        ]
        gap = None if not sizes else float(any(one is not claim.value for one in alone))
        return judged(route, gap, f"values that are tried, d = {', '.join(map(str, sizes))}", "")


def _phi(dim: int) -> Matrix:
    return _matrices(dim)["Phi"]


def _has_scores(phi: Matrix, values: Matrix) -> bool:
    return heads.scores_of(values, phi, ETA) is not None


def _nearly_has_scores(phi: Matrix, values: Matrix) -> bool:
    """The same by least squares in doubles, on sequences of its own."""
    dim, source = len(phi), np.random.default_rng(3)
    turned, left = np.array(phi, dtype=float), np.array(values, dtype=float)
    rows, right = [], []
    for _ in range(4 * dim + 6):
        s = source.normal(size=(3, dim))
        z = np.hstack([s, np.vstack([np.zeros(dim), s[:-1]])])
        rows.append(np.einsum("uk,ui,j->kij", z @ left.T, z, z[-1]).reshape(dim, -1))
        errors = s[1:] - s[:-1] @ turned.T
        right.append(float(ETA) * errors.T @ (s[:-1] @ s[-1]))
    system, wanted = np.vstack(rows), np.hstack(right)
    found = np.linalg.lstsq(system, wanted, rcond=None)[0]
    return bool(np.linalg.norm(system @ found - wanted) < 1e-9 * np.linalg.norm(wanted))


def _numbers_gap(claim: Claim) -> float:
    """Return by how much a head with these blocks misses the step at d = 1."""
    values = {"eta": ETA, "c": SCALE, "Phi": Fraction(5, 3)}
    phi = ((values["Phi"],),)
    nothing = Fraction(0)
    stated = {name: Fraction(side.at(values)) for name, side in claim.parts.items()}
    scores = ((stated["M_11"], nothing), (stated["M_21"], nothing))
    found = heads.scores_of(((nothing, SCALE),), phi, ETA)
    wrong = found is None or found[1] or found[0] != scores or stated["V_2"] != SCALE
    return float(wrong)


def _numbers_in_doubles(claim: Claim) -> float:
    """Return the same on one long sequence, in doubles; V_2 is c."""
    values = {"eta": ETA, "c": SCALE, "Phi": Fraction(5, 3)}
    v, m, n = (float(claim.parts[name].at(values)) for name in ("V_2", "M_11", "M_21"))
    s = np.random.default_rng(5).normal(size=9)
    added = np.sum(v * s[:-1] * (m * s[1:] + n * s[:-1])) * s[-1]
    step = float(ETA) * np.sum((s[1:] - float(values["Phi"]) * s[:-1]) * s[:-1]) * s[-1]
    return float(max(abs(added / step - 1), abs(v / float(SCALE) - 1)))


MEASURES: Mapping[type, Measure] = {
    of.EffectiveBlocks: _measure(_lifted, 2, 3),
    of.AddedByAToken: _measure(_added, 2, 3),
    of.ByDegree: _measure(_by_degree, 2),
    of.OnlyBlocks: _measure(_solved, 2, 3),
    of.NoOtherBlocks: _OtherBlocks(),
    of.BlocksOfNumbers: WithoutLaw(_numbers_gap, _numbers_in_doubles, ROUTES),
}
"""The measure of each type of observable."""
