"""What is compared with what for several heads on prompts: all of them are run."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from derivations.regression import observables as of
from derivations.regression.keys import Course
from numeric_check.words.arrays import Array, Number
from numeric_check.words.head_flow import flowed
from numeric_check.words.prompt_layers import inverse
from numeric_check.words.trained_layers import Trained, trained, white
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures.regression import (
    Pairs,
    entries,
    matrix_at,
    measure,
    value_at,
)

SCALES, MATRICES = ("u_1", "u_2"), ("U1", "U2")
STARTS = (0.05, 0.02, 0.03)  # u of three heads
TIMES = (1.0, 4.0, 7.0)  # over the rate of growth: soon, on the way, near the end
LEVELS = Fraction(1, 7), Fraction(3, 5)


def _weights(layer: Trained) -> tuple[list[Number], list[Array]]:
    return [layer.drawn[name] for name in SCALES], [layer.drawn[name] for name in MATRICES]


@cache  # pure
def _slopes_of(layer: Trained) -> tuple[list[Number], list[Array]]:
    """Return the gradient at the drawn weights."""
    return layer.heads.slopes(*_weights(layer))


def _matrix(claim: Claim, layer: Trained) -> Pairs:
    """The loss of both heads is that of one at A, and at a further head's."""
    scales, matrices = _weights(layer)
    stated = matrix_at(claim.value, layer)
    yield layer.heads.quadratic.at(stated), layer.heads.loss(scales, matrices)
    slopes = _slopes_of(layer)[1]
    yield from entries(scales[0] * layer.heads.quadratic.gradient(stated), slopes[0])


def _scale_flow(claim: Claim, layer: Trained) -> Pairs:
    yield value_at(claim.value, layer), -_slopes_of(layer)[0][0]


def _matrix_flow(claim: Claim, layer: Trained) -> Pairs:
    yield from entries(matrix_at(claim.value, layer), -_slopes_of(layer)[1][0])


def _minima(claim: Claim, layer: Trained) -> Pairs:
    """Solve for U1 beside a second head; every other gradient is 0 there."""
    rest = _resting(layer)
    yield from entries(matrix_at(claim.value, layer, **{"Gamma^-1": layer.minimiser}), rest)
    loss = layer.heads.quadratic
    slope = loss.gradient(rest) / max(abs(loss.slope))  # beside what cancels
    yield from entries(slope + layer.identity, layer.identity)


@cache  # likewise
def _resting(layer: Trained) -> Array:
    """Return A where the gradient in U1 is 0, the other weights as drawn."""
    (first, second), (_, other) = _weights(layer)
    return first * _at_rest(layer, (first, second), other) + second * layer.array(other)


def _at_rest(layer: Trained, scales: Sequence[Number], other: Array) -> Array:
    """Return the U1 at which its gradient is 0, linear in it."""
    start = layer.heads.slopes(scales, (0 * other, other))[1][0]
    rows = []
    for place in np.ndindex(start.shape):
        unit = 0 * other
        unit[place] = 1
        rows.append(np.ravel(layer.heads.slopes(scales, (unit, other))[1][0] - start))
    rest: Array = -(inverse(np.array(rows)).T @ np.ravel(start)).reshape(start.shape)
    return rest


@cache  # likewise
def _slopes_at_zero(layer: Trained) -> tuple[list[Number], list[Array]]:
    return layer.heads.slopes((0, 0), _weights(layer)[1])


def _saddles(claim: Claim, layer: Trained) -> Pairs:
    of_scales, of_matrices = _slopes_at_zero(layer)
    yield value_at(claim.value, layer), of_scales[0]
    for slope in of_matrices:
        yield from entries(0 * slope, slope)


def _conserved(claim: Claim, layer: Trained) -> Pairs:
    """Each form at θ + θ' and θ − θ', equal where its speed is 0; and at u alone, a product."""
    of_scales, of_matrices = _slopes_of(layer)
    for key, side in claim.parts.items():
        ends = []
        for sign in (1, -1):
            moved = dict(layer.numbers)
            for name, slope in zip(SCALES + MATRICES, [*of_scales, *of_matrices], strict=True):
                moved[name] = layer.numbers[name] + sign * slope
            ends.append(value_at(side, layer, **moved))
        yield ends[0], ends[1]
        nothing = {name: 0 * layer.numbers[name] for name in MATRICES}
        first, second = (layer.numbers[SCALES[head - 1]] for head in (key.first, key.second))
        weight = abs(ends[1]) + 1  # that a difference shows beside the others
        yield weight * value_at(side, layer, **nothing), weight * layer.scalar(first * second)


def _symbols(layer: Trained) -> dict[str, Any]:
    """Return N, d, σ and the variance of a coordinate."""
    plain = {name: layer.numbers[name] for name in ("N", "d", "sigma")}
    return {**plain, "m_2": Fraction(int(layer.heads.covariance[0, 0]))}


def _gain(layer: Trained, level: Number) -> Number:
    """Return a' times the root of d, where heads add up to a I: −2 a tr M(a I)."""
    slope = layer.heads.quadratic.gradient(layer.scalar(level) * layer.identity)
    gain: Number = -2 * layer.scalar(level) * np.trace(slope)
    return gain


def _definitions(claim: Claim) -> dict[str, Any]:
    return {one.name: one.of for one in claim.value.where}


