"""Matrices of dual numbers X + ε Y, ε² = 0: exact first-order changes, with no rule for an inverse.

X + ε Y is the block matrix ((X, Y), (0, X)): products, sums and inverses of such are such again, so
that the change of an inverse is found by elimination alone.
"""

from dataclasses import dataclass
from fractions import Fraction

from numeric_check.words.rational_matrices import (
    Matrix,
    added,
    inverse,
    multiplied,
    scaled,
    transposed,
)


@dataclass(frozen=True, slots=True)
class Dual:
    """A matrix and its first-order change.

    Attributes:
        value: the matrix.
        change: by what it changes, of its shape.
    """

    value: Matrix
    change: Matrix

    def __add__(self, other: "Dual") -> "Dual":
        return Dual(added(self.value, other.value), added(self.change, other.change))

    def __matmul__(self, other: "Dual") -> "Dual":
        first = multiplied(self.value, other.change)
        return Dual(
            multiplied(self.value, other.value), added(first, multiplied(self.change, other.value))
        )

    @property
    def T(self) -> "Dual":  # noqa: N802  # the field's name for it
        """The transpose."""
        return Dual(transposed(self.value), transposed(self.change))

    def times(self, factor: "Dual") -> "Dual":
        """Return a multiple by a matrix of shape 1 × 1."""
        ((number,),), ((slope,),) = factor.value, factor.change
        moved = added(scaled(self.change, number), scaled(self.value, slope))
        return Dual(scaled(self.value, number), moved)

    def inverse(self) -> "Dual":
        """Return the inverse, from that of the block matrix.

        Raises:
            ArithmeticError: where there is none.
        """
        size, nothing = len(self.value), (Fraction(0),) * len(self.value)
        upper = [(*row, *moved) for row, moved in zip(self.value, self.change, strict=True)]
        both = inverse((*upper, *((*nothing, *row) for row in self.value)))[:size]
        return Dual(tuple(row[:size] for row in both), tuple(row[size:] for row in both))


def fixed(matrix: Matrix) -> Dual:
    """Return a matrix that does not change."""
    return Dual(matrix, scaled(matrix, Fraction(0)))


def changing(matrix: Matrix, change: Matrix) -> Dual:
    """Return a matrix that changes."""
    return Dual(matrix, change)


def number(value: Fraction) -> Dual:
    """Return a number that does not change, as a matrix of shape 1 × 1."""
    return fixed(((value,),))
