"""One linear head without words: what it adds, and which weights let it add a gradient step."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from numeric_check.words.elimination import every_solution
from numeric_check.words.rational_matrices import Matrix, drawn, unit

Column = tuple[Fraction, ...]
Found = tuple[Matrix, int] | None  # weights, and how many dimensions of them there are


def head(values: Matrix, scores: Matrix, tokens: Sequence[Column]) -> Column:
    """Return the sum over tokens u of values e_u times e_u' scores e_t, at the last token e_t."""
    query = applied(scores, tokens[-1])
    total = [Fraction(0)] * len(values)
    for token in tokens:
        score = dot(token, query)
        total = [x + score * y for x, y in zip(total, applied(values, token), strict=True)]
    return tuple(total)


def pairs(sequence: Sequence[Column]) -> list[Column]:
    """Return (s_t, s_{t-1}) for each t, with s_0 = 0."""
    nothing = (Fraction(0),) * len(sequence[0])
    before = [nothing, *sequence[:-1]]
    return [(*now, *last) for now, last in zip(sequence, before, strict=True)]


def step(phi: Matrix, eta: Fraction, sequence: Sequence[Column]) -> Column:
    """Return −η∇L(Φ) s at the last token s, from the errors of each prediction."""
    total = [Fraction(0)] * len(phi)
    for before, now in pairwise(sequence):
        error = [x - y for x, y in zip(now, applied(phi, before), strict=True)]
        total = [x + eta * dot(before, sequence[-1]) * y for x, y in zip(total, error, strict=True)]
    return tuple(total)


def scores_of(values: Matrix, phi: Matrix, eta: Fraction) -> Found:
    """Return the scores with which a head with these values takes the step on every sequence."""
    size, rows = 2 * len(phi), list[list[Fraction]]()
    for sequence in _sequences(len(phi)):
        tokens, wanted = pairs(sequence), step(phi, eta, sequence)
        for place, right in enumerate(wanted):
            parts = [(dot(values[place], token), token) for token in tokens]
            row = [
                sum((v * token[i] for v, token in parts), Fraction(0)) * x
                for i in range(size)
                for x in tokens[-1]
            ]
            rows.append([*row, right])
    return _shaped(every_solution(rows), size)


def values_of(scores: Matrix, phi: Matrix, eta: Fraction) -> Found:
    """Return the values with which a head with these scores does."""
    size, count = 2 * len(phi), len(phi)
    rows: list[list[Fraction]] = []
    for sequence in _sequences(len(phi)):
        tokens, wanted = pairs(sequence), step(phi, eta, sequence)
        sums = head(unit(size), scores, tokens)
        for place, right in enumerate(wanted):
            row = [x if place == k else Fraction(0) for k in range(count) for x in sums]
            rows.append([*row, right])
    return _shaped(every_solution(rows), size)


def _shaped(found: tuple[list[Fraction], int] | None, width: int) -> Found:
    if found is None:
        return None
    entries, dimension = found
    return tuple(tuple(entries[k : k + width]) for k in range(0, len(entries), width)), dimension


def _sequences(dim: int) -> Iterator[list[Column]]:
    """Yield sequences of three tokens, so many that they stand for all of them."""
    draw = Random(dim)  # noqa: S311  # nothing here is secret
    for _ in range(4 * dim + 6):
        yield [tuple(Fraction(draw.randint(-3, 3)) for _ in range(dim)) for _ in range(3)]


def other_values(phi: Matrix) -> Iterator[Matrix]:
    """Yield values (V1, V2) that are no multiple of (I, −Φ): 0, of low rank, changed, drawn."""
    dim, draw = len(phi), Random(7)  # noqa: S311  # nothing here is secret
    nothing, corner = _entries(dim, -1), _entries(dim, 0)
    turned = tuple(tuple(-x for x in row) for row in phi)
    lefts = [nothing, corner, unit(dim), drawn(dim, dim, draw), drawn(dim, dim, draw)]
    rights = [nothing, corner, unit(dim), turned, drawn(dim, dim, draw)]
    for left in lefts:
        for right in rights:
            if not (left == unit(dim) and right == turned) and dim > 1:
                yield tuple((*x, *y) for x, y in zip(left, right, strict=True))
    if dim == 1:
        yield from (((Fraction(a), Fraction(b)),) for a in range(2) for b in (1, 2))


def _entries(dim: int, place: int) -> Matrix:
    """Return the matrix with a 1 at one place of its diagonal, or nowhere."""
    return tuple(tuple(Fraction(i == j == place) for j in range(dim)) for i in range(dim))


def applied(matrix: Matrix, column: Column) -> Column:
    """Return a matrix times a column."""
    return tuple(dot(row, column) for row in matrix)


def dot(left: Column, right: Column) -> Fraction:
    """Return the sum of products."""
    return sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0))
