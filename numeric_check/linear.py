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


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """Return how many rows are no combination of others.

    >>> rank([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)], [Fraction(0), Fraction(0)]])
    1
    """
    left, found = [list(row) for row in rows], 0
    while pivot := next((row for row in left if any(row)), None):
        left.remove(pivot)
        place = next(k for k, value in enumerate(pivot) if value)
        pivot = [value / pivot[place] for value in pivot]
        left, found = [_reduced(row, pivot, place) for row in left], found + 1
    return found


def some_solution(rows: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """Return numbers that solve equations, those that are free 0.

    Args:
        rows: of each equation the coefficients, and last the right-hand side.

    Raises:
        ArithmeticError: when they have no solution.

    >>> one = [Fraction(1), Fraction(1), Fraction(3)]
    >>> some_solution([one, [2 * value for value in one]])
    [Fraction(3, 1), Fraction(0, 1)]
    """
    left, found = [list(row) for row in rows], dict[int, list[Fraction]]()
    size = len(rows[0]) - 1
    for place in range(size):
        row = next((one for one in left if one[place]), None)
        if row is None:
            continue
        left.remove(row)
        row = [value / row[place] for value in row]
        left = [_reduced(one, row, place) for one in left]
        found = {at: _reduced(one, row, place) for at, one in found.items()} | {place: row}
    if any(one[size] for one in left):
        raise ArithmeticError("the equations contradict each other")
    return [found[place][size] if place in found else Fraction(0) for place in range(size)]


def _reduced(row: list[Fraction], pivot: list[Fraction], place: int) -> list[Fraction]:
    return [value - row[place] * other for value, other in zip(row, pivot, strict=True)]
