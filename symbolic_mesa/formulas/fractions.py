"""The fraction field in which results live: Q(scales, harmonic numbers, d, T, symbols of the law).

All algebra happens in it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from math import prod
from typing import Any

import sympy
from sympy.polys.domains.domainelement import DomainElement
from sympy.polys.fields import FracElement, FracField
from sympy.polys.rings import PolyElement

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.harmonics import harmonic_symbol
from symbolic_mesa.formulas.root_fields import field_with
from symbolic_mesa.formulas.roots import base_of, of_quantity, square_root
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.laws.protocol import moment_symbol, seen
from symbolic_mesa.models.problem import SIZES, Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, NoSymbol, NotClosed
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.quoting import shortened
from symbolic_mesa.text.surds import Exact, Surd


@dataclass(frozen=True)
class Algebra:
    """The field of one setting. It is a `Ring`: laws give their moments in it.

    Attributes:
        field: the fraction field; over the integers, which is the same and faster.
        dim: d, a generator or an integer.
        length: T, a generator or an integer.
        scales: the generators that are weights.
        harmonics: for each order m, H_{T-2,m} as a generator or a number.
        problem: what its symbols mean.
        moments: moments of the law that the problem has another symbol for, by the law's.
        radicands: what square roots among its generators were asked for.
        constants: generators that stand for a number which is not algebraic.
    """

    field: FracField
    dim: FracElement | int
    length: FracElement | int
    scales: tuple[FracElement, ...]
    harmonics: Mapping[int, FracElement]
    problem: Problem
    moments: Mapping[str, FracElement]
    radicands: tuple[Quantity, ...] = ()
    constants: tuple[ConstantOf, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what it is made of, to be made again: SymPy's fields cannot be pickled."""
        count, orders = len(self.scales), tuple(self.harmonics)
        symbols = [symbol.name for symbol in self.field.symbols if symbol.is_Symbol]
        scales, names = symbols[:count], symbols[count + len(SIZES) :]
        sizes = tuple(s if isinstance(s, int) else None for s in (self.dim, self.length))
        law = [*self.moments], self.radicands, self.constants
        return generated, (self.problem, sizes, scales, orders, names, *law)

    def number(self, value: Exact) -> FracElement:
        """Return a number as an element."""
        if not isinstance(value, Surd):
            ring = self.field.ring  # the two are coprime, as those of any element
            return self.field.raw_new(ring(value.numerator), ring(value.denominator))
        terms = (self.root(n) * self.number(factor) for n, factor in value.terms.items())
        return sum(terms, self.field.zero)

    def root(self, radicand: FracElement) -> FracElement:
        """Return a square root that is asked for in `radicands`.

        Raises:
            InvalidInput: when it is not real, or which of two it is is not known.
        """
        return square_root(self.field(radicand))

    def root_near(self, radicand: FracElement, point: Mapping[str, Fraction]) -> FracElement:
        """Return a square root that is asked for in `radicands`; signs are those at a point."""
        return square_root(self.field(radicand), point)

    def symbol(self, name: str) -> FracElement:
        """Return the generator called `name`, or a law's moment by the problem's symbol for it.

        Raises:
            NoSymbol: when there is neither, naming those that there are.
        """
        found = self.moments.get(name)
        found = self.generators.get(sympy.Symbol(name)) if found is None else found
        if found is None:
            every = [str(one) for one in self.generators if one.is_Symbol]
            of_law = [one for one in every if one not in (*SIZES, *map(str, self.scales))]
            known = ", ".join([*of_law, *self.moments] or every)
            raise NoSymbol(f"no symbol {shortened(name)}; the algebra has {known}")
        return found

    @cached_property
    def generators(self) -> Mapping[sympy.Expr, FracElement]:
        """The generators by the expression that each stands for."""
        return dict(zip(self.field.symbols, self.field.gens, strict=True))

    def evaluate(
        self, moments: MomentSum, setting: Setting, pins: Mapping[str, int] | None = None
    ) -> FracElement:
        """Return a sum over moments in this field, for the setting's law.

        Raises:
            MissingMoment: when the law does not give a moment that the sum needs.
        """
        known: dict[Pattern, FracElement] = {}
        terms: list[tuple[FracElement, ...]] = []
        for (scales, pattern), over_time in seen(setting.law, moments).entries:
            steps = over_time.at(self.length, self.harmonics.__getitem__, self.number)
            if not steps:
                continue
            if pattern not in known:
                found = setting.law.coordinate_sum(pattern, self.dim, self, pins or {})
                known[pattern] = self.field(found)
            terms.append((known[pattern], self.field(steps), *map(self.symbol, scales)))
        return self.added_up(terms)

    def added_up(self, products: Iterable[Iterable[FracElement]]) -> FracElement:
        """Return a sum of products; what has one denominator is cancelled once, at the end.

        Denominators of one term each are brought to one first.
        """
        over: dict[PolyElement, PolyElement] = {}
        for factors in products:
            factors = tuple(factors)
            numer, denom = prod(f.numer for f in factors), prod(f.denom for f in factors)
            over[denom] = over[denom] + numer if denom in over else numer
        short = {d: over.pop(d) for d in tuple(over) if len(d) == 1}
        if short:
            common = reduce(lambda x, y: x.lcm(y), short)
            total = sum((n * common.exquo(d) for d, n in short.items()), self.field.ring.zero)
            over[common] = total
        return sum((self.field.new(n, d) for d, n in over.items()), self.field.zero)

    def coefficient(self, moments: MomentSum, pattern: Pattern) -> FracElement:
        """Return what a pattern's moment is multiplied by in a sum over moments."""
        total = self.field.zero
        for (scales, other), over_time in moments.entries:
            if other == pattern:
                steps = over_time.at(self.length, self.harmonics.__getitem__, self.number)
                total = total + prod((self.symbol(scale) for scale in scales), start=steps)
        return total

    def coefficients(self, element: FracElement) -> Mapping[tuple[int, ...], FracElement]:
        """Return the coefficients of an element as a polynomial in the scales.

        Raises:
            NotClosed: when a scale is in the denominator.
        """
        count = len(self.scales)
        if any(any(monomial[:count]) for monomial in element.denom.monoms()):
            raise NotClosed("a scale is in a denominator, so that there is no polynomial in it")
        found: dict[tuple[int, ...], dict[tuple[int, ...], DomainElement]] = {}
        for monomial, coefficient in element.numer.terms():
            rest = (0,) * count + monomial[count:]
            found.setdefault(monomial[:count], {})[rest] = coefficient
        ring = element.numer.ring
        return {key: element.new(ring(terms), element.denom) for key, terms in found.items()}

    def at_scales(self, element: FracElement, values: tuple[FracElement, ...]) -> FracElement:
        """Return an element with its scales replaced."""
        total = self.field.zero
        for powers, coefficient in self.coefficients(element).items():
            factors = (v**power for v, power in zip(values, powers, strict=True) if power)
            total = total + prod(factors, start=coefficient)
        return total

    def derivative(self, element: FracElement, scale: str) -> FracElement:
        """Return the partial derivative in a scale."""
        return element.diff(self.symbol(scale))


