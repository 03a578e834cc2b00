"""How many integer points a polytope has whose faces move with one parameter t.

While no vertex meets another face, the number is a polynomial in t if the vertices are integral
(Ehrhart; Clauss and Loechner 1998, "Parametric analysis of polyhedral iteration spaces"), of a
degree that is at most the dimension. So: find the vertices, find the last t at which one of them
meets a face, fit the polynomial from there on by counting, and count one by one before.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import gcd, lcm
from operator import mul

from symbolic_mesa.engine.polynomials import interpolate
from symbolic_mesa.engine.systems import Row, System, joined, leading
from symbolic_mesa.engine.time_counts import TimeCount, corrected
from symbolic_mesa.text.errors import NotClosed

Faces = tuple[Row, ...]  # forms that must be >= 0, in the unknowns, t, and a constant
Shadows = tuple[Faces, ...]  # what the faces say of no unknown, of the first, of the first two, …


@cache  # a pure function of numbers
def points(faces: Faces, first: int) -> TimeCount:
    """Return for each t >= first how many integer points satisfy all faces.

    Raises:
        NotClosed: when an unknown has no bound, or a vertex is a fraction, so that the number may
            depend on the parity of t.
    """
    cast = shadows(faces, first)
    degree = len(cast) - 1
    start = _settled_from(faces, first)
    samples = tuple(Fraction(points_at(cast, start + k)) for k in range(degree + 1))
    polynomial = interpolate(start, samples)
    return corrected(polynomial, {t: points_at(cast, t) for t in range(first, start)})


def tightened(faces: Sequence[Row], first: int) -> Faces:
    """Return the faces that matter for integers and t >= first, in order.

    Of parallel faces those stay that are the nearest for some t.

    >>> tightened([(2, 0, -3), (1, 0, -1), (-1, 1, 0), (-1, 1, 4)], 1)
    ((-1, 1, 0), (1, 0, -2))
    """
    ends: dict[Row, set[tuple[int, int]]] = {}
    for face in faces:
        *normal, slope, constant = _rounded(face)
        ends.setdefault(tuple(normal), set()).add((slope, constant))
    return tuple(
        (*normal, *end)
        for normal, every in sorted(ends.items())
        for end in sorted(every)
        if not any(other != end and _nearer(other, end, first) for other in every)
    )


def _rounded(face: Row) -> Row:
    """Return the face moved inwards to the next integers, where that is the same for all t."""
    common = gcd(*face[:-1])
    return tuple(value // common for value in face) if common > 1 else face


def _nearer(other: tuple[int, int], end: tuple[int, int], first: int) -> bool:
    """Whether the first of two parallel faces lies within the other for all t >= first."""
    slope, constant = other[0] - end[0], other[1] - end[1]
    return slope <= 0 and slope * first + constant <= 0


def shadows(faces: Faces, first: int) -> Shadows:
    """Return the shadows of a polytope, which eliminate the unknowns from the last to the first.

    Args:
        faces: at least one.
        first: the smallest t that matters.

    Raises:
        NotClosed: when an unknown has no bound.
    """
    cast = [faces]
    for place in reversed(range(len(faces[0]) - 2)):
        above: list[Row] = []
        below: list[Row] = []
        kept: list[Row] = []
        for face in cast[-1]:
            side = above if face[place] > 0 else below if face[place] else kept
            side.append(face)
        if not above or not below:
            raise NotClosed("a time index has no bound; give every index a range")
        met = [
            tuple(one[place] * y - other[place] * x for x, y in zip(one, other, strict=True))
            for one in above
            for other in below
        ]
        cast.append(tightened([(*row[:place], *row[place + 1 :]) for row in kept + met], first))
    return tuple(reversed(cast))


def points_at(cast: Shadows, t: int) -> int:
    """Return the number of integer points at `t`, by walking through all unknowns but the last."""
    there = [[(*face[:-2], face[-2] * t + face[-1]) for face in faces] for faces in cast]
    if any(face[-1] < 0 for face in there[0]):
        return 0
    ahead = [[face for face in faces if face[-2]] for faces in there[1:]]
    return _walked(ahead, ())


def _walked(ahead: Sequence[Sequence[Row]], passed: Row) -> int:
    """Return the number of points whose first unknowns are given, none of the last without one."""
    if not ahead:
        return 1
    low, high = [], []
    for *normal, factor, constant in ahead[0]:
        value = sum(map(mul, normal, passed)) + constant
        if factor > 0:
            low.append(-(value // factor))
        else:
            high.append(value // -factor)
    span = range(max(low), min(high) + 1)
    if len(ahead) == 1:
        return len(span)
    return sum(_walked(ahead[1:], (*passed, number)) for number in span)


def _settled_from(faces: Faces, first: int) -> int:
    """Return a t from which on no vertex meets another face.

    It lies beyond the last meeting, where the set may be a single point before it is empty.

    Raises:
        NotClosed: when the set has a vertex from then on that is a fraction for some t.
    """
    size = len(faces[0]) - 2
    vertices = list(_meetings(faces, size, ()))
    values = [
        [(_at(face, vertex, size), _at(face, vertex, size + 1)) for face in faces]
        for vertex in vertices
    ]
    meetings = (-still // moving + 1 for row in values for moving, still in row if moving)
    start = max(meetings, default=first)
    start = max(start, first)
    for vertex, row in zip(vertices, values, strict=True):
        whole = all(value % line[k] == 0 for k, line in enumerate(vertex) for value in line[-2:])
        if not whole and all(moving * start + still >= 0 for moving, still in row):
            raise NotClosed("the range of a time index ends at a fraction")
    return start


def _meetings(faces: Faces, size: int, met: System) -> Iterator[System]:
    """Yield every point where faces meet, as the rows that fix each unknown."""
    if len(met) == size:
        yield met
        return
    for place, face in enumerate(faces):
        longer = joined(met, face)
        if len(longer) > len(met) and leading(longer[-1]) < size:
            yield from _meetings(faces[place + 1 :], size, longer)


def _at(face: Row, vertex: System, column: int) -> int:
    """Return the slope or the constant of a face at a vertex, times the same positive number."""
    common = lcm(*(line[k] for k, line in enumerate(vertex)))
    passed = (face[k] * line[column] * (common // line[k]) for k, line in enumerate(vertex))
    return common * face[column] - sum(passed)
