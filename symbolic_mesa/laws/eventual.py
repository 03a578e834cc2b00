"""Expressions in d as (A + B √R)/C with polynomials A, B, C, R: from which d on they keep a sign.

All real roots of a polynomial lie within its Cauchy bound; A + B √R keeps its sign beyond those of
A, B, R and A² − B² R.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from math import floor
from typing import Any

from symbolic_mesa.text.expressions import Expression
from symbolic_mesa.text.surds import Exact

Polynomial = tuple[Any, ...]  # coefficients, the constant first, the last one not 0; empty for 0
ONE: Polynomial = (Fraction(1),)


class SeveralRoots(Exception):
    """An expression has roots of several polynomials in d, which is beyond this form."""


@dataclass(frozen=True)
class Quotient:
    """(plain + factor √radicand) / below."""

    plain: Polynomial
    factor: Polynomial = ()
    radicand: Polynomial = ONE
    below: Polynomial = ONE

    def _radicand(self, other: "Quotient") -> Polynomial:
        """Return the radicand of both."""
        needed = {x.radicand for x in (self, other) if x.factor}
        if len(needed) > 1:
            raise SeveralRoots
        return next(iter(needed), ONE)

    def __add__(self, other: "Quotient") -> "Quotient":
        shared = self._radicand(other)
        plain, factor = (
            _sum(_product(x, other.below), _product(y, self.below))
            for x, y in ((self.plain, other.plain), (self.factor, other.factor))
        )
        return Quotient(plain, factor, shared, _product(self.below, other.below))

    def __neg__(self) -> "Quotient":
        return Quotient(_minus(self.plain), _minus(self.factor), self.radicand, self.below)

    def __sub__(self, other: "Quotient") -> "Quotient":
        return self + -other

    def __mul__(self, other: "Quotient") -> "Quotient":
        shared = self._radicand(other)
        both = _product(_product(self.factor, other.factor), shared)
        plain = _sum(_product(self.plain, other.plain), both)
        factor = _sum(_product(self.plain, other.factor), _product(self.factor, other.plain))
        return Quotient(plain, factor, shared, _product(self.below, other.below))

    def __truediv__(self, other: "Quotient") -> "Quotient":
        if not other._norm:
            raise ZeroDivisionError
        plain, factor = _product(other.plain, other.below), _product(other.factor, other.below)
        return self * Quotient(plain, _minus(factor), other.radicand, other._norm)

    def __pow__(self, power: int) -> "Quotient":
        found = Quotient(ONE)
        for _ in range(abs(power)):
            found = found * self
        return found if power >= 0 else Quotient(ONE) / found

    @property
    def _norm(self) -> Polynomial:
        """Return A² − B² R."""
        square = _product(_product(self.factor, self.factor), self.radicand)
        return _sum(_product(self.plain, self.plain), _minus(square))

    @property
    def settled(self) -> int:
        """A whole number from which on the sign does not change, if d is no smaller."""
        parts = (self.factor, self.radicand, self._norm) if self.factor else ()
        return max(map(_bound, (self.plain, self.below, *parts)))


class InDimension:
    """The arithmetic of expressions in d alone."""

    def number(self, value: Exact) -> Quotient:
        """Return a constant."""
        return Quotient((value,) if value else ())

    def symbol(self, name: str) -> Quotient:
        """Return d; there is no other symbol."""
        return Quotient((Fraction(0), Fraction(1)))

    def root(self, radicand: Quotient) -> Quotient:
        """Return √(A C)/C for A/C; the sign of C is that of A."""
        inner = _product(radicand.plain, radicand.below)
        return Quotient((), ONE, inner, radicand.below) if inner else Quotient(())


def settled(value: Expression, bounds: Iterable[Fraction]) -> int | None:
    """Return a d from which on an expression in d stays on one side of each of these numbers.

    None when it has roots of several polynomials.

    >>> from symbolic_mesa.text.expressions import expression
    >>> settled(expression("2/d", "p"), [Fraction(0), Fraction(1)])
    4
    """
    ring = InDimension()
    try:
        found = value.of(ring)
        return max(int((found - ring.number(bound)).settled) for bound in bounds)
    except SeveralRoots:
        return None


def _sum(left: Polynomial, right: Polynomial) -> Polynomial:
    total = [x + y for x, y in zip_longest(left, right, fillvalue=Fraction(0))]
    while total and not total[-1]:
        total.pop()
    return tuple(total)


def _minus(polynomial: Polynomial) -> Polynomial:
    return tuple(-coefficient for coefficient in polynomial)


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    total: list[Any] = [Fraction(0)] * (len(left) + len(right) - 1) if left and right else []
    for k, x in enumerate(left):
        for m, y in enumerate(right):
            total[k + m] += x * y
    return tuple(total)


def _bound(polynomial: Polynomial) -> int:
    """Return a whole number beyond all real roots (Cauchy's bound)."""
    if len(polynomial) < 2:
        return 1
    last = polynomial[-1]
    largest: Exact = max(abs(coefficient / last) for coefficient in polynomial[:-1])
    return floor(largest) + 2
