"""Fraction fields with square roots: r with r² known is a generator, and reduced at once.

Each element has one form: roots to the first power, none in a denominator. So equal elements are
identical, as in any fraction field.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from math import prod
from typing import Any

import sympy
from sympy.polys.domains.domainelement import DomainElement
from sympy.polys.fields import FracElement, FracField
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.lowest_terms import Cancelled, CancellingField

HALF = sympy.Rational(1, 2)


def is_root(generator: sympy.Expr) -> bool:
    """Whether a generator is a square root."""
    return bool(generator.is_Pow) and generator.exp == HALF


def evaluated(polynomial: sympy.Expr, of: Callable[[sympy.Symbol], Any]) -> Any:
    """Return a polynomial with each of its symbols replaced, wherever `of` answers."""
    if polynomial.is_Integer:
        return int(polynomial)
    if polynomial.is_Symbol:
        return of(polynomial)
    parts = [evaluated(part, of) for part in polynomial.args]
    if polynomial.is_Pow:
        return parts[0] ** parts[1]
    return sum(parts) if polynomial.is_Add else prod(parts)


def field_with(symbols: Sequence[sympy.Expr], radicands: Iterable[sympy.Expr]) -> FracField:
    """Return the fraction field over the integers with these generators, and roots of polynomials.

    Args:
        symbols: generators without relations.
        radicands: polynomials in them of which no product of several is a square.
    """
    roots = [sympy.Pow(radicand, HALF, evaluate=False) for radicand in radicands]
    return (RootField if roots else CancellingField)([*symbols, *roots], sympy.ZZ, lex)


class Reduced(Cancelled):
    """An element of a field with roots."""

    def new(self, numer: PolyElement, denom: PolyElement) -> FracElement:
        """Return numer / denom with roots to the first power, and none below."""
        for place, square in self.field.relations:
            numer, denom = lowered(numer, place, square), lowered(denom, place, square)
            plain, factor = _parts(denom, place)
            if factor:
                root = self.field.ring.gens[place]
                numer = lowered(numer * (plain - factor * root), place, square)
                denom = plain**2 - factor**2 * square
        return super().new(numer, denom)

    def __pow__(self, power: int) -> FracElement:
        """Return a power, reduced."""
        if power < 0 and not self.numer:
            raise ZeroDivisionError
        if power >= 0 and not any(self.numer.degree(k) > 0 for k, _ in self.field.relations):
            return self.raw_new(self.numer**power, self.denom**power)  # coprime as they are
        above, below = (self.numer, self.denom) if power >= 0 else (self.denom, self.numer)
        return self.new(above ** abs(power), below ** abs(power))


class RootField(CancellingField):
    """A fraction field some of whose generators are square roots of polynomials in the others."""

    element = Reduced

    @cached_property
    def relations(self) -> tuple[tuple[int, PolyElement], ...]:
        """The place of each root among the generators, and the polynomial that is its square."""
        return tuple(
            (place, self.ring.from_expr(generator.base))
            for place, generator in enumerate(self.symbols)
            if is_root(generator)
        )


def lowered(polynomial: PolyElement, place: int, square: PolyElement) -> PolyElement:
    """Return a polynomial with powers of a generator replaced, whose square is known."""
    if polynomial.degree(place) < 2:
        return polynomial
    ring = polynomial.ring
    by_power: dict[int, dict[tuple[int, ...], DomainElement]] = {}
    for monomial, coefficient in polynomial.terms():
        half, rest = divmod(monomial[place], 2)
        lower = (*monomial[:place], rest, *monomial[place + 1 :])
        by_power.setdefault(half, {})[lower] = coefficient
    return sum((ring(terms) * square**half for half, terms in by_power.items()), ring.zero)


def _parts(polynomial: PolyElement, place: int) -> tuple[PolyElement, PolyElement]:
    """Return A and B of A + B r, r a generator."""
    ring = polynomial.ring
    plain: dict[tuple[int, ...], DomainElement] = {}
    factor: dict[tuple[int, ...], DomainElement] = {}
    for monomial, coefficient in polynomial.terms():
        lower = (*monomial[:place], 0, *monomial[place + 1 :])
        (factor if monomial[place] else plain)[lower] = coefficient
    return ring(plain), ring(factor)
