"""Square roots of rational functions, in a field that has those that it needs.

Radicands are compared by greatest common divisors and never factored; an algebraic number field of
SymPy's would take a hundred times as long.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, prod

import sympy
from sympy.polys.fields import FracElement, FracField
from sympy.polys.rings import PolyElement

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Expression, Quantity
from symbolic_mesa.text.surds import Exact, Surd, coprime_base, without_small_squares

Point = Mapping[str, Fraction]
NOWHERE: Point = {}


@dataclass(frozen=True)
class _In:
    """The arithmetic of a field without roots."""

    field: FracField

    def number(self, value: Exact) -> FracElement:
        if isinstance(value, Surd):
            raise InvalidInput(f"sqrt: {value} is a root of a root; write another radicand")
        return self.field(value.numerator) / value.denominator

    def symbol(self, name: str) -> FracElement:
        return dict(zip(map(str, self.field.symbols), self.field.gens, strict=True))[name]

    def root(self, radicand: FracElement) -> FracElement:
        raise InvalidInput(f"sqrt({radicand.as_expr()}): a root of a root; write another radicand")


def of_quantity(value: Quantity, field: FracField) -> FracElement:
    """Return a number, a symbol or an expression as an element of a field without roots.

    Raises:
        InvalidInput: when it has a root.
    """
    ring = _In(field)
    if isinstance(value, Expression):
        return value.of(ring)
    return ring.symbol(value) if isinstance(value, str) else ring.number(value)


def base_of(radicands: Iterable[FracElement]) -> tuple[sympy.Expr, ...]:
    """Return polynomials, coprime in pairs, of whose roots the root of each is a multiple.

    Raises:
        InvalidInput: when the sign of one of them is not known, and so neither which root is meant.
    """
    numbers: list[int] = []
    polynomials: list[PolyElement] = []
    for radicand in filter(None, radicands):
        content, primitive = (radicand.numer * radicand.denom).primitive()
        numbers.append(without_small_squares(int(content)))
        sign, factors = primitive.sqf_list()
        odd = (factor for factor, power in factors if power % 2)
        polynomials.append(prod(odd, start=primitive.ring(sign)))
    base = _coprime(polynomials)
    for polynomial in _of_unknown_sign(base, polynomials):
        raise InvalidInput(
            f"sqrt: two radicands share {polynomial.as_expr()}, whose sign is not known; write the "
            "product of their roots as one root"
        )
    wholes = [n for n in coprime_base(numbers) if isqrt(n) ** 2 != n]
    return (*map(sympy.Integer, wholes), *(p.as_expr() for p in base))


def _of_unknown_sign(base: list[PolyElement], radicands: list[PolyElement]) -> list[PolyElement]:
    """Return those whose sign does not follow from radicands that are not negative."""
    unknown = [factor for factor in base if not _is_positive(factor)]
    while True:
        alone = (
            [factor for factor in unknown if not radicand.rem(factor)] for radicand in radicands
        )
        known = [factors[0] for factors in alone if len(factors) == 1]
        if not known:
            return unknown
        unknown = [factor for factor in unknown if factor not in known]


def square_root(radicand: FracElement, point: Point = NOWHERE) -> FracElement:
    """Return the square root that is not negative, in a field that has it.

    Args:
        radicand: what it is the root of.
        point: numbers for symbols at which its factors have the signs that they have anywhere.

    Raises:
        InvalidInput: when it is that of a negative number, or the absolute value of something whose
            sign is not known.
    """
    field = radicand.field
    if not radicand:
        return radicand
    below, above = (_sign(p, point) for p in (radicand.denom, radicand.numer))
    if not point and 1 not in (below, above):
        raise InvalidInput(
            f"sqrt({radicand.as_expr()}): the sign of its denominator is not known; write a "
            "quotient of two roots"
        )
    rest = radicand.numer * radicand.denom
    found = field.one * (below or 1) / field(radicand.denom)
    for place, square in getattr(field, "relations", ()):
        while rest.rem(square) == 0:
            rest = rest.exquo(square)
            found = found * field.gens[place]
    content, primitive = rest.primitive()
    sign, factors = primitive.sqf_list()
    if sign < 0 or isqrt(int(content)) ** 2 != content or any(power % 2 for _, power in factors):
        raise InvalidInput(f"sqrt({radicand.as_expr()}): no real number; give one that is >= 0")
    for factor, power in factors:
        known = _sign(factor, point)
        if not known:
            raise InvalidInput(
                f"sqrt({radicand.as_expr()}): the sign of {factor.as_expr()} is not known; write "
                "the root itself"
            )
        found = found * field(known * factor) ** (power // 2)
    return found * isqrt(int(content))


def _sign(polynomial: PolyElement, point: Point) -> int:
    """Return 1 or −1, and 0 where it is not known."""
    if not point:
        return int(_is_positive(polynomial))
    used = [k for k in range(polynomial.ring.ngens) if polynomial.degree(k) > 0]
    names = [str(symbol) for symbol in polynomial.ring.symbols]
    if any(names[k] not in point for k in used):
        return 0
    value = Fraction(0)
    for monomial, coefficient in polynomial.terms():
        value += int(coefficient) * prod(point[names[k]] ** monomial[k] for k in used)
    return (value > 0) - (value < 0)


def _is_positive(polynomial: PolyElement) -> bool:
    """Whether a polynomial is known to be positive: one in d with positive coefficients."""
    symbols = polynomial.ring.symbols
    used = {str(symbols[k]) for m in polynomial.monoms() for k, power in enumerate(m) if power}
    return used <= {"d"} and all(coefficient > 0 for coefficient in polynomial.coeffs())


def _coprime(waiting: Iterable[PolyElement]) -> list[PolyElement]:
    """Return square-free polynomials, coprime in pairs, of which each is a product."""
    base: list[PolyElement] = []
    waiting = list(waiting)
    while waiting:
        polynomial = waiting.pop()
        if polynomial.is_ground or polynomial in base:
            continue
        shared = next((p for p in base if not polynomial.gcd(p).is_ground), None)
        if shared is None:
            base.append(polynomial)
            continue
        base.remove(shared)
        common = polynomial.gcd(shared)
        if any(_is_positive(-p.exquo(common)) for p in (polynomial, shared)):
            common = -common
        waiting += [common, polynomial.exquo(common), shared.exquo(common)]
    return sorted(base, key=str)
