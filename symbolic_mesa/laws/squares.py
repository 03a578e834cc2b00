"""What moments of a law have the square root of, written in its symbols, and where signs are read.

A law of which the variance is given has the root of variance over that of the law it is made from.
It is positive for all parameters, which make up a convex set: the factors of its root keep their
signs there, as they vanish together only, at places that do not divide the set.
"""

from collections.abc import Mapping
from fractions import Fraction

from symbolic_mesa.laws.catalogue.family import Family
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.written import written

DIM = Fraction(5)  # of the point at which signs are read
BEYOND = Fraction(4, 3)  # how far a constant is above what it is larger than, there


def squares_of(family: Family, given: Mapping[str, Quantity]) -> tuple[Quantity, ...]:
    """Return what moments have the root of, as one expression; nothing where there is no root."""
    if family.square is None:
        return ()
    values = {name: written(value) for name, value in given.items()}
    constants = {constant.name: written(constant.name) for constant in family.constants}
    return (family.square(written("d"), {**values, **constants}).quantity,)


def point_of(family: Family, given: Mapping[str, Quantity]) -> dict[str, Fraction]:
    """Return numbers for the symbols of a family, its constants and d, as in one such law."""
    point = {"d": DIM} | {c.name: c.low + BEYOND for c in family.constants}
    for k, condition in enumerate(family.conditions):
        value = given[condition.parameter]
        if isinstance(value, str):
            point[value] = condition.trial(k)
    return point
