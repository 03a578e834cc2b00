"""Polynomials in a few scales with numbers for coefficients, and what a flow by them conserves."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

Monomial = tuple[int, ...]
Polynomial = Mapping[Monomial, Fraction]


def value(polynomial: Mapping[Monomial, Any], point: Sequence[Any]) -> Any:
    """Return the value at a point, in the arithmetic of the point and the coefficients."""
    total: Any = 0
    for monomial, coefficient in polynomial.items():
        term = coefficient
        for scale, power in zip(point, monomial, strict=True):
            for _ in range(power):
                term = term * scale
        total = total + term
    return total


def derivative(polynomial: Mapping[Monomial, Any], k: int) -> dict[Monomial, Any]:
    """Return the partial derivative in variable k.

    >>> derivative({(2, 1): Fraction(3)}, 0)
    {(1, 1): Fraction(6, 1)}
    """
    return {
        (*m[:k], m[k] - 1, *m[k + 1 :]): coefficient * m[k]
        for m, coefficient in polynomial.items()
        if m[k]
    }


def product(left: Polynomial, right: Polynomial) -> dict[Monomial, Fraction]:
    """Return the product."""
    total: dict[Monomial, Fraction] = {}
    for m, c in left.items():
        for n, e in right.items():
            key = tuple(i + j for i, j in zip(m, n, strict=True))
            total[key] = total.get(key, Fraction(0)) + c * e
    return {key: c for key, c in total.items() if c}


def conserved(velocities: Sequence[Polynomial], degree: int) -> list[Polynomial]:
    """Return a basis of the polynomials that a flow y' = v(y) conserves, up to a degree.

    Σ c_m m(y) is conserved when Σ c_m ∇m · v vanishes identically: linear equations for the c_m.
    """
    count = len(velocities)
    monomials = [
        tuple(chosen.count(k) for k in range(count))
        for n in range(1, degree + 1)
        for chosen in combinations_with_replacement(range(count), n)
    ]
    speeds = [_speed(monomial, velocities) for monomial in monomials]
    rows = [[speed.get(key, Fraction(0)) for speed in speeds] for key in _keys(speeds)]
    return [
        {m: c for m, c in zip(monomials, vector, strict=True) if c}
        for vector in _null_space(rows, len(monomials))
    ]


def _speed(monomial: Monomial, velocities: Sequence[Polynomial]) -> dict[Monomial, Fraction]:
    total: dict[Monomial, Fraction] = {}
    for k, velocity in enumerate(velocities):
        for key, c in product(derivative({monomial: Fraction(1)}, k), velocity).items():
            total[key] = total.get(key, Fraction(0)) + c
    return total


def _keys(speeds: Iterable[Mapping[Monomial, Fraction]]) -> list[Monomial]:
    return sorted({key for speed in speeds for key in speed})


def _null_space(rows: list[list[Fraction]], count: int) -> list[list[Fraction]]:
    """Return a basis of the vectors that every row annihilates."""
    left, pivots = rows, dict[int, list[Fraction]]()
    for column in range(count):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        scaled = [entry / pivot[column] for entry in pivot]
        left = [_less(row, scaled, column) for row in left if row is not pivot]
        pivots = {c: _less(row, scaled, column) for c, row in pivots.items()} | {column: scaled}
    free = [column for column in range(count) if column not in pivots]
    return [
        [
            -pivots[column][one] if column in pivots else Fraction(column == one)
            for column in range(count)
        ]
        for one in free
    ]


def _less(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    factor = row[column]
    return [a - factor * b for a, b in zip(row, pivot, strict=True)] if factor else row
