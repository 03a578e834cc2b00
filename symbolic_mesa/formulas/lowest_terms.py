"""Fraction fields whose elements are cancelled by FLINT where polynomials are long.

SymPy's heuristic for greatest common divisors takes seconds for some thousand terms in six
generators, FLINT's algorithms milliseconds.
"""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Self

import sympy
from sympy.polys.domains.domain import Domain
from sympy.polys.fields import FracElement, FracField
from sympy.polys.orderings import MonomialOrder, lex
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.flint_polynomials import from_flint, in_flint

LONG = 5  # so many terms in both, and FLINT is faster, the way there and back included


def lowest_terms(numer: PolyElement, denom: PolyElement) -> tuple[PolyElement, PolyElement]:
    """Return two polynomials over the integers without their greatest common divisor.

    The leading coefficient of the second is positive.
    """
    if len(numer) + len(denom) < LONG or 1 in (len(numer), len(denom)):
        return numer.cancel(denom)  # type: ignore[no-any-return]  # SymPy ships no types
    above, below = in_flint(numer), in_flint(denom)
    common = above.gcd(below)
    if not common.is_one():
        numer = from_flint(above // common, numer)
        denom = from_flint(below // common, denom)
    return (-numer, -denom) if denom.LC < 0 else (numer, denom)


class Cancelled(FracElement):  # type: ignore[misc]  # SymPy ships no types
    """An element of such a field."""

    def new(self, numer: PolyElement, denom: PolyElement) -> FracElement:
        """Return numer / denom in lowest terms."""
        return self.raw_new(*lowest_terms(numer, denom))


class CancellingField(FracField):  # type: ignore[misc]  # as above
    """A fraction field over the integers whose elements are cancelled by a class of ours."""

    element: ClassVar[type[Cancelled]] = Cancelled

    def __new__(
        cls, symbols: Sequence[sympy.Expr], domain: Domain, order: MonomialOrder = lex
    ) -> Self:
        """Return the field with elements of its own."""
        field: Self = super().__new__(cls, symbols, domain, order)
        if isinstance(field.zero, cls.element):  # SymPy 1.13 keeps the fields that it has made
            return field
        if isinstance(field.dtype, type):  # SymPy 1.13
            field.dtype = type(cls.element.__name__, (cls.element,), {"field": field})
        else:
            field.dtype = partial(cls.element, field)
        field.zero, field.one = field.dtype(field.ring.zero), field.dtype(field.ring.one)
        field.gens = field._gens()
        return field

    def new(self, numer: PolyElement, denom: PolyElement | None = None) -> FracElement:
        """Return numer / denom in its one form."""
        return self.zero.new(numer, self.ring.one if denom is None else denom)
