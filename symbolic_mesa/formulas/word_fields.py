"""Values of words as formulas: scalars, dimensions and traces are generators of a field."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from sympy.polys.fields import FracElement

from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.names import generator_name
from symbolic_mesa.words.values import Generator, Value
from symbolic_mesa.words.wick import Expectation

DIM = "d"
RECIPROCAL = re.compile(r"1/\((\w+) \+ (\d+)\)")
"""The name of a scalar that stands for the reciprocal of another and a number."""
NONE: Mapping[str, FracElement] = {}


def word_field(
    problem: Problem,
    setting: Setting,
    among: Expectation,
    values: Iterable[Value],
    more: Iterable[str] = (),
) -> Algebra:
    """Return the field in which these values are formulas.

    Args:
        problem: what its symbols mean.
        setting: the dimension.
        among: the alphabet and the scalars.
        values: what will be an element of it.
        more: further symbols.
    """
    names = {generator_name(g, among) for value in values for m in value for g, _ in m}
    names -= {name for name in names if RECIPROCAL.fullmatch(name)}
    plain = (name for name in among.scalars if not RECIPROCAL.fullmatch(name))
    scales = dict.fromkeys([*plain, *more, *sorted(names)])
    return algebra(problem, setting, [name for name in scales if name != DIM], (), ())


def element(
    value: Value, among: Expectation, field: Algebra, known: Mapping[str, FracElement] = NONE
) -> FracElement:
    """Return a value as an element of a field.

    Args:
        value: the value.
        among: the alphabet and the scalars.
        field: where it goes.
        known: scalars that are no generators of it, such as 1/(N + 1).
    """
    return field.added_up(
        (
            field.number(Fraction(number)),
            *(_generator(g, among, field, known) ** e for g, e in monomial),
        )
        for monomial, number in value.items()
    )


def _generator(
    generator: Generator, among: Expectation, field: Algebra, known: Mapping[str, FracElement]
) -> FracElement:
    name = generator_name(generator, among)
    if name in known:
        return known[name]
    reciprocal = RECIPROCAL.fullmatch(name)
    if reciprocal:
        return field.field.one / (field.symbol(reciprocal[1]) + int(reciprocal[2]))
    return field.field(field.dim) if name == DIM else field.symbol(name)
