"""From a written sum of products to contractions: brackets multiplied out, sums collected.

A sum over times reaches to the end of its term, a time is known there and nowhere else, and no
range hides another.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from symbolic_mesa.statement.contractions import (
    Contraction,
    TimeIndex,
    TimeRange,
    Token,
    Weight,
    time_index,
)
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.indices import counted, same_free
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
from symbolic_mesa.stating.times import LENGTH, time_of
from symbolic_mesa.text.quoting import quoted

TOKEN = "x"  # noqa: S105  # a token of a sequence, not a password
MOST_TERMS = 400  # of an expression that is multiplied out
HIGHEST = 12  # exponent
RESERVED = (TOKEN, LENGTH, "T_test", "d", "I", "J", "sum", "conj", "delta", "tr", "block")

Terms = list[Contraction]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known where a factor stands.

    Attributes:
        step: the time that all terms share.
        times: the times that may stand in forms: the step, and those of the sums around.
    """

    step: str
    times: tuple[str, ...]


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
            scope = replace(scope, times=(*scope.times, span.name))
            continue
        where = getattr(factor, "place", place)
        terms = _times(terms, _factor(factor, scope, place), scope, where)
    if product.divisor is not None:
        terms = [_divided(one, product.divisor, scope) for one in terms]
    return [replace(one, sums=(*spans, *one.sums)) for one in terms]


def _span(part: Range, scope: Scope) -> TimeRange:
    if part.name in scope.times:
        raise Misstated(f"the time {quoted(part.name)} is taken; choose another name", part.place)
    if part.name in RESERVED:
        raise Misstated(f"{quoted(part.name)} has a meaning; choose another name", part.place)
    first, last = (time_of(end, scope.times) for end in (part.first, part.last))
    return TimeRange(part.name, first, last)


def _times(left: Terms, right: Terms, scope: Scope, place: Place) -> Terms:
    if len(left) * len(right) > MOST_TERMS:
        raise Misstated(f"more than {MOST_TERMS} terms when multiplied out", place)
    return [counted(a.times(_apart(b, a, scope)), place) for a in left for b in right]


def _apart(term: Contraction, other: Contraction, scope: Scope) -> Contraction:
    """Return a term whose own times are not those of another: each belongs to its bracket."""
    own = {span.name for span in term.sums}
    taken = {*(span.name for span in other.sums), *scope.times}
    names: dict[str, str] = {}
    for span in term.sums:
        if span.name in taken:
            count = next(k for k in range(2, 999) if f"{span.name}_{k}" not in taken | own)
            names[span.name] = f"{span.name}_{count}"
    return term.renamed({}, names)


def _factor(factor: Factor, scope: Scope, place: Place) -> Terms:
    match factor:
        case Number(value=value):
            return [Contraction((), coefficient=value)]
        case Indexed():
            return [_indexed(factor, scope)]
        case Delta(left=left, right=right):
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
    if name in ("tr", "block"):
        return f"{quoted(name)} belongs to models in words; here indices say what is meant"
    return f"{quoted(name)} has no indices; a token is x[t,i], a weight W[i,j]"


def _indexed(part: Indexed, scope: Scope) -> Contraction:
    if part.second in scope.times:
        raise Misstated(f"{quoted(part.second)} is a time, not a coordinate", part.place)
    if part.name == TOKEN:
        return Contraction((Token(part.second, time_of(part.first, scope.times)),))
    if part.name in RESERVED:
        raise Misstated(f"{quoted(part.name)} has a meaning; choose another name", part.place)
    row = _plain(part.first)
    if row is None or row in scope.times:
        raise Misstated(f"{part.name} is a weight, with two coordinates, as W[i,j]", part.place)
    return Contraction((), (Weight(part.name, row, part.second),))


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
    for _ in range(exponent):
        terms = _times(terms, _factor(base, scope, place), scope, place)
    return terms


def _divided(term: Contraction, divisor: Factor, scope: Scope) -> Contraction:
    """Return a term over a number, or over a power of t − c."""
    base, exponent = divisor, 1
    if isinstance(divisor, Power):
        base, exponent = divisor.base, divisor.exponent
    place = divisor.place
    if not 1 <= exponent <= HIGHEST:
        raise Misstated(f"an exponent is from 1 to {HIGHEST}", place)
    form = time_of(Expression((Product(False, (base,)),), place), scope.times)
    if not form.coefficients:
        return _over_number(term, form.constant**exponent, place)
    if form != time_index(scope.step) + form.constant:
        raise Misstated(
            f"a divisor is a number or {scope.step} less a number, as ({scope.step} - 1)", place
        )
    divisors: tuple[TimeIndex, ...] = (form,) * exponent
    return replace(term, divisors=(*term.divisors, *divisors))


def _over_number(term: Contraction, number: int, place: Place) -> Contraction:
    if not number:
        raise Misstated("a term is divided by 0", place)
    return replace(term, coefficient=term.coefficient / number)


def _not_too_many(terms: Terms, place: Place) -> None:
    if len(terms) > MOST_TERMS:
        raise Misstated(f"more than {MOST_TERMS} terms when multiplied out", place)
