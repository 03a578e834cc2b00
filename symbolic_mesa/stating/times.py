"""Times in a stated model: affine forms, and where they can lie."""

from collections.abc import Iterable, Mapping

from symbolic_mesa.statement.contractions import TimeIndex, TimeRange, fixed_time, time_index
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import (
    Bracket,
    Expression,
    Factor,
    Name,
    Number,
    Place,
    Product,
)
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

LENGTH = "T"
FURTHEST = 100  # the largest number in a form: numbers of exceptional values are counted one by one


def time_of(expression: Expression, known: Iterable[str]) -> TimeIndex:
    """Return an expression as a form in times.

    Args:
        expression: the expression.
        known: the times that may stand in it.

    Raises:
        Misstated: when it is not affine with whole coefficients, or has another name.
    """
    known = tuple(known)
    total = fixed_time(0)
    for term in expression.terms:
        form = _product(term, known, expression.place)
        total = total - form if term.negative else total + form
    numbers = (total.constant, *(value for _, value in total.coefficients))
    if max(map(abs, numbers)) > FURTHEST:
        raise Misstated(f"a number in a time is above {FURTHEST}", expression.place)
    return total


def _product(term: Product, known: tuple[str, ...], place: Place) -> TimeIndex:
    if term.divisor is not None:
        raise Misstated("a time is not divided", place)
    factor, form = 1, None
    for one in term.factors:
        value = _factor(one, known, place)
        if isinstance(value, int):
            factor *= value
        elif form is not None:
            raise Misstated("a time is a sum of times and whole numbers, such as s - 1", place)
        else:
            form = value
    return fixed_time(factor) if form is None else form * factor


def _factor(factor: Factor, known: tuple[str, ...], place: Place) -> TimeIndex | int:
    match factor:
        case Number(value=value) if value.denominator == 1:
            return value.numerator
        case Number(place=where):
            raise Misstated("a time is whole", where)
        case Name(name=name) if name in known:
            return time_index(name)
        case Name(name=name, place=where):
            if name == LENGTH:
                raise Misstated("T stands in steps alone", where)
            raise Misstated(f"{quoted(name)} is no time here{_choose(name, known)}", where)
        case Bracket(of=inner):
            return time_of(inner, known)
        case _:
            where = getattr(factor, "place", place)
            raise Misstated("a time is a sum of times and whole numbers, such as s - 1", where)


def _choose(name: str, known: tuple[str, ...]) -> str:
    there = f"; there is {', '.join(known)}" if known else ""
    return there + nearest(name, known)


def greatest(form: TimeIndex, ranges: Mapping[str, TimeRange]) -> TimeIndex:
    """Return a form in T that a time never exceeds, whatever its indices are.

    >>> t = time_index("t")
    >>> steps = TimeRange("t", fixed_time(2), time_index("T") - 1)
    >>> greatest(t + 1, {"t": steps})
    TimeIndex(coefficients=(('T', 1),), constant=0)
    """
    while True:
        inner = [name for name, _ in form.coefficients if name in ranges]
        if not inner:
            return form
        name = inner[-1] if len(inner) == 1 else _innermost(inner, ranges)
        value = dict(form.coefficients)[name]
        end = ranges[name].last if value > 0 else ranges[name].first
        form = form - time_index(name) * value + end * value


def _innermost(names: list[str], ranges: Mapping[str, TimeRange]) -> str:
    """Return a time on which the range of no other depends."""
    order = list(ranges)
    return max(names, key=order.index)


def may_exceed(form: TimeIndex, least_length: int) -> bool:
    """Return whether a form in T can be above T, for some T from the least one on."""
    slope = dict(form.coefficients).get(LENGTH, 0) - 1
    return slope > 0 or slope * least_length + form.constant > 0


def written(form: TimeIndex) -> str:
    """Return a form as it is written in a file.

    >>> written(time_index("s") * 2 - 1), written(fixed_time(3))
    ('2 s - 1', '3')
    """
    signed = [(value, name) for name, value in form.coefficients]
    signed += [(form.constant, "")] if form.constant or not signed else []
    parts = []
    for value, name in signed:
        size = str(abs(value)) if abs(value) != 1 or not name else ""
        parts.append(("-" if value < 0 else "+", f"{size} {name}".strip()))
    (sign, first), *others = parts
    return ("-" if sign == "-" else "") + first + "".join(f" {s} {one}" for s, one in others)
