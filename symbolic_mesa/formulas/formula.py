"""Formulas: elements of the fraction field on their way out, to numbers and to SymPy.

A formula becomes a SymPy expression once, at the border.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isinf
from numbers import Rational
from typing import Any, TypeAlias

import mpmath
import sympy
from sympy.polys.fields import FracElement
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.harmonics import DIGITS, harmonic_number
from symbolic_mesa.formulas.root_fields import evaluated, is_root
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.text.surds import Exact, Surd, root

NOTHING: Mapping[str, int | None] = {}
Number: TypeAlias = Exact | int | mpmath.mpf
"""What a symbol can be: exact, or a real of mpmath."""


@dataclass(frozen=True)
class Formula:
    """An element of a setting's field: one side of a claim."""

    element: FracElement
    algebra: Algebra

    def __reduce__(self) -> tuple[Callable[..., "Formula"], tuple["Terms", "Terms", Algebra]]:
        """Return its terms and its field, to be made again: SymPy's elements cannot be pickled."""
        return _of_terms, (_terms(self.element.numer), _terms(self.element.denom), self.algebra)

    @property
    def problem(self) -> Problem:
        """What its symbols mean."""
        return self.algebra.problem

    @property
    def expr(self) -> sympy.Expr:
        """The formula as a SymPy expression."""
        return self.element.as_expr()

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The names of the symbols that occur, harmonic numbers counted as T.

        Constants are not among them, but the symbols that they depend on are.
        """
        found = {symbol.name for symbol in self._atoms()}
        constants = [one for one in self.algebra.constants if one.name in found]
        depended = (symbol for one in constants for symbol in one.symbols)
        return tuple(sorted(found.difference(one.name for one in constants).union(depended)))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the symbols that occur, and of the constants."""
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

    def at(self, values: Mapping[str, Number]) -> Any:
        """Return the value at numbers: exact for exact numbers, a real of mpmath otherwise.

        Raises:
            MesaError: when a symbol has no number, or the formula is not defined there.
        """
        given = (one for one in self.algebra.constants if one.name in values)
        settled = {*values, *(symbol for one in given for symbol in one.symbols)}
        left = [name for name in self.symbols if name not in settled]
        if left:
            raise MesaError(f"{left[0]} has no value; give one, as {left[0]}=2")
        with mpmath.workdps(max(DIGITS, mpmath.mp.dps)):
            known = {**self._constants(values), **values}
            images = {generator: _number(generator, known) for generator in self.generators}
            if all(isinstance(image, (int, Fraction, Surd)) for image in images.values()):
                return self.map(images.__getitem__, _fraction)
            reals = {generator: real(image) for generator, image in images.items()}
            return self.map(reals.__getitem__, mpmath.mpf)

    def _constants(self, values: Mapping[str, Number]) -> dict[str, mpmath.mpf]:
        """Return the constants that occur and are given no number, as reals of mpmath."""
        needed = {*self.names} - values.keys()
        return {c.name: c.value(values) for c in self.algebra.constants if c.name in needed}

    def map(self, of: Callable[[sympy.Expr], Any], constant: Callable[[Any], Any]) -> Any:
        """Return the formula with each generator replaced, in whatever field `of` answers in."""
        symbols = self.algebra.field.symbols
        images = {place: of(symbols[place]) for place in self._places}
        above, below = self._sides
        divisor = _substituted(below, images, constant)
        if not divisor:
            raise MesaError("the formula divides by zero there; choose other numbers")
        return _substituted(above, images, constant) / divisor

    @cached_property
    def generators(self) -> set[sympy.Expr]:
        """The generators of the field that occur."""
        return {self.algebra.field.symbols[place] for place in self._places}

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Where the generators that occur are among those of the field."""
        return tuple(sorted({place for side in self._sides for _, m in side for place, _ in m}))

    @cached_property
    def _sides(self) -> tuple["Sparse", "Sparse"]:
        """The numerator and the denominator."""
        return _sparse(self.element.numer), _sparse(self.element.denom)

    def _atoms(self) -> set[sympy.Symbol]:
        return {symbol for generator in self.generators for symbol in generator.free_symbols}


def real(value: Number) -> mpmath.mpf:
    """Return an exact number or a real of mpmath as the latter, in its working precision."""
    if isinstance(value, mpmath.mpf):
        return value
    if isinstance(value, Surd):
        return mpmath.mpf(str(value.decimal(mpmath.mp.dps + 5)))
    number, below = mpmath.mpf(int(value.numerator)), int(value.denominator)
    return number if below == 1 else number / below


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
        if is_root(generator):
            return field.root(evaluated(generator.base, image))
        _, *order = generator.args
        return field.field(field.harmonics[int(order[0]) if order else 1])

    return Formula(formula.map(image, lambda c: field.number(_fraction(c))), field)


Sparse = tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
"""A polynomial: coefficients, and the powers of the generators that occur, by their places."""

Terms = Mapping[tuple[int, ...], int]
"""A polynomial over the integers: coefficients by exponents."""


def _terms(polynomial: PolyElement) -> Terms:
    return {monomial: int(coefficient) for monomial, coefficient in polynomial.terms()}


def _of_terms(above: Terms, below: Terms, algebra: Algebra) -> Formula:
    ring = algebra.field.ring
    numer, denom = ({m: ring.domain(c) for m, c in terms.items()} for terms in (above, below))
    return Formula(algebra.field.raw_new(ring(numer), ring(denom)), algebra)


def _fraction(value: Rational) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))


def _sparse(polynomial: PolyElement) -> Sparse:
    return tuple(
        (int(coefficient), tuple((k, power) for k, power in enumerate(monomial) if power))
        for monomial, coefficient in polynomial.terms()
    )


def _substituted(
    polynomial: Sparse, images: Mapping[int, Any], constant: Callable[[Any], Any]
) -> Any:
    powers: dict[tuple[int, int], Any] = {}
    total = constant(0)
    for coefficient, monomial in polynomial:
        term = constant(coefficient)
        for key in monomial:
            if key not in powers:
                place, power = key
                powers[key] = images[place] ** power
            term = term * powers[key]
        total = total + term
    return total


def _number(generator: sympy.Expr, values: Mapping[str, Number]) -> Number:
    if isinstance(generator, sympy.Symbol):
        return values[generator.name]
    if is_root(generator):
        radicand = evaluated(generator.base, lambda symbol: values[symbol.name])
        if not isinstance(radicand, int | Fraction):
            return mpmath.sqrt(real(radicand))
        if radicand < 0:
            raise MesaError(f"{generator} is not real there; choose other numbers")
        return root(radicand)
    if isinstance(generator, sympy.Sum):
        power, (_, _, last) = generator.args
        return harmonic_number(int(last), -int(power.as_base_exp()[1]))
    index, *order = generator.args
    last = int(index) if index.is_Integer else values["T"] - 2
    return harmonic_number(int(last), int(order[0]) if order else 1)
