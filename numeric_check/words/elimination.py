"""Every solution of linear equations in rationals, however many there are."""

from collections.abc import Sequence
from fractions import Fraction


def every_solution(rows: Sequence[Sequence[Fraction]]) -> tuple[list[Fraction], int] | None:
    """Return a solution and the dimension of all of them; None where there is none.

    Args:
        rows: the coefficients of each equation, and behind them what they add up to.

    >>> every_solution([[Fraction(1), Fraction(1), Fraction(2)]])
    ([Fraction(2, 1), Fraction(0, 1)], 1)
    >>> every_solution([[Fraction(0), Fraction(2)]])
    """
    unknown = len(rows[0]) - 1
    left, pivots = [list(row) for row in rows], list[int]()
    for column in range(unknown):
        place = len(pivots)
        found = next((k for k in range(place, len(left)) if left[k][column]), None)
        if found is None:
            continue
        left[place], left[found] = left[found], left[place]
        scale = left[place][column]
        left[place] = [value / scale for value in left[place]]
        for k, row in enumerate(left):
            if k != place and (factor := row[column]):
                left[k] = [x - factor * y for x, y in zip(row, left[place], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in left[len(pivots) :]):
        return None
    solution = [Fraction(0)] * unknown
    for place, column in enumerate(pivots):
        solution[column] = left[place][-1]
    return solution, unknown - len(pivots)


def rank(matrix: Sequence[Sequence[Fraction]]) -> int:
    """Return the rank of a matrix.

    >>> rank([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]])
    1
    """
    found = every_solution([[*row, Fraction(0)] for row in matrix])
    return len(matrix[0]) - (found[1] if found else 0)
