"""Places: equations that hold together, and what elements of a field are there."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy
from sympy.polys.fields import FracElement

from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.harmonics import harmonic_number, is_harmonic
from symbolic_mesa.formulas.root_fields import evaluated, is_root
from symbolic_mesa.text.errors import InvalidInput

DIM, LENGTH = sympy.Symbol("d"), sympy.Symbol("T")

Place = tuple[tuple[FracElement, Fraction], ...]
"""Equations that hold together: an element, often one symbol, and the number that it is."""


@dataclass(frozen=True)
class Range:
    """The numbers that a symbol can be.

    Attributes:
        holds: whether it can be this number.
        low: a bound below, if known.
        high: a bound above, if known.
    """

    holds: Callable[[Fraction], bool]
    low: Fraction | None = None
    high: Fraction | None = None


def at_place(element: FracElement, place: Place, field: Algebra) -> FracElement:
    """Return an element with the symbols that have a number at a place replaced."""
    numbers = dict(place)
    known = {g: numbers[x] for g, x in field.generators.items() if x in numbers}
    if not known:
        return element

    def image(generator: sympy.Expr) -> FracElement:
        if generator in known:
            return field.number(known[generator])
        if LENGTH in known and is_harmonic(generator) and LENGTH in generator.free_symbols:
            number = harmonic_number(int(known[LENGTH]) - 2, order_of(generator))
            return field.number(Fraction(number))
        if is_root(generator) and generator.free_symbols & known.keys():
            with contextlib.suppress(InvalidInput):  # an irrational root stays what it is
                return field.root(evaluated(generator.base, image))
        return field.generators[generator]

    return Formula(element, field).map(image, lambda c: field.number(Fraction(int(c))))


def order_of(harmonic: sympy.Expr) -> int:
    """Return the m of a harmonic number H_{n,m} that is a generator."""
    if isinstance(harmonic, sympy.Sum):  # as `harmonic_symbol` writes long ones
        return -int(harmonic.function.as_base_exp()[1])
    _, *order = harmonic.args
    return int(order[0]) if order else 1


def last_of(harmonic: sympy.Expr) -> int:
    """Return the n of a harmonic number H_{n,m} without T in it."""
    return int(harmonic.limits[0][2] if isinstance(harmonic, sympy.Sum) else harmonic.args[0])
