"""What a condition on a parameter says of an expression: of its symbols, or of d alone, decided."""

import re
from fractions import Fraction

from symbolic_mesa.laws.catalogue import Condition
from symbolic_mesa.laws.eventual import settled
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Expression, Quantity
from symbolic_mesa.text.surds import Surd

FARTHEST = 2000  # up to which d conditions are looked at one by one


def stated(condition: Condition, value: Quantity) -> tuple[str, ...]:
    """Return what is left to say of a condition on a parameter, in words.

    Raises:
        InvalidInput: when it holds in no dimension.
    """
    if isinstance(value, str):
        return (_of(condition, value),)
    if not isinstance(value, Expression):
        return ()
    if value.names != ("d",):
        return (_of(condition, f"({value})" if " " in str(value) else str(value)),)
    return _in_d(condition, value)


def _of(condition: Condition, name: str) -> str:
    return re.sub(rf"\b{condition.parameter}\b", lambda _: name, condition.words)


def _in_d(condition: Condition, value: Expression) -> tuple[str, ...]:
    """Return the dimensions in which the condition holds, or the condition itself if undecided."""
    bounds = (Fraction(0), condition.low, condition.high)
    last = settled(value, [bound for bound in bounds if bound is not None])
    if last is None or last > FARTHEST:
        return (_of(condition, str(value)),)
    good = [d for d in range(1, last + 1) if _holds(condition, value, d)]
    if good == list(range(1, last + 1)):
        return ()
    if not good:
        raise InvalidInput(
            f"{condition.parameter}={value}: in no dimension is {_of(condition, str(value))}"
        )
    if good[-1] == last:  # and so from there on
        first = next(d for d in reversed(range(1, last + 1)) if d == 1 or d - 1 not in good)
        others = [d for d in good if d < first]
        alone = "".join(f"d = {d} or " for d in others)
        return (f"{alone}d >= {first}",)
    return ("d is one of " + ", ".join(map(str, good)),)


def _holds(condition: Condition, value: Expression, dim: int) -> bool:
    try:
        found = value.at({"d": Fraction(dim)})
    except InvalidInput:
        return False
    return isinstance(found, Fraction | Surd) and condition.holds(found)
