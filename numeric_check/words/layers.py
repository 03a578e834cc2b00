"""Layers that approach the solution of M y = q, run in rationals on matrices with known spectra."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from numeric_check.words.rational_matrices import (
    Matrix,
    added,
    diagonal,
    inverse,
    multiplied,
    scaled,
    transposed,
    unit,
)

TURNED: Matrix = (
    (Fraction(3, 5), Fraction(-4, 5), Fraction(0)),
    (Fraction(4, 5), Fraction(3, 5), Fraction(0)),
    (Fraction(0), Fraction(0), Fraction(1)),
)
"""A rotation: its columns are the eigenvectors."""


def with_spectrum(eigenvalues: Sequence[Fraction]) -> Matrix:
    """Return a symmetric matrix with three eigenvalues."""
    return multiplied(multiplied(TURNED, diagonal(eigenvalues)), transposed(TURNED))


def of_keys(lengths: Sequence[Fraction], ridge: Fraction) -> Matrix:
    """Return K K' and a ridge, for keys of given lengths along three directions."""
    keys = with_spectrum(lengths)
    return added(multiplied(keys, transposed(keys)), scaled(unit(3), ridge))


def direction(place: int) -> Matrix:
    """Return an eigenvector, a column."""
    return tuple((row[place],) for row in TURNED)


def printed(matrix: Matrix, query: Matrix) -> Iterator[Matrix]:
    """Yield the errors of q^(0) = q and of q^(k+1) = q + (I − M) q^(k)."""
    goal = multiplied(inverse(matrix), query)
    passed = added(unit(len(matrix)), scaled(matrix, Fraction(-1)))
    current = query
    while True:
        yield minus(current, goal)
        current = added(query, multiplied(passed, current))


def stepped(matrix: Matrix, query: Matrix, step: Fraction) -> Iterator[Matrix]:
    """Yield the errors of q^(0) = q and of q^(k+1) = q^(k) + α (q − M q^(k))."""
    goal = multiplied(inverse(matrix), query)
    current = query
    while True:
        yield minus(current, goal)
        residual = minus(query, multiplied(matrix, current))
        current = added(current, scaled(residual, step))


def minus(left: Matrix, right: Matrix) -> Matrix:
    """Return the difference."""
    return added(left, scaled(right, Fraction(-1)))


def along(column: Matrix, place: int) -> Fraction:
    """Return the share of a column along an eigenvector."""
    return multiplied(transposed(direction(place)), column)[0][0]
