"""How a formula is written: its field element as a readable SymPy expression.

A fraction field knows one expanded normal form. People read nested ones: powers of the scales
outside, harmonic numbers inside, common factors in front, and N/(N B + C) as 1/(B + C/N).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import sympy

from symbolic_mesa.algebra import Formula

LONG = 10**12  # coefficients beyond are read as decimals, so that the largest is made 1

_TYPICAL = {"a": 1e-3, "b": 1e-3, "alpha": 1e-3, "beta": 1e-3, "d": 5.0, "T": 100.0}
_TYPICAL |= {"p": 0.4, "nu": 9.0}  # a probability; degrees of freedom with six moments


@dataclass(frozen=True)
class Product:
    """coefficient × Π base^power; a base is a generator or a `Total`."""

    coefficient: Fraction
    factors: Mapping["sympy.Expr | Total", int]

    @property
    def expr(self) -> sympy.Expr:
        """The product as an expression, its numeric factor not multiplied out."""
        parts = [
            (base if isinstance(base, sympy.Expr) else base.expr) ** power
            for base, power in self.factors.items()
        ]
        product = sympy.Mul(*parts)
        if self.coefficient == 1:
            return product
        number = sympy.Rational(self.coefficient.numerator, self.coefficient.denominator)
        if product.is_Add:
            return sympy.Mul(number, product, evaluate=False)
        return number * product

    @property
    def typical(self) -> float:
        """Its value where scales are small and T is large: what decides how a sign is written."""
        value = float(self.coefficient)
        for base, power in self.factors.items():
            value *= (base.typical if isinstance(base, Total) else _typical(base)) ** power
        return value

    def times(self, other: "Product") -> "Product":
        """Return the product of both."""
        factors = dict(self.factors)
        for base, power in other.factors.items():
            factors[base] = factors.get(base, 0) + power
        kept = {base: power for base, power in factors.items() if power}
        return Product(self.coefficient * other.coefficient, kept)


@dataclass(frozen=True)
class Total:
    """A sum of products, in a fixed order, without a common factor."""

    terms: tuple[Product, ...]

    @property
    def expr(self) -> sympy.Expr:
        """The sum as an expression; a term that is a sum itself stays together."""
        terms = [term.expr for term in self.terms]
        return sympy.Add(*terms, evaluate=not any(term.is_Add for term in terms))

    @property
    def typical(self) -> float:
        """Its value where scales are small and T is large."""
        return sum(term.typical for term in self.terms)

    def __hash__(self) -> int:
        return hash(self.expr)


def arranged(formula: Formula) -> sympy.Expr:
    """Return the formula as an expression to be read.

    >>> from symbolic_mesa import derive, laws
    >>> arranged(derive(laws.generic())["fixed-point"].formula)
    kappa_1/(kappa_2 + kappa_3*harmonic(T - 2)/(T - 2))
    """
    symbols = formula.algebra.field.symbols
    scales = len(formula.algebra.scales)
    harmonics = sum(not symbol.is_Symbol for symbol in symbols)
    levels = (range(scales), range(scales, scales + harmonics))
    above = _factored(formula.element.numer, levels, symbols)
    below = _factored(formula.element.denom, levels, symbols)
    above, below = _shared(above, below)
    inverse = {base: -power for base, power in below.factors.items()}
    return above.times(Product(1 / below.coefficient, inverse)).expr


def _factored(
    polynomial: Any, levels: tuple[range, ...], symbols: tuple[sympy.Expr, ...]
) -> Product:
    """Return a polynomial as a product of irreducible factors, each a sum by levels."""
    coefficient, factors = polynomial.factor_list()
    product = Product(_fraction(coefficient), {})
    for factor, power in factors:
        base = _by_levels(factor, levels, symbols)
        for _ in range(power):
            product = product.times(base)
    return product


def _by_levels(factor: Any, levels: tuple[range, ...], symbols: tuple[sympy.Expr, ...]) -> Product:
    """Return a factor as a sum over the monomials of the first level that it depends on."""
    while levels and all(all(monomial[k] == 0 for k in levels[0]) for monomial in factor.monoms()):
        levels = levels[1:]
    here = levels[0] if levels else range(len(symbols))
    grouped: dict[tuple[int, ...], Any] = {}
    for monomial, coefficient in factor.terms():
        key = tuple(monomial[k] for k in here)
        rest = tuple(0 if k in here else power for k, power in enumerate(monomial))
        grouped[key] = grouped.get(key, 0) + factor.ring({rest: coefficient})
    terms = tuple(
        _powers(monomial, here, symbols).times(_factored(coefficient, levels[1:], symbols))
        for monomial, coefficient in sorted(grouped.items(), reverse=True)
    )
    return terms[0] if len(terms) == 1 else _sum(terms)


def _powers(monomial: tuple[int, ...], level: range, symbols: tuple[sympy.Expr, ...]) -> Product:
    powers = zip(level, monomial, strict=True)
    return Product(Fraction(1), {symbols[k]: power for k, power in powers if power})


def _sum(terms: tuple[Product, ...]) -> Product:
    """Return a sum as a product: its rational content in front, positive at typical values."""
    numbers = [term.coefficient for term in terms]
    content = Fraction(
        gcd(*(number.numerator for number in numbers)), lcm(*(n.denominator for n in numbers))
    )
    typical = sum(term.typical for term in terms)
    if typical < 0 or (typical == 0 and numbers[0] < 0):
        content = -content
    largest = max(abs(number / content) for number in numbers)
    if largest > LONG:
        content *= largest
    scaled = tuple(replace(term, coefficient=term.coefficient / content) for term in terms)
    return Product(content, {Total(scaled): 1})


def _shared(above: Product, below: Product) -> tuple[Product, Product]:
    """Divide both by a factor in T of `above` that divides some terms of a sum in `below`."""
    sums = [base for base, power in below.factors.items() if isinstance(base, Total) and power == 1]
    for factor in above.factors:
        if not isinstance(factor, Total) or factor.expr.free_symbols != {sympy.Symbol("T")}:
            continue
        for total in sums:
            if any(factor in term.factors for term in total.terms):
                inverse = Product(Fraction(1), {factor: -1})
                divided = Total(tuple(term.times(inverse) for term in total.terms))
                kept = {base: p for base, p in below.factors.items() if base is not total}
                return above.times(inverse), replace(below, factors={**kept, divided: 1})
    return above, below


def _typical(generator: sympy.Expr) -> float:
    return _TYPICAL.get(str(generator), 1.5 if generator.is_Symbol else 5.0)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))
