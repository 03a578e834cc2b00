"""Whether a symmetric matrix of fractions has no negative eigenvalue, and its rank."""

from collections.abc import Sequence
from fractions import Fraction


def semidefinite_rank(matrix: Sequence[Sequence[Fraction]]) -> int | None:
    """Return the rank of a matrix without a negative eigenvalue; None where it has one.

    >>> semidefinite_rank([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]])
    1
    >>> semidefinite_rank([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(3)]])
    >>> semidefinite_rank([[Fraction(0), Fraction(1)], [Fraction(1), Fraction(0)]])
    """
    left, rank = [list(row) for row in matrix], 0
    while left:
        first, *below = left
        pivot = first[0]
        if pivot < 0 or (pivot == 0 and any(first)):
            return None
        rank += pivot != 0
        left = [
            [
                x - (row[0] * y / pivot if pivot else 0)
                for x, y in zip(row[1:], first[1:], strict=True)
            ]
            for row in below
        ]
    return rank
