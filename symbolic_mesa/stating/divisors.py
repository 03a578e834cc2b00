"""What a term of a stated model is divided by: a number, or a power of t − c."""

from dataclasses import replace
from fractions import Fraction

from symbolic_mesa.statement.contractions import Contraction, TimeIndex, time_index
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.scope import Scope
from symbolic_mesa.stating.syntax import (
    Bracket,
    Expression,
    Factor,
    Name,
    Number,
    Place,
    Power,
    Product,
)
from symbolic_mesa.stating.times import time_of, written

HIGHEST = 12  # exponent


def divided(term: Contraction, divisor: Factor, scope: Scope) -> Contraction:
    """Return a term over a divisor.

    Raises:
        Misstated: when it is no number and no t − c, or can be 0.
    """
    place = divisor.place
    base: Factor = divisor
    exponent = 1
    while isinstance(base, Power):
        exponent *= base.exponent
        base = base.base
    if not 1 <= exponent <= HIGHEST:
        raise Misstated(f"an exponent is from 1 to {HIGHEST}", place)
    number = _number(base, outermost=True)
    if number is not None:
        if not number:
            raise Misstated("a term is divided by 0", place)
        return replace(term, coefficient=term.coefficient / number**exponent)
    form = _form(base, scope)
    return replace(term, divisors=(*term.divisors, *[form] * exponent))


def _number(factor: Factor, outermost: bool = False) -> Fraction | None:
    """Return the number that a divisor is, if it is one; a fraction stands in brackets."""
    match factor:
        case Number(value=value, place=place):
            if outermost and value.denominator != 1:
                raise Misstated("a division ends its term; write one divisor, as 6 or (2/3)", place)
            return value
        case Bracket(of=Expression(terms=(Product(negative, (inner,), divisor),))):
            above = _number(inner)
            below = Fraction(1) if divisor is None else _number(divisor)
            if above is None or not below:
                return None
            return (-above if negative else above) / below
        case _:
            return None


def _form(base: Factor, scope: Scope) -> TimeIndex:
    """Return t − c, which is positive at every step."""
    place, step = base.place, scope.step
    if not isinstance(base, Bracket | Name):
        raise Misstated(_shape(step), place)
    form = time_of(Expression((Product(False, (base,)),), place), scope.times)
    if form != time_index(step) + form.constant:
        raise Misstated(_shape(step), place)
    _positive(form, scope, place)
    return form


def _shape(step: str) -> str:
    return f"a divisor is a number, or {step} less a number, as ({step} - 1)"


def _positive(form: TimeIndex, scope: Scope, place: Place) -> None:
    first = scope.ranges[0].first.constant
    if form.constant + first <= 0:
        raise Misstated(
            f"the divisor {written(form)} is {form.constant + first} at {scope.step} = {first}, "
            "where steps start; a divisor is positive",
            place,
        )
