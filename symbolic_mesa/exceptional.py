"""Where a claim that is made of every d, T or parameter says something else: exceptions as data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Place = tuple[tuple[Any, Fraction], ...]
"""Equations that hold together: a formula, often one symbol, and the number that it is."""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """What a claim says at a place instead of what it says in general.

    Attributes:
        where: the place; of several that hold somewhere the one of most equations is meant.
        value: the right-hand side there; None when there is none.
        reason: why it is so there: words and formulas, in the order of reading.
    """

    where: Place
    value: Any
    reason: tuple[Any, ...] = ()


def said_at(general: Any, exceptions: Iterable[Exceptional], value: Callable[[Any], Any]) -> Any:
    """Return what a claim says where formulas have these values.

    Args:
        general: what it says in general.
        exceptions: where it says something else.
        value: the value of a formula there.
    """
    met = [one for one in exceptions if all(value(left) == n for left, n in one.where)]
    return max(met, key=lambda one: len(one.where)).value if met else general
