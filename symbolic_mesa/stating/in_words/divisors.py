"""What words are divided by: a number, a dimension, or a positive sum of them, as N + 1."""

from collections.abc import Iterator
from fractions import Fraction

from symbolic_mesa.statement.words import Constant, Divisor, Node, Product, Scalar
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import Bracket, Expression, Factor, Name, Number, Place, Power
from symbolic_mesa.stating.syntax import Product as Written
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

HIGHEST = 12  # exponent


def divisor(factor: Factor, spaces: tuple[str, ...]) -> Node:
    """Return one over a divisor.

    Raises:
        Misstated: when it is nothing that words are divided by, or can be 0.
    """
    match factor:
        case Power(base=base, exponent=exponent, place=place):
            if not 1 <= exponent <= HIGHEST:
                raise Misstated(f"an exponent is from 1 to {HIGHEST}", place)
            return Product((divisor(base, spaces),) * exponent, ())
        case Number(value=value, place=place) if value.denominator != 1:
            raise Misstated("a division ends its term; write one divisor, as 6 or (2/3)", place)
    terms: dict[str, Fraction] = {}
    for name, number in _summands(factor, spaces):
        terms[name] = terms.get(name, Fraction(0)) + number
    if min(terms.values()) < 0 or not any(terms.values()):
        raise Misstated("a divisor is positive, as 2, N or (N + 1)", factor.place)
    ordered = sorted(terms.items(), key=lambda term: (not term[0], term[0]))  # the number last
    given = tuple((name, number) for name, number in ordered if number)
    if len(given) > 1:
        return Divisor(given)
    ((name, number),) = given
    over = Constant(1 / number)
    return Product((over, Scalar(name, -1)), ()) if name else over


def _summands(factor: Factor, spaces: tuple[str, ...]) -> Iterator[tuple[str, Fraction]]:
    """Yield the dimensions of a divisor with the numbers before them; the empty name is 1."""
    match factor:
        case Number(value=value):
            yield "", value
        case Name(name=name, place=place):
            if name not in spaces:
                raise Misstated(
                    f"{quoted(name)}: words are divided by numbers and by dimensions: "
                    f"{', '.join(spaces)}{nearest(name, spaces)}",
                    place,
                )
            yield name, Fraction(1)
        case Bracket(of=Expression(terms=terms)):
            for term in terms:
                yield from _term(term, spaces, factor.place)
        case _:
            raise Misstated("a divisor is a number, a dimension, or a sum as (N + 1)", factor.place)


def _term(term: Written, spaces: tuple[str, ...], place: Place) -> Iterator[tuple[str, Fraction]]:
    number, names = Fraction(-1 if term.negative else 1), [""]
    for factor in term.factors:
        ((name, value),) = _one(factor, spaces)
        number *= value
        names += [name] * bool(name)
    if term.divisor is not None:
        ((name, value),) = _one(term.divisor, spaces)
        if name or not value:
            raise Misstated("a divisor has no division by a dimension in it", place)
        number /= value
    if len(names) > 2:
        raise Misstated("a product of dimensions in a divisor; write / N^2, or divide twice", place)
    yield names[-1], number


def _one(factor: Factor, spaces: tuple[str, ...]) -> list[tuple[str, Fraction]]:
    found = list(_summands(factor, spaces))
    if len(found) != 1:
        raise Misstated("a divisor is a sum of dimensions; leave out inner brackets", factor.place)
    return found
