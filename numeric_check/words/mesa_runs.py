"""What a mesa-layer with forgetting is run on, and changes of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from numeric_check.words.rational_matrices import Matrix, added, scaled, unit

Place = tuple[str, int]  # what changes, and of which time; 0 where it has none
Changes = Mapping[Place, Matrix]


@dataclass(frozen=True)
class Run:
    """What a layer takes, from some time on. The loss is half the squares of what outputs miss.

    Attributes:
        start: R before the first of these times.
        cross: the sum of weighted v k' before it.
        keys: a column for each time.
        values: likewise.
        queries: likewise.
        gammas: the forgetting factor of each time, 1 × 1.
        goals: what each output ought to be.
        now: the query and the goal of the time before these, where its output counts too.
    """

    start: Matrix
    cross: Matrix
    keys: tuple[Matrix, ...]
    values: tuple[Matrix, ...]
    queries: tuple[Matrix, ...]
    gammas: tuple[Matrix, ...]
    goals: tuple[Matrix, ...]
    now: tuple[Matrix, Matrix] | None = None


def run_drawn(dims: tuple[int, int], gammas: Sequence[Fraction], lam: Fraction, seed: int) -> Run:
    """Return a layer from its first time on, with keys, values, queries and goals that are drawn.

    Args:
        dims: of keys and of values.
        gammas: the forgetting factor of each time.
        lam: R_0 is so many times the identity.
        seed: other numbers with each.
    """
    draw, (size, rows) = Random(seed), dims  # noqa: S311  # nothing here is secret
    lengths = size, rows, size, rows
    columns = (tuple(_column(length, draw) for _ in gammas) for length in lengths)
    keys, values, queries, goals = columns
    nothing = tuple((Fraction(0),) * size for _ in range(rows))
    factors = tuple(((gamma,),) for gamma in gammas)
    return Run(scaled(unit(size), lam), nothing, keys, values, queries, factors, goals)


def _column(length: int, draw: Random) -> Matrix:
    """Return a column of small whole numbers that are not 0: fractions stay short."""
    return tuple((Fraction(draw.choice((-3, -2, -1, 1, 2, 3))),) for _ in range(length))


def entries(rows: int, columns: int, symmetric: bool = False) -> Iterator[tuple[int, int, Matrix]]:
    """Yield a change for each entry: 1 there, or a half there and a half at its mirror image."""
    for i in range(rows):
        for j in range(columns):
            one = _single(rows, columns, i, j)
            if symmetric:
                one = scaled(added(one, _single(rows, columns, j, i)), Fraction(1, 2))
            yield i, j, one


def _single(rows: int, columns: int, i: int, j: int) -> Matrix:
    sides = range(rows), range(columns)
    return tuple(tuple(Fraction((a, b) == (i, j)) for b in sides[1]) for a in sides[0])
