"""Matrices of fractions, and words of them."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from random import Random

from numeric_check.linear import solved
from symbolic_mesa.text.letters import parted

Matrix = tuple[tuple[Fraction, ...], ...]


def drawn(rows: int, columns: int, draw: Random) -> Matrix:
    """Return a matrix of small fractions."""
    size = range(columns)
    return tuple(
        tuple(Fraction(draw.randint(-9, 9), draw.randint(1, 5)) for _ in size) for _ in range(rows)
    )


def symmetric(size: int, draw: Random) -> Matrix:
    """Return a symmetric matrix that has an inverse: its diagonal outweighs what is beside it."""
    half = drawn(size, size, draw)
    both = added(half, transposed(half))
    return added(both, scaled(unit(size), Fraction(40 * size)))


def unit(size: int) -> Matrix:
    """Return the identity."""
    return tuple(tuple(Fraction(i == j) for j in range(size)) for i in range(size))


def diagonal(entries: Sequence[Fraction]) -> Matrix:
    """Return a diagonal matrix."""
    size = range(len(entries))
    return tuple(tuple(entries[i] if i == j else Fraction(0) for j in size) for i in size)


def transposed(matrix: Matrix) -> Matrix:
    """Return the transpose."""
    return tuple(zip(*matrix, strict=True))


def added(left: Matrix, right: Matrix) -> Matrix:
    """Return the sum."""
    rows = zip(left, right, strict=True)
    return tuple(tuple(x + y for x, y in zip(*both, strict=True)) for both in rows)


def scaled(matrix: Matrix, factor: Fraction) -> Matrix:
    """Return a multiple."""
    return tuple(tuple(factor * x for x in row) for row in matrix)


def multiplied(left: Matrix, right: Matrix) -> Matrix:
    """Return the product."""
    columns = transposed(right)
    return tuple(
        tuple(
            sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0))
            for column in columns
        )
        for row in left
    )


def inverse(matrix: Matrix) -> Matrix:
    """Return the inverse; raises `ArithmeticError` where there is none."""
    size = len(matrix)
    columns = [
        solved([[*row, Fraction(i == j)] for i, row in enumerate(matrix)]) for j in range(size)
    ]
    return transposed(tuple(map(tuple, columns)))


def product(word: Iterable[str], matrices: Mapping[str, Matrix]) -> Matrix:
    """Return the product of matrices by their names, a transpose by a name with ``'``.

    Args:
        word: the names, at least one.
        matrices: the matrices by name.
    """
    first, *others = (_factor(name, matrices) for name in word)
    for other in others:
        first = multiplied(first, other)
    return first


def _factor(name: str, matrices: Mapping[str, Matrix]) -> Matrix:
    own, turned = parted(name)
    return transposed(matrices[own]) if turned else matrices[own]
