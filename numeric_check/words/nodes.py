"""Nodes with the moments of a standard Gaussian number, up to a degree."""

from fractions import Fraction
from functools import cache
from math import prod

import numpy as np

from numeric_check.linear import solved

Nodes = tuple[tuple[Fraction | float, Fraction | float], ...]
"""Pairs of a node and its weight."""


@cache
def integer_nodes(degree: int) -> Nodes:
    """Return whole numbers with rational weights.

    >>> [(int(node), str(weight)) for node, weight in integer_nodes(5)]
    [(-2, '1/12'), (-1, '1/6'), (0, '1/2'), (1, '1/6'), (2, '1/12')]
    >>> [(int(node), str(weight)) for node, weight in integer_nodes(3)]
    [(-1, '1/2'), (1, '1/2')]
    """
    if degree <= 1:
        return ((Fraction(0), Fraction(1)),)
    if degree <= 3:
        return tuple((Fraction(sign), Fraction(1, 2)) for sign in (-1, 1))
    most = degree // 2
    rows = [
        [*(Fraction(2 if k else 1) * k ** (2 * m) for k in range(most + 1)), Fraction(_moment(m))]
        for m in range(most + 1)
    ]
    weights = solved(rows)
    return tuple((Fraction(k), weights[abs(k)]) for k in range(-most, most + 1))


def _moment(half: int) -> int:
    """Return (2m − 1)!!."""
    return prod(range(1, 2 * half, 2))


@cache
def hermite_nodes(degree: int) -> Nodes:
    """Return the nodes of Gauss and Hermite, exact to rounding."""
    points, weights = np.polynomial.hermite_e.hermegauss(degree // 2 + 1)
    total = weights.sum()
    return tuple((float(x), float(w / total)) for x, w in zip(points, weights, strict=True))


@cache
def slope_factors(degree: int) -> tuple[Fraction, ...]:
    """Return c with f'(0) = sum of c_k (f(k) - f(-k)), k from 1 on, for f of a degree.

    >>> slope_factors(2)
    (Fraction(1, 2),)
    """
    steps = range(1, (degree + 1) // 2 + 1)
    rows = [
        [*(Fraction(2 * k ** (2 * m - 1)) for k in steps), Fraction(int(m == 1))] for m in steps
    ]
    return tuple(solved(rows))
