"""Polynomials in symbols with rational coefficients: what conditions on moments are written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbolic_mesa.text.expressions import Expression, Quantity
from symbolic_mesa.text.surds import Exact, Surd

Monomial = tuple[str, ...]  # symbols, sorted, one for each power


class NotPolynomial(Exception):
    """An expression has roots, or symbols in a denominator."""


@dataclass(frozen=True)
class Polynomial:
    """A sum of monomials with coefficients that are not 0."""

    terms: Mapping[Monomial, Fraction]

    def __add__(self, other: "Polynomial") -> "Polynomial":
        total = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            total[monomial] = total.get(monomial, Fraction(0)) + coefficient
        return Polynomial({monomial: value for monomial, value in total.items() if value})

    def __neg__(self) -> "Polynomial":
        return Polynomial({monomial: -value for monomial, value in self.terms.items()})

    def __sub__(self, other: "Polynomial") -> "Polynomial":
        return self + -other

    def __mul__(self, other: "Polynomial") -> "Polynomial":
        total = ZERO
        for left, factor in self.terms.items():
            product = {
                tuple(sorted(left + right)): factor * value for right, value in other.terms.items()
            }
            total = total + Polynomial(product)
        return total

    def __truediv__(self, other: "Polynomial") -> "Polynomial":
        if not other.terms:
            raise ZeroDivisionError
        if set(other.terms) != {()}:
            raise NotPolynomial
        return self * Polynomial({(): 1 / other.terms[()]})

    def __pow__(self, power: int) -> "Polynomial":
        total = ONE
        for _ in range(abs(power)):
            total = total * self
        return total if power >= 0 else ONE / total


ZERO, ONE = Polynomial({}), Polynomial({(): Fraction(1)})


class _Symbols:
    """The arithmetic of polynomials."""

    def number(self, value: Exact) -> Polynomial:
        if isinstance(value, Surd):
            raise NotPolynomial
        return Polynomial({(): value} if value else {})

    def symbol(self, name: str) -> Polynomial:
        return Polynomial({(name,): Fraction(1)})

    def root(self, radicand: Any) -> Polynomial:
        raise NotPolynomial


def polynomials(values: Mapping[int, Quantity]) -> dict[int, Polynomial]:
    """Return those values that are polynomials."""
    ring, found = _Symbols(), {}
    for key, value in values.items():
        try:
            if isinstance(value, Expression):
                found[key] = value.of(ring)
            else:
                found[key] = ring.symbol(value) if isinstance(value, str) else ring.number(value)
        except NotPolynomial:
            continue
    return found
