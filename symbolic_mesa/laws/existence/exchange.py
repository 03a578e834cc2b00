"""Laws with finitely many simple atoms, or nowhere negative polynomials: by exchange, exactly.

On finitely many points the simplex method gives a law, or a polynomial that is not negative at
these points and whose expectation would be negative. Where the polynomial is negative lie atoms of
the law, if there is one: such places join the points, with the simplest fractions near them, until
the answer is a law or a polynomial that is nowhere negative (the exchange method of semi-infinite
programs).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor

from symbolic_mesa.laws.existence.linear import Vector
from symbolic_mesa.laws.existence.polynomials import Polynomial, positive, times, value
from symbolic_mesa.laws.existence.simplex import Basis, artificial, improved

ROUNDS = 24
BITS = 24  # of a place where a polynomial is negative
FIRST = tuple(Fraction(k, 4) for k in (0, 1, 2, 3, 4, 6, 8))  # points, in the unit of the problem


@dataclass(frozen=True)
class Question:
    """Which law gives polynomials their expectations.

    Attributes:
        functions: the polynomials.
        values: their expectations.
        majorant: factors of the polynomials with which they sum to a positive one of full degree.
        half: whether only z >= 0 is asked for.
        unit: the number that is 1 for people; atoms simple in that unit are tried first.
    """

    functions: tuple[Polynomial, ...]
    values: Vector
    majorant: Vector
    half: bool
    unit: Fraction

    def combined(self, factors: Sequence[Fraction]) -> Polynomial:
        """Return the sum of the polynomials with factors."""
        total = [Fraction(0)] * max(map(len, self.functions))
        for factor, p in zip(factors, self.functions, strict=True):
            for k, c in enumerate(p):
                total[k] += factor * c
        return tuple(total)

    def expectation(self, factors: Sequence[Fraction]) -> Fraction:
        """Return the expectation of the sum of the polynomials with factors."""
        return sum((a * b for a, b in zip(factors, self.values, strict=True)), Fraction(0))


@dataclass(frozen=True)
class Atoms:
    """A law, by its weights."""

    weights: dict[Fraction, Fraction]


@dataclass(frozen=True)
class Separating:
    """Factors of a sum of the polynomials with a negative expectation, >= 0 where it is asked."""

    factors: Vector


def exchanged(question: Question) -> Atoms | Separating | None:
    """Answer a question on the line, or where z >= 0; None where the rounds did not suffice."""
    points = set(FIRST) | (set() if question.half else {-z for z in FIRST})
    basis = artificial(question.values)
    for _ in range(ROUNDS):
        answer, basis = _on(question, basis, points)
        if isinstance(answer, Atoms):
            return answer
        for factors in _lifted(question, answer.factors):
            if positive(question.combined(factors), question.half):
                return Separating(factors)
        fresh = set(_negative(question, question.combined(answer.factors), points)) - points
        if not fresh:
            return None
        points |= fresh
    return None


def on_points(question: Question, points: Iterable[Fraction]) -> Atoms | Separating:
    """Answer a question about laws on finitely many points."""
    return _on(question, artificial(question.values), points)[0]


def _on(
    question: Question, basis: Basis, points: Iterable[Fraction]
) -> tuple[Atoms | Separating, Basis]:
    columns = {z: tuple(value(p, z) for p in question.functions) for z in sorted(points)}
    basis = improved(basis, columns)
    left, *prices = basis.prices or (Fraction(0),)
    return (Separating(tuple(-y for y in prices)) if left else Atoms(basis.weights)), basis


def _lifted(question: Question, factors: Vector) -> Iterator[Vector]:
    """Yield factors raised by what their expectation allows: rounded, and as they are."""
    allowed = -question.expectation(factors) / question.expectation(question.majorant)
    for part in (Fraction(1, 2), Fraction(1, 64)):
        raised = [y + part * allowed * u for y, u in zip(factors, question.majorant, strict=True)]
        size = max(map(abs, raised))
        for bits in (3, 8, 16):
            rounded = tuple(Fraction(round(y / size * 2**bits), 2**bits) for y in raised)
            if question.expectation(rounded) < 0:
                yield rounded
        yield tuple(raised)


def _negative(question: Question, p: Polynomial, points: Iterable[Fraction]) -> Iterator[Fraction]:
    """Yield places where p may be negative: its least value, and a simple fraction, of each run."""
    far = 2 * max(map(abs, points))
    places = sorted({*points, *_turns(p), far, *(() if question.half else (-far,))})
    places = [z for z in places if z >= 0 or not question.half]
    values = {z: value(p, z) for z in places}
    for z in places:
        if values[z] >= 0:
            continue
        i = places.index(z)
        low = next((x for x in reversed(places[:i]) if values[x] >= 0), None)
        high = next((x for x in places[i:] if values[x] >= 0), None)
        yield z
        if low is not None and high is not None:
            yield simplest(low * question.unit, high * question.unit) / question.unit


def _turns(p: Polynomial) -> set[Fraction]:
    """Return approximations of where a polynomial or its slope changes sign, and of midpoints."""
    import numpy as np

    size = max(map(abs, p))
    high = [float(c / size) for c in reversed(p)]
    roots = {float(x.real) for q in (high, np.polyder(high)) for x in np.roots(q)}
    near = sorted({Fraction(round(x * 2**BITS), 2**BITS) for x in roots if abs(x) < 2**BITS})
    return {*near, *((a + b) / 2 for a, b in pairwise(near))}


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the fraction between two with the smallest denominator, and then numerator.

    >>> str(simplest(Fraction(3, 10), Fraction(2, 5)))
    '1/3'
    """
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -simplest(-high, -low)
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:  # between n and n + 1: n + 1/k
        return whole + Fraction(1, 1 + floor(1 / (high - whole)))
    return whole + 1 / simplest(1 / (high - whole), 1 / (low - whole))


def product(factors: Iterable[Polynomial]) -> Polynomial:
    """Return the product of polynomials."""
    total: Polynomial = (Fraction(1),)
    for p in factors:
        total = times(total, p)
    return total