def _scalar_flow(claim: Claim, layer: Trained) -> Pairs:
    """In rationals at d = 1, where the root of d is 1."""
    dim, known = layer.heads.prompts.dim, _symbols(layer)
    if layer.exact and dim > 1:
        return
    for level in LEVELS:
        if layer.exact:
            found = claim.value.formula.at({**known, "a": level, "D": Fraction(1)})
        else:
            found = float(claim.value.at({**known, "a": level})) * dim**0.5
        yield found, _gain(layer, level)
    yield _definitions(claim)["D"].at({"d": Fraction(dim)}), dim


def _course(claim: Claim, layer: Trained) -> Pairs:
    yield from _slopes(claim, layer) if layer.exact else _followed(claim, layer)


def _slopes(claim: Claim, layer: Trained) -> Pairs:
    """The slope of what is stated, beside the velocity there; at d = 1."""
    if layer.heads.prompts.dim > 1:
        return
    formula, of = claim.value.formula, _definitions(claim)["E"]
    known = {**_symbols(layer), "a_0": Fraction(1, 9), "D": Fraction(1)}
    exponents = [of.at({**known, "tau": Fraction(time)}) for time in (0, 1, 2)]
    yield exponents, [0, exponents[1], 2 * exponents[1]]
    decay = next(g for g in formula.algebra.generators.values() if str(g) == "E")
    turned = Formula(formula.element.diff(decay), formula.algebra)
    for value in LEVELS:
        at = {**known, "E": value}
        yield turned.at(at) * value * exponents[1], _gain(layer, formula.at(at))
    yield formula.at({**known, "E": Fraction(1)}), known["a_0"]


@cache  # likewise
def _ends(layer: Trained) -> list[tuple[Fraction, Fraction, Array]]:
    """Return a at the start, times, and A then, of three heads followed in all their weights."""
    root = layer.heads.prompts.dim**0.5
    start = STARTS, np.multiply.outer(np.array(STARTS) / root, layer.identity)
    first = Fraction(sum(u * u for u in STARTS) / root)
    rate = float(_gain(layer, 1e-9) / 1e-9 / root)
    found = []
    for time in TIMES:
        scales, matrices = flowed(layer.heads.quadratic, start, time / rate)
        found.append((first, Fraction(time / rate), np.tensordot(scales, matrices, axes=1)))
    return found


def _followed(claim: Claim, layer: Trained) -> Pairs:
    for first, time, matrix in _ends(layer):
        stated = float(claim.value.at({**_symbols(layer), "a_0": first, "tau": time}))
        yield from entries(stated * layer.identity, matrix)


def _uneven(claim: Claim, layer: Trained) -> Pairs:
    """Both heads at multiples of I are run; in rationals at d = 1, where the root of d is 1."""
    dim, known = layer.heads.prompts.dim, _symbols(layer)
    if layer.exact and dim > 1:
        return
    root = 1 if layer.exact else dim**0.5
    point = np.array([layer.drawn[name] for name in ("u_1", "u_2", "b", "c")])
    speed = _uneven_speed(layer)
    step = speed / max(abs(speed))  # of the size of the weights
    kept = [
        value_at(claim.parts[Course.KEPT], layer, **_named(point + k * step)) for k in range(-2, 3)
    ]
    yield kept[0] + 8 * kept[3], 8 * kept[1] + kept[4]  # its slope, as it is of degree 4
    level = np.sum(point[:2] * point[2:]) / root
    gained = np.sum(speed[:2] * point[2:] + point[:2] * speed[2:]) / root
    more = {**known, "a": level, "g": kept[2]}
    yield value_at(claim.parts[Course.SQUARED_SPEED], layer, **more), gained**2


def _named(point: Array) -> dict[str, Number]:
    return dict(zip(("u_1", "u_2", "s_1", "s_2"), point, strict=True))


@cache  # likewise
def _uneven_speed(layer: Trained) -> Array:
    """Return the velocity of u and of √d times the multiple of I of each head."""
    dim = layer.heads.prompts.dim
    root = 1 if layer.exact else dim**0.5
    unit = np.eye(dim, dtype=int)
    scales, multiples = ([layer.drawn[n] for n in names] for names in (SCALES, ("b", "c")))
    matrices = [s * unit if layer.exact else s * unit / root for s in multiples]
    of_scales, of_matrices = layer.heads.slopes(scales, matrices)
    return -np.array([*of_scales, *(root * slope[0, 0] for slope in of_matrices)])


def _spread(claim: Claim, layer: Trained) -> Pairs:
    _, matrices = _weights(layer)
    slopes = _slopes_of(layer)[1]
    dim, unit = layer.scalar(layer.heads.prompts.dim), layer.identity
    apart = [m - np.trace(m) * unit / dim for m in map(layer.array, matrices)]
    measured = -2 * sum(np.sum(r * slope) for r, slope in zip(apart, slopes, strict=True))
    yield value_at(claim.value, layer, **_symbols(layer)), measured


MEASURES: Mapping[type, Measure] = {
    of.HeadsMatrix: measure(_matrix, trained),
    of.HeadsScaleFlow: measure(_scale_flow, trained),
    of.HeadsMatrixFlow: measure(_matrix_flow, trained),
    of.HeadsStationaryMatrix: measure(_minima, trained),
    of.HeadsSlopeAtZero: measure(_saddles, trained),
    of.HeadsConserved: measure(_conserved, trained),
    of.HeadsScalarFlow: measure(_scalar_flow, white),
    of.HeadsTimeCourse: measure(_course, white),
    of.HeadsUnevenStart: measure(_uneven, white),
    of.HeadsSpread: measure(_spread, white),
}
"""The measure of each type of observable."""
