"""Where a claim that is made of every d, T or parameter says something else: exceptions as data."""

from collections.abc import Callable, Iterable, Mapping
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


Equation = tuple[str, Fraction]
Placed = tuple[Any, frozenset[Equation]]


def parts_at(
    parts: Mapping[Any, Any], value: Callable[[Any], Fraction | None]
) -> dict[Placed, Any]:
    """Return the parts of a claim where some formulas have values, by key and by what is open.

    A key may have a `place`, where its part is said instead of those that are said in general, and
    is `anywhere` but for that. Of places that agree on what is open that of most equations counts.

    Args:
        parts: by key.
        value: the value of a formula there; None where it is open.
    """
    found: dict[frozenset[Equation], tuple[int, dict[Any, Any]]] = {}
    for place, group in _by_place(parts):
        values = [(left, number, value(left)) for left, number in place]
        if any(v is not None and v != number for _, number, v in values):
            continue
        rest = frozenset((str(left.element), number) for left, number, v in values if v is None)
        if len(place) >= found.get(rest, (0, {}))[0]:
            found[rest] = len(place), group
    return {(key, rest): side for rest, (_, group) in found.items() for key, side in group.items()}


def _by_place(parts: Mapping[Any, Any]) -> Iterable[tuple[Place, dict[Any, Any]]]:
    """Return places, told apart by their words, and the parts at each."""
    found: dict[str, tuple[Place, dict[Any, Any]]] = {}
    for key, side in parts.items():
        _, group = found.setdefault(getattr(key, "where", ""), (getattr(key, "place", ()), {}))
        group[getattr(key, "anywhere", key)] = side
    return found.values()


def parts_where(parts: Mapping[Any, Any], value: Callable[[Any], Fraction]) -> dict[Any, Any]:
    """Return the parts of a claim where all formulas have values, by what they are `anywhere`."""
    return {key: side for (key, _), side in parts_at(parts, value).items()}
