"""Layers that all take one step: their loss as a polynomial of it, and where that is least.

A polynomial is given by its coefficients, the constant first.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from numeric_check.linear import solved
from numeric_check.words.deep import half_square, multiplied_out
from numeric_check.words.pairings import by_factor

Number = Any
NEAR = 1 / 4  # how far from a step the loss is looked at: it grows fast


def of_step(loss: Callable[[Fraction], Fraction], depth: int) -> list[Fraction]:
    """Return the loss of so many layers as a polynomial of degree 2L, from 2L + 1 values."""
    size = range(2 * depth + 1)
    return solved([[*(Fraction(a) ** k for k in size), loss(Fraction(a))] for a in size])


def by_moments(moments: Sequence[Number], depth: int) -> Callable[[Number], Number]:
    """Return the loss of layers at a step, by the means of tr S^j."""
    return lambda step: half_square(multiplied_out([step] * depth), moments[: 2 * depth + 1])


def factor_moments(depth: int, dim: int, samples: int) -> list[float]:
    """Return the means of tr S^j in doubles, by the triangular factor: of one or two rows."""
    return [
        by_factor([j], dim, samples) / samples**j if j else float(dim) for j in range(2 * depth + 1)
    ]


def slope(polynomial: Sequence[Number]) -> list[Number]:
    """Return the derivative."""
    return [k * value for k, value in enumerate(polynomial)][1:]


def value(polynomial: Sequence[Number], at: Number) -> Number:
    """Return the value at a number."""
    total = at * 0
    for coefficient in reversed(polynomial):
        total = total * at + coefficient
    return total


def remainder(left: Sequence[Fraction], right: Sequence[Fraction]) -> list[Fraction]:
    """Return what division by a polynomial leaves; its highest coefficient is not 0.

    >>> remainder([Fraction(3), Fraction(0), Fraction(1)], [Fraction(1), Fraction(1)])
    [Fraction(4, 1)]
    """
    rest = list(left)
    while len(rest) >= len(right):
        factor, shift = rest[-1] / right[-1], len(rest) - len(right)
        for k, coefficient in enumerate(right):
            rest[shift + k] -= factor * coefficient
        rest.pop()
    return rest


def least(loss: Callable[[float], float], depth: int) -> float:
    """Return the step with the least loss in doubles: where the slope is 0, looked for twice."""
    near = _nearest_root(loss, depth, 0.5, 1.0)
    return _nearest_root(loss, depth, near, near / 4)


def _nearest_root(loss: Callable[[float], float], depth: int, middle: float, reach: float) -> float:
    """Return the real root of the slope, from values on both sides of a number."""
    roots = np.roots(slope(_around(loss, depth, middle, reach))[::-1])
    return middle + reach * float(min(roots, key=lambda root: abs(root.imag)).real)


def derivative(loss: Callable[[float], float], depth: int, at: float) -> float:
    """Return the derivative of the loss at a step in doubles."""
    return _around(loss, depth, at, NEAR)[1] / NEAR


def _around(loss: Callable[[float], float], depth: int, middle: float, reach: float) -> list[float]:
    """Return the loss at middle + reach x as a polynomial in x, from values between −1 and 1."""
    places = np.cos(np.pi * np.arange(2 * depth + 1) / (2 * depth))
    values = [loss(middle + reach * float(place)) for place in places]
    return list(map(float, np.linalg.solve(np.vander(places, increasing=True), values)))
