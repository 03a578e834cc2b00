"""Polynomials by their coefficients: what counts and sums over time are made of."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import comb

Polynomial = tuple[Fraction, ...]  # coefficients, the constant first


def evaluate_polynomial(polynomial: Polynomial, at: int) -> Fraction:
    """Return the value of the polynomial by Horner's rule."""
    value = Fraction(0)
    for coefficient in reversed(polynomial):
        value = value * at + coefficient
    return value


def interpolate(first: int, values: tuple[Fraction, ...]) -> Polynomial:
    """Return the polynomial through values at first, first + 1, … (Newton's forward form).

    >>> interpolate(1, (Fraction(1), Fraction(4), Fraction(9)))
    (Fraction(0, 1), Fraction(0, 1), Fraction(1, 1))
    """
    differences, row = [], list(values)
    while row:
        differences.append(row[0])
        row = [after - before for before, after in pairwise(row)]
    result: list[Fraction] = []
    for order in reversed(range(len(differences))):  # Horner in the Newton basis
        shifted = [Fraction(0), *result]
        scaled = [-(first + order) * c for c in result] + [Fraction(0)]
        result = [(x + y) / (order + 1) for x, y in zip(shifted, scaled, strict=True)]
        result[0] += differences[order]
    return trimmed(result)


def multiplied(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return the product of two polynomials."""
    product = [Fraction(0)] * (len(left) + len(right))
    for k, x in enumerate(left):
        for n, y in enumerate(right):
            product[k + n] += x * y
    return trimmed(product)


def moved(polynomial: Polynomial, shift: int) -> Polynomial:
    """Return the coefficients of p(u + shift) in powers of u."""
    shifted = [Fraction(0)] * len(polynomial)
    for power, coefficient in enumerate(polynomial):
        for k in range(power + 1):
            shifted[k] += coefficient * comb(power, k) * Fraction(shift) ** (power - k)
    return tuple(shifted)


def trimmed(values: list[Fraction]) -> Polynomial:
    """Return the coefficients without zeros at the end."""
    while values and values[-1] == 0:
        values.pop()
    return tuple(values)


def partial_fractions(
    numerator: Polynomial, roots: Mapping[int, int]
) -> tuple[Polynomial, dict[tuple[int, int], Fraction]]:
    """Return the numerator over the product of (t − c)^m as polynomial and as simple fractions.

    Args:
        numerator: coefficients in t.
        roots: each c with its m.

    Returns:
        The polynomial, and by (c, n) the coefficient of (t − c)^(−n) where it is not 0.

    >>> partial_fractions((Fraction(0), Fraction(0), Fraction(1)), {1: 1, 0: 1})
    ((Fraction(1, 1),), {(1, 1): Fraction(1, 1)})
    """
    whole = [*numerator]
    fractions = {}
    for root, order in roots.items():
        series = _expanded(moved(numerator, root), order)
        for other, power in roots.items():
            for _ in range(power if other != root else 0):
                series = _over_shifted(series, root - other)
        fractions.update({(root, order - k): value for k, value in enumerate(series) if value})
        for _ in range(order):
            whole = _over_linear(whole, root)
    return tuple(whole), fractions


def _expanded(polynomial: Polynomial, size: int) -> list[Fraction]:
    """Return the first coefficients, zeros where there are no more."""
    return [*polynomial[:size], *[Fraction(0)] * (size - len(polynomial))]


def _over_shifted(series: list[Fraction], shift: int) -> list[Fraction]:
    """Return the first coefficients of a power series over u + shift."""
    quotient: list[Fraction] = []
    for value in series:
        quotient.append((value - (quotient[-1] if quotient else 0)) / shift)
    return quotient


def _over_linear(polynomial: list[Fraction], root: int) -> list[Fraction]:
    """Return the quotient of a polynomial by t − root, without remainder (Horner's rule)."""
    quotient: list[Fraction] = []
    for value in reversed(polynomial[1:]):
        quotient.append(value + root * (quotient[-1] if quotient else 0))
    return quotient[::-1]
