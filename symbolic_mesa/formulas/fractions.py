"""The fraction field in which results live, and formulas: its elements on their way out.

All algebra happens in one field Q(scales, harmonic numbers, d, T, symbols of the law); a formula
becomes a SymPy expression once, at the border.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isinf, prod
from typing import Any

import mpmath
import sympy
from sympy.polys.fields import FracElement, FracField
from sympy.polys.orderings import lex

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.harmonics import DIGITS, harmonic_number, harmonic_symbol
from symbolic_mesa.laws.protocol import moment_symbol
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MesaError, NotClosed

NOTHING: Mapping[str, int | None] = {}


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
    """

    field: FracField
    dim: Any
    length: Any
    scales: tuple[FracElement, ...]
    harmonics: Mapping[int, Any]
    problem: Problem
    moments: Mapping[str, FracElement]

    def number(self, value: Fraction) -> FracElement:
        """Return a rational number as an element."""
        return self.field(value.numerator) / value.denominator

    def symbol(self, name: str) -> FracElement:
        """Return the generator called `name`, or a law's moment by the problem's symbol for it."""
        named = self.moments.get(name)
        return self.generators[sympy.Symbol(name)] if named is None else named

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
        total = self.field.zero
        for (scales, pattern), over_time in moments.entries:
            steps = over_time.at(self.length, self.harmonics.__getitem__, self.number)
            if not steps:
                continue
            term = setting.law.coordinate_sum(pattern, self.dim, self, pins or {}) * steps
            total = total + prod((self.symbol(scale) for scale in scales), start=term)
        return total

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
        found: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
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
    problem.refuse_clashes(scales, setting.law)
    named = {moment_symbol(powers): name for powers, name in problem.names.items()}
    names = sorted({named.get(name, name) for name in asked})
    _refuse_names(setting, names)
    length, dim = sympy.Symbol("T"), sympy.Symbol("d")
    weights = [sympy.Symbol(name) for name in scales]
    harmonics = {order: harmonic_symbol(setting.length, order) for order in sorted(set(orders))}
    open_harmonics = [value for value in harmonics.values() if not value.is_Rational]
    symbols = [*weights, *open_harmonics, dim, length, *map(sympy.Symbol, names)]
    field = FracField(symbols, sympy.ZZ, lex)
    generators = dict(zip(field.symbols, field.gens, strict=True))
    size = generators[dim] if setting.dim is None else setting.dim
    return Algebra(
        field,
        size,
        generators[length] if setting.length is None else setting.length,
        tuple(generators[weight] for weight in weights),
        {m: generators.get(h) or field(h) for m, h in harmonics.items()},
        problem,
        {
            law: generators[sympy.Symbol(name)] / choices
            for law, name in named.items()
            if law in asked and (choices := problem.moments[name].choices(size))
        },
    )


def _refuse_names(setting: Setting, names: list[str]) -> None:
    """Refuse a symbol of the user's that would read as something else in SymPy's syntax."""
    for key, value in setting.law.parameters.items():
        if value in names and value != key and hasattr(sympy, str(value)):
            raise InvalidInput(
                f"{key}={value}: SymPy has a meaning for that name; choose another, as {value}_1"
            )


@dataclass(frozen=True)
class Formula:
    """An element of a setting's field: one side of a claim."""

    element: FracElement
    algebra: Algebra

    @property
    def problem(self) -> Problem:
        """What its symbols mean."""
        return self.algebra.problem

    @property
    def expr(self) -> sympy.Expr:
        """The formula as a SymPy expression."""
        return self.element.as_expr()

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names of the symbols that occur, harmonic numbers counted as T."""
        return tuple(sorted({symbol.name for symbol in self._atoms()}))

    @property
    def value(self) -> float | None:
        """The number; None when a symbol is left, or it is beyond the range of doubles."""
        if self.symbols:
            return None
        exact = self.at({})
        try:
            number = float(exact)
        except OverflowError:
            return None
        return None if isinf(number) or (number == 0 != exact) else number

    def at(self, values: Mapping[str, Any]) -> Any:
        """Return the value at numbers: a `Fraction` for fractions, a real of mpmath otherwise.

        Raises:
            MesaError: when a symbol has no number, or the formula is not defined there.
        """
        left = [name for name in self.symbols if name not in values]
        if left:
            raise MesaError(f"{left[0]} has no value; give one, as {left[0]}=2")
        with mpmath.workdps(max(DIGITS, mpmath.mp.dps)):
            images = {generator: _number(generator, values) for generator in self.generators}
            if all(isinstance(image, int | Fraction) for image in images.values()):
                return self.map(images.__getitem__, _fraction)
            return self.map(lambda generator: real(images[generator]), real)

    def map(self, of: Callable[[sympy.Expr], Any], constant: Callable[[Any], Any]) -> Any:
        """Return the formula with each generator replaced, in whatever field `of` answers in."""
        used = self.generators
        images = [
            of(generator) if generator in used else None for generator in self.algebra.field.symbols
        ]
        below = _substituted(self.element.denom, images, constant)
        if not below:
            raise MesaError("the formula divides by zero there; choose other numbers")
        return _substituted(self.element.numer, images, constant) / below

    @cached_property
    def generators(self) -> set[sympy.Expr]:
        """The generators of the field that occur."""
        monomials = [*self.element.numer.monoms(), *self.element.denom.monoms()]
        symbols = self.algebra.field.symbols
        return {symbols[k] for monomial in monomials for k, power in enumerate(monomial) if power}

    def _atoms(self) -> set[sympy.Symbol]:
        return {symbol for generator in self.generators for symbol in generator.free_symbols}


def real(value: Any) -> mpmath.mpf:
    """Return a fraction or a real of mpmath as the latter, in its working precision."""
    if isinstance(value, mpmath.mpf):
        return value
    return mpmath.mpf(int(value.numerator)) / int(value.denominator)


def taken_at(
    formula: Formula, field: Algebra, given: Mapping[str, int | None] = NOTHING
) -> Formula:
    """Return a formula for every d and T, at the d and T of another field of the same law.

    Other symbols that are given a number have it there.

    A symbol that the other field lacks stands for an empty sum (such as κ3 at d = 1): 0.
    """

    def image(generator: sympy.Expr) -> FracElement:
        if generator == sympy.Symbol("d"):
            return field.field(field.dim)
        if generator == sympy.Symbol("T"):
            return field.field(field.length)
        if given.get(str(generator)) is not None:
            return field.field(given[str(generator)])
        if generator.is_Symbol:
            return field.generators.get(generator, field.field.zero)
        _, *order = generator.args
        return field.field(field.harmonics[int(order[0]) if order else 1])

    return Formula(formula.map(image, lambda c: field.number(_fraction(c))), field)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))


def _substituted(polynomial: Any, images: list[Any], constant: Callable[[Any], Any]) -> Any:
    total = constant(polynomial.ring.domain.zero)
    for monomial, coefficient in polynomial.terms():
        term = constant(coefficient)
        for power, image in zip(monomial, images, strict=True):
            if power:
                term = term * image**power
        total = total + term
    return total


def _number(generator: sympy.Expr, values: Mapping[str, Any]) -> Any:
    if isinstance(generator, sympy.Symbol):
        return values[generator.name]
    if isinstance(generator, sympy.Sum):
        power, (_, _, last) = generator.args
        return harmonic_number(int(last), -int(power.as_base_exp()[1]))
    index, *order = generator.args
    last = int(index) if index.is_Integer else values["T"] - 2
    return harmonic_number(int(last), int(order[0]) if order else 1)
