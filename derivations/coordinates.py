"""One value for all coordinates: where coordinates are alike, and by how much they are not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from sympy.polys.fields import FracElement

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.engine.velocity_field import COORDINATE
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.laws.protocol import named, seen
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.keys import moment_words
from symbolic_mesa.notation.printing import spoken
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import CoordinatesDiffer

NOT_ALIKE = (
    "coordinates are not alike; give a law whose coordinates are (of data the average over their "
    "order, --symmetrize permutations, which is another law)"
)


def each_coordinate(
    moments: MomentSum, setting: Setting, field: Algebra
) -> tuple[FracElement, ...]:
    """Return a sum with the index j pinned: once where coordinates are alike, else for every j."""
    return tuple(field.evaluate(moments, setting, pins) for pins in choices(setting))


def every_coordinate(moments: MomentSum, setting: Setting, field: Algebra) -> FracElement:
    """Return a sum with the index j pinned, the same for every j.

    Raises:
        CoordinatesDiffer: when it depends on j; the message gives the moments that do.
    """
    first, *others = each_coordinate(moments, setting, field)
    if any(other != first for other in others):
        patterns = seen(setting.law, moments).patterns
        raise CoordinatesDiffer(_differences(patterns, setting, field))
    return first


Pins = dict[str, int]  # the coordinate (from 0) of each pinned index


def first_difference(
    value: Callable[[Pins], FracElement], indices: tuple[str, ...], setting: Setting
) -> tuple[Pins, FracElement]:
    """Return the first coordinates at which a value is not 0; else any, and 0.

    Args:
        value: the value by the coordinates of its pinned indices.
        indices: the indices, at distinct coordinates.
        setting: where coordinates are alike, one choice stands for all.
    """
    for pins in choices(setting, indices):
        difference = value(pins)
        if difference:
            return pins, difference
    return pins, difference


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Coordinates of x_1: the key of a part where they are not alike.

    Attributes:
        places: the coordinate, from 0, of each index.
    """

    places: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """Return how they are written.

        >>> str(Coordinates((("j", 0), ("l", 2))))
        'j=1, l=3'
        """
        return ", ".join(f"{index}={k + 1}" for index, k in self.places)


def by_coordinate(
    value: Callable[[Pins], FracElement], indices: tuple[str, ...], setting: Setting
) -> Mapping[Coordinates, FracElement] | FracElement:
    """Return a value for each choice of coordinates, or the one that is the same for all."""
    values = {Coordinates(tuple(pins.items())): value(pins) for pins in choices(setting, indices)}
    return values if len(set(values.values())) > 1 else next(iter(values.values()))


def choices(setting: Setting, indices: tuple[str, ...] = (COORDINATE,)) -> list[Pins]:
    """Return what the pinned indices can be; no coordinate where all are alike."""
    if setting.law.exchangeable:
        return [{}]
    every = permutations(range(setting.dim or len(indices)), len(indices))
    return [dict(zip(indices, chosen, strict=True)) for chosen in every]


def moment(pattern: Pattern, setting: Setting, field: Algebra) -> Mapping[int, FracElement]:
    """Return a moment with the index j pinned, by coordinate (from 0)."""
    law = setting.law
    return {
        pins.get(COORDINATE, 0): field.field(law.coordinate_sum(pattern, field.dim, field, pins))
        for pins in choices(setting)
    }


def every_moment(pattern: Pattern, setting: Setting, field: Algebra) -> FracElement:
    """Return a moment of x_1, or of moduli, with the index j pinned, the same for every j.

    Raises:
        CoordinatesDiffer: when it depends on j.
    """
    pattern = named(setting.law, pattern)
    values = moment(pattern, setting, field)
    if len(set(values.values())) > 1:
        raise CoordinatesDiffer(_differences([pattern], setting, field))
    return values[0]


def _differences(patterns: Iterable[Pattern], setting: Setting, field: Algebra) -> str:
    parts = []
    for pattern in patterns:
        values = moment(pattern, setting, field)
        numbers = all(value.as_expr().is_Rational for value in values.values())
        low, high = _extremes(values) if numbers else _unlike(values)
        if values[low] != values[high]:
            below, above = (_shown(values[k], field) for k in (low, high))
            which = " (smallest and largest)" if numbers else ""
            words = f"{moment_words(pattern)} is {below} at j = {low + 1} and {above} at "
            parts.append(f"{words}j = {high + 1}{which}")
    return "coordinates differ: " + "; ".join(parts)


def _extremes(values: Mapping[int, FracElement]) -> tuple[int, int]:
    """Return the coordinates of the smallest and the largest of numbers."""
    low, high = (extreme(values, key=lambda k: values[k].as_expr()) for extreme in (min, max))
    return low, high


def _unlike(values: Mapping[int, FracElement]) -> tuple[int, int]:
    """Return the first coordinate, and one whose value is another; twice the first if none is."""
    first = next(iter(values))
    return first, next((k for k, value in values.items() if value != values[first]), first)


def _shown(value: FracElement, field: Algebra) -> str:
    """Return a rational number to six digits, beyond the range of doubles as well; or a formula."""
    number = value.as_expr()
    if not number.is_Rational:
        return spoken(arranged(Formula(value, field)))
    return f"{Decimal(int(number.p)) / Decimal(int(number.q)):.6g}"
