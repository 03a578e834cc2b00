"""Counts of times by vertices in fractions, of all times at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import combinations, product
from math import ceil, floor
from operator import mul

from symbolic_mesa.engine.polynomials import evaluate_polynomial, interpolate
from symbolic_mesa.engine.time_counts import TimeCount
from symbolic_mesa.statement.contractions import TimeIndex
from symbolic_mesa.text.errors import NotClosed


@cache  # a pure function of frozen values
def count_solutions(
    equations: tuple[TimeIndex, ...],
    bounds: tuple[TimeIndex, ...],
    unknowns: tuple[str, ...],
    parameter: str,
    first: int,
) -> TimeCount:
    """Return, for each value of the parameter, how many integer unknowns solve the system.

    Args:
        equations: forms that must be zero.
        bounds: forms that must be >= 0; they must bound every unknown.
        unknowns: the time indices to be counted.
        parameter: the time index that the count depends on.
        first: the smallest value of the parameter.

    Raises:
        NotClosed: when the count is no polynomial in the parameter, for example when it depends on
            its parity.
    """
    rows = [_row(form, unknowns, parameter) for form in equations]
    system = _solved(rows)
    if system is None:
        return TimeCount(())
    pivots, on_parameter = system
    free = tuple(k for k in range(len(unknowns)) if k not in pivots)
    faces = (_reduced(_row(form, unknowns, parameter), pivots, free) for form in bounds)
    points = _SolutionSet(free, frozenset(faces), tuple(on_parameter))
    start = max(first, points.settled_from())
    degree = len(points.free)
    samples = tuple(Fraction(points.count(start + k)) for k in range(degree + 2))
    polynomial = interpolate(start, samples)
    if len(polynomial) > degree + 1:
        raise NotClosed(f"the number of times that solve {equations} is no polynomial in t")
    exceptions = []
    for t in range(first, start):
        correction = points.count(t) - evaluate_polynomial(polynomial, t)
        if correction:
            exceptions.append((t, correction))
    return TimeCount(polynomial, tuple(exceptions))


Row = tuple[tuple[Fraction, ...], Fraction, Fraction]  # unknowns, parameter, constant
OnParameter = tuple[Fraction, Fraction]  # slope and constant of an equation on t alone


@dataclass(frozen=True)
class _SolutionSet:
    """The integer solutions of the system as free unknowns with affine bounds.

    Attributes:
        free: the positions of the free unknowns among all.
        faces: the bounds in terms of the free unknowns.
        on_parameter: the equations that restrain t alone.
    """

    free: tuple[int, ...]
    faces: frozenset[Row]
    on_parameter: tuple[OnParameter, ...]

    def settled_from(self) -> int:
        """Return a t from which on no vertex meets another face and no equation on t holds.

        It lies beyond the last meeting, where the set may be a single point before it is empty.
        """
        roots = [-constant / slope for slope, constant in self.on_parameter if slope]
        last = [floor(root) + 1 for root in roots]
        for vertex in self._vertices:
            for normals, slope, constant in self.faces:
                moving = slope + _dot(normals, [v for v, _ in vertex])
                still = constant + _dot(normals, [w for _, w in vertex])
                if moving:
                    last.append(floor(-still / moving) + 1)
        return max(last, default=0)

    @cached_property
    def _vertices(self) -> list[list[tuple[Fraction, Fraction]]]:
        """Return every meeting point of faces, affine in t: (slope, constant) per unknown."""
        found = []
        for faces in combinations(sorted(self.faces), len(self.free)):
            solved = _solve(faces)
            if solved is None:
                continue
            if any(value.denominator != 1 for pair in solved for value in pair):
                raise NotClosed("the range of a time index ends at a fraction")
            found.append(solved)
        return found

    def count(self, t: int) -> int:
        """Return the number of solutions at `t`, by walking through the free unknowns."""
        if any(slope * t + constant for slope, constant in self.on_parameter):
            return 0
        faces = [
            (tuple(map(_plain, normals)), _plain(slope * t + constant))
            for normals, slope, constant in self.faces
        ]
        spans = [self._span(k, t) for k in range(len(self.free))]
        return sum(
            all(sum(map(mul, normals, point)) + constant >= 0 for normals, constant in faces)
            for point in product(*spans)
        )

    def _span(self, position: int, t: int) -> range:
        """Return a range that holds every value of one free unknown at `t`."""
        corners = [v[position][0] * t + v[position][1] for v in self._vertices]
        if not corners:
            raise NotClosed("a time index has no bound; give every index a range")
        return range(ceil(min(corners)), floor(max(corners)) + 1)


def _row(form: TimeIndex, unknowns: tuple[str, ...], parameter: str) -> Row:
    values: Mapping[str, int] = dict(form.coefficients)
    strangers = set(values) - {*unknowns, parameter}
    if strangers:
        raise NotClosed(f"the time index {min(strangers)!r} has no range")
    normals = tuple(Fraction(values.get(name, 0)) for name in unknowns)
    return normals, Fraction(values.get(parameter, 0)), Fraction(form.constant)


def _plain(value: Fraction) -> Fraction | int:
    """Return a whole number as an integer, which is faster."""
    return value.numerator if value.denominator == 1 else value


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0))


def _combined(row: Row, factor: Fraction, other: Row) -> Row:
    normals = tuple(x - factor * y for x, y in zip(row[0], other[0], strict=True))
    return normals, row[1] - factor * other[1], row[2] - factor * other[2]


def _solved(rows: list[Row]) -> tuple[dict[int, Row], list[OnParameter]] | None:
    """Return the equations solved for pivot unknowns, and those on t; None without solutions.

    What comes out does not depend on the order of the equations.

    Raises:
        NotClosed: when an unknown is a fraction for some t and an integer for others.
    """
    pivots, on_parameter = _eliminate(rows)
    times = {-constant / slope for slope, constant in on_parameter if slope}
    never = any(constant and not slope for slope, constant in on_parameter)
    if never or len(times) > 1 or any(time.denominator != 1 for time in times):
        return None
    for time in times:
        pivots = {k: (row[0], Fraction(0), row[2] + row[1] * time) for k, row in pivots.items()}
    for normals, slope, constant in pivots.values():
        if all(value.denominator == 1 for value in (*normals, slope, constant)):
            continue
        if all(value.denominator == 1 for value in (*normals, slope)):
            return None
        raise NotClosed("the phases fix a time index only up to a fraction")
    return pivots, on_parameter


def _eliminate(rows: list[Row]) -> tuple[dict[int, Row], list[OnParameter]]:
    """Return pivot rows by unknown (coefficient 1 there), and the equations left on t alone."""
    pivots: dict[int, Row] = {}
    on_parameter = []
    for row in rows:
        for k, pivot in pivots.items():
            row = _combined(row, row[0][k], pivot)
        column = next((k for k, value in enumerate(row[0]) if value), None)
        if column is None:
            on_parameter.append(row[1:])
            continue
        scale = row[0][column]
        row = (tuple(x / scale for x in row[0]), row[1] / scale, row[2] / scale)
        pivots = {k: _combined(pivot, pivot[0][column], row) for k, pivot in pivots.items()}
        pivots[column] = row
    return pivots, on_parameter


def _reduced(row: Row, pivots: dict[int, Row], free: tuple[int, ...]) -> Row:
    for k, pivot in pivots.items():
        row = _combined(row, row[0][k], pivot)
    return tuple(row[0][k] for k in free), row[1], row[2]


def _solve(faces: tuple[Row, ...]) -> list[tuple[Fraction, Fraction]] | None:
    """Return the point where the faces meet, or None when they do not meet in one point."""
    pivots, _ = _eliminate(list(faces))
    if len(pivots) < len(faces):
        return None
    return [(-pivots[k][1], -pivots[k][2]) for k in range(len(faces))]
