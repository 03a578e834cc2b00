"""What a condition on a parameter says of an expression: of its symbols, or of d alone, decided."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from symbolic_mesa.laws.catalogue import Condition
from symbolic_mesa.laws.catalogue.conditions import InDimension, not_negative
from symbolic_mesa.laws.eventual import settled
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Expression, Quantity
from symbolic_mesa.text.surds import Surd

FARTHEST = 2000  # up to which d conditions are looked at one by one
MARGIN = "margin"  # of a condition in R^d


def stated(condition: Condition, value: Quantity) -> tuple[str, ...]:
    """Return what is left to say of a condition on a parameter, in words.

    Raises:
        InvalidInput: when it holds in no dimension.
    """
    if isinstance(value, str):
        return (_of(condition.words, {condition.parameter: value}),)
    if not isinstance(value, Expression):
        return ()
    words = _of(condition.words, {condition.parameter: value})
    if value.names != ("d",) or condition.whole:
        return (words,)
    return _in_d(condition, value, words)


def stated_in_dimension(condition: InDimension, values: Mapping[str, Quantity]) -> tuple[str, ...]:
    """Return what is left to say of a condition in R^d, in words.

    Raises:
        InvalidInput: when it holds in no dimension.
    """
    words, margin = _of(condition.words, values), condition.margin.at(values)
    if isinstance(margin, Fraction | Surd):
        if margin < 0:
            raise InvalidInput(
                f"{condition.words}: {words} holds in no dimension; choose other parameters"
            )
        return ()
    if not isinstance(margin, Expression):
        return () if margin == "d" else (words,)
    if margin.names != ("d",):
        return (words,)
    return _in_d(not_negative(MARGIN), margin, words)


def refuse_in_dimension(
    name: str, conditions: Iterable[InDimension], values: Mapping[str, Quantity], dim: int
) -> None:
    """Refuse a dimension in which numbers do not satisfy a condition.

    Raises:
        InvalidInput: with the condition.
    """
    for condition in conditions:
        margin = condition.margin.at(values)
        if isinstance(margin, Expression):
            margin = margin.at({"d": Fraction(dim)})
        if isinstance(margin, Fraction | Surd) and margin < 0:
            of = (f"{p}={values[p]}" for p in condition.margin.names if p in values)
            raise InvalidInput(
                f"dim={dim}: the {name} law of {', '.join(of)} needs {condition.words}; choose "
                "another d, or other parameters"
            )


def _of(words: str, values: Mapping[str, Quantity]) -> str:
    """Return a condition with what stands for parameters in the place of their names."""

    def written(found: re.Match[str]) -> str:
        text = str(values.get(found[0], found[0]))
        return f"({text})" if " " in text else text

    return re.sub(r"\b[A-Za-z]\w*", written, words)


def _in_d(condition: Condition, value: Expression, words: str) -> tuple[str, ...]:
    """Return the dimensions in which the condition holds, or the condition itself if undecided."""
    bounds = (Fraction(0), condition.low, condition.high)
    last = settled(value, [bound for bound in bounds if bound is not None])
    if last is None or last > FARTHEST:
        return (words,)
    good = [d for d in range(1, last + 1) if _holds(condition, value, d)]
    if good == list(range(1, last + 1)):
        return ()
    if not good:
        raise InvalidInput(f"{condition.parameter}={value}: in no dimension is {words}")
    if good[-1] == last:  # and so from there on
        first = next(d for d in reversed(range(1, last + 1)) if d == 1 or d - 1 not in good)
        others = [d for d in good if d < first]
        alone = "".join(f"d = {d} or " for d in others)
        return (f"{alone}d >= {first}",)
    if condition.parameter == MARGIN and good == list(range(1, len(good) + 1)):
        return (f"d <= {len(good)}",)
    return ("d is one of " + ", ".join(map(str, good)),)


def _holds(condition: Condition, value: Expression, dim: int) -> bool:
    try:
        found = value.at({"d": Fraction(dim)})
    except InvalidInput:
        return False
    return isinstance(found, Fraction | Surd) and condition.holds(found)
