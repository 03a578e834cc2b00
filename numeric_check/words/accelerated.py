"""Accelerated layers that are run, and the least bound of any k layers, in rationals."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from numeric_check.linear import solved
from numeric_check.words.layers import minus
from numeric_check.words.rational_matrices import Matrix, added, inverse, multiplied, scaled

Ends = tuple[Fraction, Fraction]


def weights(ends: Ends) -> Iterator[Fraction]:
    """Yield the weights of the second layer and those after it, for a spectrum between ends."""
    low, high = ends
    share = ((high - low) / (high + low)) ** 2 / 4
    weight = Fraction(2)
    while True:
        weight = 1 / (1 - weight * share)
        yield weight


def errors(matrix: Matrix, query: Matrix, ends: Ends) -> Iterator[Matrix]:
    """Yield the errors of accelerated layers from q^(0) = 0."""
    goal = multiplied(inverse(matrix), query)
    centre = (ends[0] + ends[1]) / 2
    before = scaled(query, Fraction(0))
    yield minus(before, goal)
    now = added(before, scaled(minus(query, multiplied(matrix, before)), 1 / centre))
    for weight in weights(ends):
        yield minus(now, goal)
        change = scaled(minus(query, multiplied(matrix, now)), 1 / centre)
        after = added(before, scaled(added(minus(now, before), change), weight))
        before, now = now, after


def factors(eigenvalue: Fraction, ends: Ends) -> Iterator[Fraction]:
    """Yield what k layers multiply the error by, k = 0, 1, ..., for a matrix that is a number."""
    found = errors(((eigenvalue,),), ((Fraction(1),),), ends)
    first = next(found)[0][0]
    yield Fraction(1)
    yield from (error[0][0] / first for error in found)


def leveled(points: Sequence[Fraction]) -> Fraction:
    """Return the size that a polynomial has at all these points, its sign in turn; at 0 it is 1.

    Of degree one less than there are points: no polynomial of that degree is smaller at all of
    them.
    """
    degree = len(points) - 1
    rows = [
        [*(point**power for power in range(degree + 1)), Fraction(-((-1) ** k)), Fraction(0)]
        for k, point in enumerate(points)
    ]
    rows.append([Fraction(1), *[Fraction(0)] * (degree + 1), Fraction(1)])
    return abs(solved(rows)[-1])
