"""Exact linear algebra: whether a form is positive, and what a system of equations leaves free."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Vector = tuple[Fraction, ...]
Matrix = Sequence[Sequence[Fraction]]


@dataclass(frozen=True)
class Fault:
    """A vector v whose last entry is 1, with vᵀ A v = value <= 0."""

    vector: Vector
    value: Fraction


def first_fault(form: Matrix) -> Fault | None:
    """Return where the leading blocks of a symmetric matrix stop being positive definite, or None.

    The vector is orthogonal, in the form, to all unit vectors before its own.
    """
    orthogonal: list[tuple[Vector, Fraction]] = []
    for k in range(len(form)):
        v = [Fraction(i == k) for i in range(len(form))]
        for u, square in orthogonal:
            factor = sum((form[k][i] * u[i] for i in range(k)), Fraction(0)) / square
            if factor:
                v = [a - factor * b for a, b in zip(v, u, strict=True)]
        value = sum((form[k][i] * v[i] for i in range(k + 1)), Fraction(0))
        if value <= 0:
            return Fault(tuple(v[: k + 1]), value)
        orthogonal.append((tuple(v), value))
    return None


def negative_vector(form: Matrix) -> Fault | None:
    """Return a vector v with vᵀ A v < 0, or None for a positive semidefinite matrix."""
    size = len(form)
    orthogonal: list[tuple[Vector, Fraction]] = []
    for k in range(size):
        v = [Fraction(i == k) for i in range(size)]
        for u, square in orthogonal:
            factor = _dot(form[k], u) / square
            v = [a - factor * b for a, b in zip(v, u, strict=True)]
        image = [_dot(row, v) for row in form]
        value = _dot(image, v)
        if value < 0:
            return Fault(tuple(v), value)
        if value > 0:
            orthogonal.append((tuple(v), value))
            continue
        j = next((i for i, entry in enumerate(image) if entry), None)
        if j is not None:  # (e_j + t v)ᵀ A (e_j + t v) is linear in t
            t = -(form[j][j] + 1) / (2 * image[j])
            w = [t * a + (i == j) for i, a in enumerate(v)]
            return Fault(tuple(w), Fraction(-1))
    return None


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


@dataclass(frozen=True)
class Solutions:
    """The solutions: one of them, and a basis of what may be added, by free column."""

    one: Vector
    free: tuple[tuple[int, Vector], ...]


@dataclass(frozen=True)
class Contradiction:
    """Factors with which the rows sum to 0 and the right sides do not."""

    factors: Vector


def solve(rows: Matrix, right: Sequence[Fraction], unknowns: int) -> Solutions | Contradiction:
    """Solve rows · x = right exactly."""
    count = len(rows)
    table = [
        [*row, b, *(Fraction(i == k) for k in range(count))]
        for i, (row, b) in enumerate(zip(rows, right, strict=True))
    ]
    pivots: list[int] = []
    for column in range(unknowns):
        at = len(pivots)
        chosen = next((i for i in range(at, count) if table[i][column]), None)
        if chosen is None:
            continue
        table[at], table[chosen] = table[chosen], table[at]
        scale = table[at][column]
        table[at] = [a / scale for a in table[at]]
        for i in range(count):
            factor = table[i][column]
            if i != at and factor:
                table[i] = [a - factor * b for a, b in zip(table[i], table[at], strict=True)]
        pivots.append(column)
    for row in table[len(pivots) :]:
        if row[unknowns]:
            return Contradiction(tuple(row[unknowns + 1 :]))
    one = [Fraction(0)] * unknowns
    for i, column in enumerate(pivots):
        one[column] = table[i][unknowns]
    free = []
    for k in (c for c in range(unknowns) if c not in pivots):
        v = [Fraction(c == k) for c in range(unknowns)]
        for i, column in enumerate(pivots):
            v[column] = -table[i][k]
        free.append((k, tuple(v)))
    return Solutions(tuple(one), tuple(free))
