"""Sums over coordinates that weights tell apart: taken coordinate by coordinate."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from math import prod

from sympy.polys.fields import FracElement

from derivations.coordinates import Pins
from symbolic_mesa.engine.expectation import AT, BETWEEN, MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.laws.protocol import seen
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Rows

NOTHING: Mapping[str, Rows] = {}


def at_coordinates(
    total: MomentSum,
    setting: Setting,
    field: Algebra,
    pins: Pins,
    fixed: Mapping[str, Rows] = NOTHING,
) -> FracElement:
    """Return a sum in which scales may belong to coordinates, for a given d.

    Args:
        total: the sum.
        setting: the law, d and T.
        field: where ``a_1`` is the scale a of the first coordinate.
        pins: the coordinate (from 0) of each pinned index.
        fixed: the matrices of weights that are not trained, of shape (d, d).
    """
    value = field.field.zero
    for (marks, pattern), over_time in seen(setting.law, total).entries:
        steps = over_time.at(field.length, field.harmonics.__getitem__, field.number)
        entries = [mark for mark in marks if BETWEEN in mark]
        scales = [mark for mark in marks if BETWEEN not in mark]
        for held, places in _choices(pattern, pins, field.dim):
            chosen = [*places.values()]
            share = prod((_entry(one, chosen, fixed) for one in entries), start=Fraction(1))
            if not share:
                continue
            moment = setting.law.coordinate_sum(held, field.dim, field, places)
            factors = (field.symbol(_name(scale, chosen)) for scale in scales)
            start = field.field(moment) * steps * field.number(share)
            value = value + prod(factors, start=start)
    return value


def _choices(pattern: Pattern, pins: Pins, dim: int) -> Iterator[tuple[Pattern, Pins]]:
    """Yield the pattern with every part at a stated coordinate, the pinned ones first."""
    others = [k for k in range(dim) if k not in pins.values()]
    names = [*pins, *(f"r{n}" for n in range(len(pattern.free)))]
    powers = [*(power for _, power in pattern.pinned), *pattern.free]
    held = Pattern(tuple(zip(names, powers, strict=True)), (), pattern.barred)
    for chosen in permutations(others, len(pattern.free)):
        yield held, dict(zip(names, (*pins.values(), *chosen), strict=True))


def _name(marked: str, coordinates: Sequence[int]) -> str:
    """Return the scale that a mark stands for; one without a mark is that of all coordinates."""
    name, _, place = marked.partition(AT)
    return f"{name}_{coordinates[int(place)] + 1}" if place else name


def _entry(marked: str, coordinates: Sequence[int], fixed: Mapping[str, Rows]) -> Fraction:
    """Return the entry of a matrix that a mark stands for."""
    name, _, places = marked.partition(AT)
    row, column = (coordinates[int(place)] for place in places.split(BETWEEN))
    return fixed[name][row][column]
