"""Linear equations in rationals."""

from collections.abc import Sequence
from fractions import Fraction


def solved(rows: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """Return x with A x = b, for the rows of A with b at their ends.

    Raises:
        ArithmeticError: when A is singular.

    >>> solved([[Fraction(2), Fraction(0), Fraction(6)], [Fraction(1), Fraction(1), Fraction(5)]])
    [Fraction(3, 1), Fraction(2, 1)]
    """
    left = [list(row) for row in rows]
    for place in range(len(left)):
        pivot = next((k for k in range(place, len(left)) if left[k][place]), None)
        if pivot is None:
            raise ArithmeticError("the equations are singular")
        left[place], left[pivot] = left[pivot], left[place]
        scale = left[place][place]
        left[place] = [value / scale for value in left[place]]
        for k, row in enumerate(left):
            if k != place and row[place]:
                factor = row[place]
                left[k] = [x - factor * y for x, y in zip(row, left[place], strict=True)]
    return [row[-1] for row in left]
