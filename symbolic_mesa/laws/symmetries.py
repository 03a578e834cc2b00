"""Averages of a table over permutations and signs of coordinates, and which change nothing.

Whether a table is invariant is decided exactly: the multiset of its rows stays the same. It is
enough to try what generates a group, on every distinct row until one has no counterpart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

Row = tuple[int, ...]


class Averaging(StrEnum):
    """Over what of the coordinates a table of tokens is averaged."""

    permutations = "permutations"
    signs = "signs"
    both = "both"

    @property
    def permutes(self) -> bool:
        """Whether the coordinates take every order."""
        return self is not Averaging.signs

    @property
    def flips(self) -> bool:
        """Whether each coordinate takes both signs."""
        return self is not Averaging.permutations

    @property
    def words(self) -> str:
        """What is averaged over."""
        return "permutations and signs" if self is Averaging.both else str(self)


def averaging(value: Any) -> Averaging | None:
    """Return what a person asks to average over; None for nothing.

    Raises:
        InvalidInput: when it is none of the words.
    """
    if value is None:
        return None
    try:
        return Averaging(value)
    except ValueError:
        given = quoted(value) if isinstance(value, str) else quoted(repr(value))
        raise InvalidInput(
            f"symmetrize {given}: not what to average over; give permutations, signs or both, or "
            "leave it out"
        ) from None


def of(permutes: bool, flips: bool) -> Averaging | None:
    """Return the average over permutations, signs, both or nothing."""
    if permutes:
        return Averaging.both if flips else Averaging.permutations
    return Averaging.signs if flips else None


def interchangeable(shares: Mapping[tuple[Any, ...], Any]) -> bool:
    """Whether the coordinates may take any order, from how often or how likely each row is.

    An exchange of the first two and a turn of all generate every permutation.
    """
    return all(
        shares.get((*row[1::-1], *row[2:])) == share == shares.get((*row[1:], row[0]))
        for row, share in shares.items()
    )


def mirrored(shares: Mapping[tuple[Any, ...], Any], coordinates: Sequence[int]) -> bool:
    """Whether each of these coordinates may change its sign, from the same."""
    return all(
        shares.get((*row[:k], -row[k], *row[k + 1 :])) == share
        for row, share in shares.items()
        for k in coordinates
        if row[k]
    )


def mirrored_in_any_order(rows: Iterable[Row]) -> bool:
    """Whether, averaged over permutations, a coordinate may change its sign.

    Such a law is known by its rows as multisets. A coordinate is x and the others are given values
    as often as a row consists of them, times how many of its entries are x.
    """
    counts = Counter(tuple(sorted(row)) for row in rows)
    for row, count in counts.items():
        for value in set(row) - {0}:
            place = row.index(value)
            image = tuple(sorted((*row[:place], -value, *row[place + 1 :])))
            if count * row.count(value) != counts[image] * image.count(-value):
                return False
    return True
