"""How a formula is written: its field element as nested products and sums.

A fraction field knows one expanded normal form. People read nested ones: powers of the scales
outside, harmonic numbers inside, factors in front, and N/(N B + C) as 1/(B + C/N).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import gcd, inf, isqrt, lcm
from typing import TypeAlias

import sympy
from sympy.polys.domains.domainelement import DomainElement
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.factors import irreducible_factors
from symbolic_mesa.formulas.flint_polynomials import common_factor
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.harmonics import is_harmonic
from symbolic_mesa.formulas.root_fields import evaluated, is_root
from symbolic_mesa.laws.constants import ConstantOf

LONG = 10**12  # coefficients beyond are read as decimals, so that the largest is made 1

_SIZES = {"d": Fraction(5), "T": Fraction(100)}
_OF_LAWS = {"p": Fraction(2, 5), "nu": Fraction(9)}  # a probability; degrees of freedom
_OTHER, _SUM = Fraction(20), Fraction(5)  # of another symbol; of a sum over time

Base: TypeAlias = "sympy.Expr | Terms"  # a generator of the field, or a sum
Levels: TypeAlias = tuple[range, ...]  # positions of generators, outermost first
Generators: TypeAlias = tuple[sympy.Expr, ...]
Typical: TypeAlias = tuple[tuple[str, Fraction], ...]  # values of symbols, by name


@dataclass(frozen=True)
class Factors:
    """coefficient × Π base^power."""

    coefficient: Fraction
    powers: Mapping[Base, int]

    @property
    def expr(self) -> sympy.Expr:
        """The product as a SymPy expression, its numeric factor not multiplied out."""
        parts = [
            (base.expr if isinstance(base, Terms) else base) ** power
            for base, power in self.powers.items()
        ]
        product = sympy.Mul(*parts)
        if self.coefficient == 1:
            return product
        number = sympy.Rational(self.coefficient.numerator, self.coefficient.denominator)
        return sympy.Mul(number, product, evaluate=not product.is_Add)

    def typical(self, known: Mapping[str, Fraction]) -> Fraction:
        """Return the value at typical symbols, which decides how a sign is written."""
        value = self.coefficient
        for base, power in self.powers.items():
            one = base.typical(known) if isinstance(base, Terms) else _typical(base, known)
            value *= one**power
        return value

    def times(self, other: "Factors") -> "Factors":
        """Return the product of both."""
        powers = dict(self.powers)
        for base, power in other.powers.items():
            powers[base] = powers.get(base, 0) + power
        kept = {base: power for base, power in powers.items() if power}
        return Factors(self.coefficient * other.coefficient, kept)


@dataclass(frozen=True)
class Terms:
    """A sum of products in the order in which it is written, irreducible, with content 1."""

    terms: tuple[Factors, ...]

    @property
    def expr(self) -> sympy.Expr:
        """The sum as a SymPy expression; a term that is a sum itself stays together."""
        terms = [term.expr for term in self.terms]
        return sympy.Add(*terms, evaluate=not any(term.is_Add for term in terms))

    def typical(self, known: Mapping[str, Fraction]) -> Fraction:
        """Return the value at typical symbols."""
        return sum((term.typical(known) for term in self.terms), Fraction(0))

    @property
    def bases(self) -> set[Base]:
        """The generators and sums that its terms are products of."""
        return {base for term in self.terms for base in term.powers}

    def __hash__(self) -> int:
        return hash(tuple((t.coefficient, frozenset(t.powers.items())) for t in self.terms))


def arranged(formula: Formula) -> Factors:
    """Return the formula as it is written.

    >>> from symbolic_mesa import derive, laws
    >>> arranged(derive(laws.generic(), check=False)["fixed-point"].formula).expr
    kappa_1/(kappa_2 + kappa_3*harmonic(T - 2)/(T - 2))
    """
    generators = formula.algebra.field.symbols
    scales = len(formula.algebra.scales)
    harmonics = sum(map(is_harmonic, generators))
    levels = (range(scales), range(scales, scales + harmonics))
    typical = (*formula.algebra.problem.typical, *_of_constants(formula.algebra.constants))
    above = _factored(formula.element.numer, levels, generators, typical)
    below = _factored(formula.element.denom, levels, generators, typical)
    above, below = _shared(above, below)
    inverse = {base: -power for base, power in below.powers.items()}
    return above.times(Factors(1 / below.coefficient, inverse))


def _of_constants(constants: Iterable[ConstantOf]) -> Typical:
    """Return the values of constants that depend on no symbol, to a few digits."""
    known = (one for one in constants if not one.symbols)
    values = ((one.name, float(one.value({}))) for one in known)
    return tuple((name, Fraction(f"{x:.6g}")) for name, x in values if 0 < abs(x) < inf)


def _factored(
    polynomial: PolyElement, levels: Levels, generators: Generators, typical: Typical
) -> Factors:
    """Return a polynomial as a product of irreducible factors, each a sum by levels."""
    if not polynomial:
        return Factors(Fraction(0), {})
    shared = tuple(min(powers) for powers in zip(*polynomial.monoms(), strict=True))
    rest = polynomial.exquo(polynomial.ring({shared: polynomial.ring.domain.one}))
    return _powers(shared, range(len(generators)), generators).times(
        _factored_sum(rest, levels, generators, typical)
    )


@lru_cache(maxsize=256)  # pure; the results of a theorem share their factors
def _factored_sum(
    polynomial: PolyElement, levels: Levels, generators: Generators, typical: Typical
) -> Factors:
    """Return the same for a polynomial that no generator divides."""
    if polynomial.is_ground:
        return Factors(_fraction(polynomial.LC), {})
    if max(abs(value) for value in polynomial.coeffs()) > LONG:  # factoring could take for ever
        coefficient, factors = 1, [(polynomial, 1)]
    else:
        coefficient, factors = _irreducible(polynomial)
    product = Factors(_fraction(coefficient), {})
    for factor, power in factors:
        base = _by_levels(factor, levels, generators, typical)
        for _ in range(power):
            product = product.times(base)
    return product


def _irreducible(polynomial: PolyElement) -> tuple[DomainElement, list[tuple[PolyElement, int]]]:
    """Return a number and irreducible factors with their powers.

    A polynomial A x + B without x in A and B is gcd(A, B) times an irreducible one: most are of
    that kind, in a moment or in H, and general factoring is slower in many variables.
    """
    splits = [_split_linear(polynomial, k) for k in _linear_in(polynomial)]
    if not splits:
        return irreducible_factors(polynomial)
    shared = min(splits, key=lambda split: len(split[0].terms()))
    common = common_factor(*shared)
    coefficient, rest = (polynomial.exquo(common)).primitive()
    if common.is_ground:
        return coefficient * common.LC, [(rest, 1)]
    number, factors = _irreducible(common)
    return coefficient * number, [*factors, (rest, 1)]


def _linear_in(polynomial: PolyElement) -> list[int]:
    """Return the positions of the generators in which the polynomial has degree 1."""
    degrees = (max(powers) for powers in zip(*polynomial.monoms(), strict=True))
    return [k for k, degree in enumerate(degrees) if degree == 1]


def _split_linear(polynomial: PolyElement, k: int) -> tuple[PolyElement, PolyElement]:
    """Return A and B of A x + B, x being the generator at position k."""
    slope, rest = {}, {}
    for monomial, coefficient in polynomial.terms():
        if monomial[k]:
            slope[(*monomial[:k], 0, *monomial[k + 1 :])] = coefficient
        else:
            rest[monomial] = coefficient
    return polynomial.ring(slope), polynomial.ring(rest)


def _by_levels(
    factor: PolyElement, levels: Levels, generators: Generators, typical: Typical
) -> Factors:
    """Return a factor as a sum over the monomials of the first level that it depends on."""
    while levels and all(all(monomial[k] == 0 for k in levels[0]) for monomial in factor.monoms()):
        levels = levels[1:]
    here = levels[0] if levels else range(len(generators))
    grouped: dict[tuple[int, ...], PolyElement] = {}
    for monomial, coefficient in factor.terms():
        key = tuple(monomial[k] for k in here)
        rest = tuple(0 if k in here else power for k, power in enumerate(monomial))
        grouped[key] = grouped.get(key, 0) + factor.ring({rest: coefficient})
    of_harmonics = bool(levels) and is_harmonic(generators[here[0]])
    terms = tuple(
        _powers(monomial, here, generators).times(
            _factored(coefficient, levels[1:], generators, typical)
        )
        for monomial, coefficient in sorted(grouped.items(), reverse=not of_harmonics)
    )
    return terms[0] if len(terms) == 1 else _sum(terms, typical)


def _powers(monomial: Iterable[int], level: range, generators: Generators) -> Factors:
    powers = zip(level, monomial, strict=True)
    return Factors(Fraction(1), {generators[k]: power for k, power in powers if power})


def _sum(terms: tuple[Factors, ...], known: Typical) -> Factors:
    """Return a sum as a product: its rational content in front, positive at typical values."""
    numbers = [term.coefficient for term in terms]
    content = Fraction(
        gcd(*(number.numerator for number in numbers)), lcm(*(n.denominator for n in numbers))
    )
    values = dict(known)
    typical = sum(term.typical(values) for term in terms)
    if typical < 0 or (typical == 0 and numbers[0] < 0):
        content = -content
    largest = max(abs(number / content) for number in numbers)
    if largest > LONG:
        content *= largest
    scaled = [replace(term, coefficient=term.coefficient / content) for term in terms]
    if scaled[0].coefficient < 0:  # "1 - s", not "-s + 1"
        scaled.sort(key=lambda term: term.coefficient < 0)
    return Factors(content, {Terms(tuple(scaled)): 1})


def _shared(above: Factors, below: Factors) -> tuple[Factors, Factors]:
    """Divide both by a factor in T of `above` that divides some terms of a sum in `below`."""
    sums = [base for base, power in below.powers.items() if isinstance(base, Terms) and power == 1]
    for factor in above.powers:
        if not isinstance(factor, Terms) or factor.bases != {sympy.Symbol("T")}:
            continue
        for total in sums:
            if any(factor in term.powers for term in total.terms):
                inverse = Factors(Fraction(1), {factor: -1})
                divided = Terms(tuple(term.times(inverse) for term in total.terms))
                kept = {base: p for base, p in below.powers.items() if base is not total}
                return above.times(inverse), replace(below, powers={**kept, divided: 1})
    return above, below


def _typical(generator: sympy.Expr, known: Mapping[str, Fraction]) -> Fraction:
    if is_harmonic(generator):
        return _SUM
    if is_root(generator):
        radicand = evaluated(generator.base, lambda symbol: _typical(symbol, known))
        return Fraction(isqrt(max(0, int(radicand * 10**6))), 1000)
    name = str(generator)
    scale, _, index = name.partition("_")
    if index.isdigit() and scale in known:  # of one coordinate
        return known[scale]
    return {**_OF_LAWS, **_SIZES, **known}.get(name, _OTHER)


def _fraction(value: DomainElement) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))