def algebra(
    problem: Problem,
    setting: Setting,
    scales: Iterable[str],
    patterns: Iterable[Pattern],
    orders: Iterable[int],
) -> Algebra:
    """Return the field for a setting, with the generators that these patterns need.

    Args:
        problem: names moments; a symbol of the law must not be one of its own.
        setting: the law, d and T.
        scales: the names of the weights.
        patterns: the moments of x_1 that will be asked for.
        orders: the orders m of the harmonic numbers H_{T-2,m} that will be asked for.
    """
    scales = tuple(scales)
    asked = {name for pattern in patterns for name in setting.law.symbols(pattern)}
    asked |= {*names_in(setting.law.radicands)}
    problem.refuse_clashes(scales, setting.law)
    named = _by_law(problem)
    names = sorted({named.get(name, name) for name in asked})
    _refuse_names(setting, names)
    sizes = setting.dim, setting.length
    of_law = setting.law.radicands, setting.law.constants
    return generated(problem, sizes, scales, sorted(set(orders)), names, asked, *of_law)


def generated(
    problem: Problem,
    sizes: tuple[int | None, int | None],
    scales: Iterable[str],
    orders: Iterable[int],
    names: Iterable[str],
    asked: Collection[str],
    radicands: Sequence[Quantity] = (),
    constants: tuple[ConstantOf, ...] = (),
) -> Algebra:
    """Return the field with these generators.

    Args:
        problem: names moments.
        sizes: d and T; None where it is a generator.
        scales: the names of the weights.
        orders: the orders m of the harmonic numbers H_{T-2,m}.
        names: the names of the law's symbols and of moments, as the problem names them.
        asked: the law's own symbols among them.
        radicands: what square roots will be asked for.
        constants: which of these names stand for a number that is not algebraic.
    """
    length, dim = sympy.Symbol("T"), sympy.Symbol("d")
    weights = [sympy.Symbol(name) for name in scales]
    harmonics = {order: harmonic_symbol(sizes[1], order) for order in orders}
    open_harmonics = [value for value in harmonics.values() if not value.is_Rational]
    symbols = [*weights, *open_harmonics, dim, length, *map(sympy.Symbol, names)]
    plain = field_with(symbols, ())
    field = field_with(symbols, base_of(of_quantity(radicand, plain) for radicand in radicands))
    generators = dict(zip(field.symbols, field.gens, strict=True))
    size = generators[dim] if sizes[0] is None else sizes[0]
    return Algebra(
        field,
        size,
        generators[length] if sizes[1] is None else sizes[1],
        tuple(generators[weight] for weight in weights),
        {m: generators.get(h) or field(h) for m, h in harmonics.items()},
        problem,
        {
            law: generators[sympy.Symbol(name)] / choices
            for law, name in _by_law(problem).items()
            if law in asked and (choices := problem.moments[name].choices(size))
        },
        tuple(radicands),
        constants,
    )


def _by_law(problem: Problem) -> Mapping[str, str]:
    """Return the problem's symbols of moments, by those that laws have for them."""
    return {moment_symbol(powers): name for powers, name in problem.names.items()}


def _refuse_names(setting: Setting, names: list[str]) -> None:
    """Refuse a symbol of the user's that would read as something else in SymPy's syntax."""
    for key, value in setting.law.parameters.items():
        if value in names and value != key and hasattr(sympy, str(value)):
            raise InvalidInput(
                f"{key}={value}: SymPy has a meaning for that name; choose another, as {value}_1"
            )
