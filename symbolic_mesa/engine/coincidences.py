"""In how many ways coordinate indices coincide, by what a way leaves: never one way at a time.

A way is a set partition. Its parts are made one after the other, each with the first index that is
left, and equal indices are chosen by their number; ways that leave the same indices, powers, scales
and equations are one state. So the cost grows with the states, not with Bell numbers, and a part
whose phase can never vanish ends every way that holds it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from operator import mul
from typing import NamedTuple, TypeAlias

from symbolic_mesa.engine.systems import Row, System

Counts = tuple[int, ...]  # how many indices of each kind are left


@dataclass(frozen=True, slots=True)
class Kind:
    """Coordinate indices that do not differ in what follows from them.

    Attributes:
        exponent: that of the phase of one index.
        power: how many tokens it has.
        barred: how many of them are conjugate.
        scales: scales of its coordinate.
        number: how many indices are of this kind; one where it is held or joined.
    """

    exponent: Row
    power: int
    barred: int
    scales: tuple[str, ...] = ()
    number: int = 1


@dataclass(frozen=True, slots=True)
class Joint:
    """A factor that depends on whether two indices coincide; None is zero.

    Attributes:
        left, right: the places of their kinds.
        together: the scale where they coincide.
        apart: the scale where they do not.
    """

    left: int
    right: int
    together: str | None
    apart: str | None


class Part(NamedTuple):
    """What is left of indices that coincide."""

    power: int = 0
    scales: tuple[str, ...] = ()
    barred: int = 0

    @property
    def conjugated(self) -> "Part":
        """What is left when tokens and conjugate tokens change places."""
        return self._replace(barred=self.power - self.barred)


class Arrangement(NamedTuple):
    """What is left of all indices: held parts in order, free ones and decided scales sorted."""

    held: tuple[Part, ...] = ()
    free: tuple[Part, ...] = ()
    scales: tuple[str, ...] = ()


Ways: TypeAlias = dict[System, dict[Arrangement, int]]  # their number, by equations and arrangement
Extended: TypeAlias = Callable[[System, Row], System | None]


class _Choice(NamedTuple):
    """The indices of one part.

    Attributes:
        left: the indices that it leaves.
        ways: in how many ways it is chosen.
        part: what is left of it.
        exponent: that of its phase.
        scales: those of the joints that it decides.
    """

    left: Counts
    ways: int
    part: Part
    exponent: Row
    scales: tuple[str, ...] = ()


def coincidences(
    kinds: Sequence[Kind], held: int, joints: Sequence[Joint], extended: Extended
) -> Ways:
    """Return the number of ways, by the equations between times and by what is left of indices.

    Args:
        kinds: the indices, one kind at least; the first ones are held, each in a part of its own.
        held: how many are held.
        joints: what depends on two kinds of one index each.
        extended: the system in which one more exponent vanishes; None where that cannot be.
    """
    start = tuple(kind.number for kind in kinds)
    levels: list[dict[Counts, Ways]] = [{} for _ in range(sum(start) + 1)]
    together = extended((), _total(kinds))  # where every exponent vanishes, their sum does
    if together is None:
        return {}
    levels[-1][start] = {together: {Arrangement(): 1}}
    for level in reversed(levels[1:]):
        for left, states in level.items():
            for choice in _choices(kinds, held, joints, left):
                if extended((), choice.exponent) is not None:
                    target = levels[sum(choice.left)].setdefault(choice.left, {})
                    _add(target, states, choice, held, extended)
        level.clear()
    return levels[0].get((0,) * len(kinds), {})


def _total(kinds: Sequence[Kind]) -> Row:
    """Return the sum of all exponents."""
    columns = zip(*(kind.exponent for kind in kinds), strict=True)
    numbers = [kind.number for kind in kinds]
    return tuple(sum(map(mul, numbers, column)) for column in columns)


def _add(target: Ways, states: Ways, choice: _Choice, held: int, extended: Extended) -> None:
    """Add what all states become when the part is chosen."""
    for system, arrangements in states.items():
        longer = extended(system, choice.exponent)
        if longer is None:
            continue
        numbers = target.setdefault(longer, {})
        for arrangement, ways in arrangements.items():
            grown = _grown(arrangement, choice, held)
            numbers[grown] = numbers.get(grown, 0) + ways * choice.ways


def _grown(arrangement: Arrangement, choice: _Choice, held: int) -> Arrangement:
    """Return the arrangement with one more part; held ones come first."""
    bound, free, scales = arrangement
    if choice.scales:
        scales = tuple(sorted((*scales, *choice.scales)))
    if len(bound) < held:
        return Arrangement((*bound, choice.part), free, scales)
    return Arrangement(bound, tuple(sorted((*free, choice.part))), scales)


def _choices(
    kinds: Sequence[Kind], held: int, joints: Sequence[Joint], left: Counts
) -> Iterator[_Choice]:
    """Yield every part that holds the first index left, unless a factor is zero."""
    first = next(k for k, number in enumerate(left) if number)
    nothing = (0,) * len(kinds[0].exponent)
    some = [_with(_Choice(left, 1, Part(), nothing), kinds[first], first, 1, 1)]
    for k in range(first, len(kinds)):
        rest = left[k] - (k == first)
        most = 0 if k < held else rest
        some = [
            _with(choice, kinds[k], k, number, comb(rest, number))
            for choice in some
            for number in range(most + 1)
        ]
    for choice in some:
        scales = _decided(joints, left, choice.left)
        if scales is not None:
            yield choice._replace(scales=scales)


def _with(choice: _Choice, kind: Kind, place: int, number: int, ways: int) -> _Choice:
    """Return the choice with a number of indices of one kind more."""
    if not number:
        return choice
    left, before, (power, scales, barred), exponent, _ = choice
    return _Choice(
        (*left[:place], left[place] - number, *left[place + 1 :]),
        before * ways,
        Part(
            power + number * kind.power,
            tuple(sorted((*scales, *kind.scales * number))),
            barred + number * kind.barred,
        ),
        tuple(x + number * y for x, y in zip(exponent, kind.exponent, strict=True)),
    )


def _decided(joints: Sequence[Joint], before: Counts, after: Counts) -> tuple[str, ...] | None:
    """Return the scales of joints of which an index was chosen, none before; None for a zero."""
    scales = []
    for joint in joints:
        ends = joint.left, joint.right
        if all(before[end] for end in ends) and not all(after[end] for end in ends):
            scale = joint.apart if any(after[end] for end in ends) else joint.together
            if scale is None:
                return None
            scales.append(scale)
    return tuple(scales)
