"""From a written sum of products to contractions: brackets multiplied out, sums collected.

A sum over times reaches to the end of its term, a time is known there and nowhere else, and no
range hides another.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import count

from symbolic_mesa.statement.contractions import (
    Contraction,
    TimeRange,
    Token,
    Weight,
)
from symbolic_mesa.stating.divisors import HIGHEST, divided
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.indices import counted, same_free
from symbolic_mesa.stating.scope import RESERVED, TOKEN, Scope
from symbolic_mesa.stating.syntax import (
    Bracket,
    Conjugate,
    Delta,
    Expression,
    Factor,
    Indexed,
    Name,
    Number,
    Place,
    Power,
    Product,
    Range,
)
from symbolic_mesa.stating.times import LENGTH, time_of, written
from symbolic_mesa.text.quoting import quoted

MOST_TERMS = 400  # of an expression that is multiplied out
MOST_FACTORS = 24  # of a term
LARGEST = 10**100  # numerator or denominator

Terms = list[Contraction]


def multiplied_out(expression: Expression, scope: Scope) -> Terms:
    """Return an expression as a sum of contractions.

    Raises:
        Misstated: for a part that means nothing where it stands, or too many terms.
    """
    terms: Terms = []
    for product in expression.terms:
        sign = Fraction(-1 if product.negative else 1)
        found = _product(product, scope, expression.place)
        terms += [replace(one, coefficient=sign * one.coefficient) for one in found]
        _not_too_many(terms, expression.place)
    return same_free(terms, expression.place)


def _product(product: Product, scope: Scope, place: Place) -> Terms:
    terms: Terms = [Contraction(())]
    spans: list[TimeRange] = []
    for factor in product.factors:
        if isinstance(factor, Range):
            span = _span(factor, scope)
            spans.append(span)
            scope = scope.within(span)
            terms = [_renamed(one, {span.name}) for one in terms]
            continue
        where = getattr(factor, "place", place)
        terms = _times(terms, _factor(factor, scope, place), scope, where)
    if product.divisor is not None:
        terms = [divided(one, product.divisor, scope) for one in terms]
    return [replace(one, sums=(*spans, *one.sums)) for one in terms]


def _span(part: Range, scope: Scope) -> TimeRange:
    name = scope.free_name(part.name, part.place)
    first, last = (time_of(end, scope.times) for end in (part.first, part.last))
    return TimeRange(name, first, last)


def _times(left: Terms, right: Terms, scope: Scope, place: Place) -> Terms:
    if len(left) * len(right) > MOST_TERMS:
        raise Misstated(f"more than {MOST_TERMS} terms when multiplied out", place)
    return [_sized(counted(_product_of(a, b, scope), place), place) for a in left for b in right]


def _product_of(left: Contraction, right: Contraction, scope: Scope) -> Contraction:
    """Return the product; each bracket keeps the times of its own sums to itself."""
    taken = {*(span.name for span in left.sums), *scope.times}
    return left.times(_renamed(right, taken))


def _renamed(term: Contraction, taken: set[str]) -> Contraction:
    """Return a term that sums over no time of a taken name; new names are not writable."""
    known = taken | {span.name for span in term.sums}
    names: dict[str, str] = {}
    for span in term.sums:
        if span.name in taken:
            base = span.name.partition("'")[0]
            new = next(one for k in count(2) if (one := f"{base}'{k}") not in known)
            names[span.name] = new
            known.add(new)
    return term.renamed({}, names)


def _sized(term: Contraction, place: Place) -> Contraction:
    """Return a term that is not too large to be anybody's."""
    factors = (term.tokens, term.weights, term.deltas, term.sums, term.divisors)
    if sum(map(len, factors)) > MOST_FACTORS:
        raise Misstated(f"more than {MOST_FACTORS} factors in a term", place)
    if max(abs(term.coefficient.numerator), term.coefficient.denominator) > LARGEST:
        raise Misstated("a product of numbers has more than 100 digits", place)
    return term


def _factor(factor: Factor, scope: Scope, place: Place) -> Terms:
    match factor:
        case Number(value=value):
            return [Contraction((), coefficient=value)]
        case Indexed():
            return [_indexed(factor, scope)]
        case Delta(left=left, right=right, place=where):
            left, right = (scope.coordinate(one, where) for one in (left, right))
            return [Contraction((), deltas=((left, right),))]
        case Conjugate(of=inner):
            return [one.conjugated() for one in multiplied_out(inner, scope)]
        case Bracket(of=inner):
            return multiplied_out(inner, scope)
        case Power(base=base, exponent=exponent, place=where):
            return _power(base, exponent, scope, where)
        case Name(name=name, place=where):
            raise Misstated(_lonely(name, scope), where)
        case _:
            raise Misstated("a sum is no factor here", place)


def _lonely(name: str, scope: Scope) -> str:
    if name in scope.times:
        return f"the time {quoted(name)} stands in [ ] and in divisors alone"
    if name == LENGTH:
        return "T stands in steps alone"
    return f"{quoted(name)} has no indices; a token is x[t,i], a weight W[i,j]"


def _indexed(part: Indexed, scope: Scope) -> Contraction:
    column = scope.coordinate(part.second, part.place)
    if part.name == TOKEN:
        time = time_of(part.first, scope.times)
        shown = f"{TOKEN}[{written(time)},{column}]"
        return Contraction((Token(column, scope.not_after_the_end(time, shown, part.place)),))
    if part.name in (*RESERVED, *scope.times):
        raise Misstated(f"{quoted(part.name)} has a meaning; choose another name", part.place)
    row = _plain(part.first)
    if row is None or row in scope.times:
        raise Misstated(
            f"{quoted(part.name)} is a weight, with two coordinates, as W[i,j]; a token is x[t,i]",
            part.place,
        )
    if not scope.weighted:
        raise Misstated(f"a target has no weight, as {part.name} is", part.place)
    row = scope.coordinate(row, part.place)
    return _sized(Contraction((), (Weight(part.name, row, column),)), part.place)


def _plain(expression: Expression) -> str | None:
    match expression.terms:
        case (Product(negative=False, factors=(Name(name=name),), divisor=None),):
            return name
        case _:
            return None


def _power(base: Factor, exponent: int, scope: Scope, place: Place) -> Terms:
    if not 1 <= exponent <= HIGHEST:
        raise Misstated(f"an exponent is from 1 to {HIGHEST}", place)
    terms: Terms = [Contraction(())]
    factor = _factor(base, scope, place)
    for _ in range(exponent):
        terms = _times(terms, factor, scope, place)
    return terms


def _not_too_many(terms: Terms, place: Place) -> None:
    if len(terms) > MOST_TERMS:
        raise Misstated(f"more than {MOST_TERMS} terms when multiplied out", place)
