"""How many time indices make every phase cancel: exact for every t, a polynomial from some t on.

The equations give some times in terms of others, which are integers within faces that move with t.
What falls apart is counted apart, and times without a name: there are few problems, met often.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from math import prod

from symbolic_mesa.engine.patterns import merged
from symbolic_mesa.engine.polytopes import Faces, points, points_at, shadows, tightened
from symbolic_mesa.engine.systems import Row, System, leading, reduced, row_of
from symbolic_mesa.engine.time_counts import NEVER, TimeCount, at_once, while_positive
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
    system = reduced(row_of(form, unknowns, parameter) for form in equations)
    faces = tuple(row_of(form, unknowns, parameter) for form in bounds)
    size = len(unknowns)
    return NEVER if system is None else solutions(system, faces, size, first)


def solutions(system: System, faces: Faces, size: int, first: int) -> TimeCount:
    """Return for each t >= first how many integers solve the system within the faces.

    Args:
        system: rows that must be zero.
        faces: rows that must be >= 0.
        size: how many unknowns there are.
        first: the smallest t.

    Raises:
        NotClosed: as `count_solutions`.
    """
    if system and leading(system[-1]) == size:  # t = −c alone, and no other row has t in it
        *others, (*_, constant) = system
        still = [(*face[:size], 0, face[-1] - face[-2] * constant) for face in faces]
        number = _number(_freed(others, still), size - len(others))
        return at_once(-constant, number) if -constant >= first else NEVER
    return _numbers(_freed(system, faces), size - len(system), first)


def _numbers(faces: Sequence[Row] | None, size: int, first: int) -> TimeCount:
    """Return for each t >= first how many integer points satisfy the faces."""
    if faces is None:
        return NEVER
    count = while_positive([(face[-2], face[-1]) for face in faces if not any(face[:size])], first)
    for part in _parts(faces, size, first) if count else ():
        count = count.times(points(part, first))
    return count


def _number(faces: Sequence[Row] | None, size: int) -> int:
    """Return how many integer points satisfy the faces, which do not move."""
    if faces is None or any(face[-1] < 0 for face in faces if not any(face[:size])):
        return 0
    return prod(points_at(shadows(part, 0), 0) for part in _parts(faces, size, 0))


def _parts(faces: Sequence[Row], size: int, first: int) -> Iterator[Faces]:
    """Yield the faces of unknowns that no face joins to others, the unknowns in a canonical order.

    Raises:
        NotClosed: when an unknown has no face.
    """
    near = tightened([face for face in faces if any(face[:size])], first)
    joined = [[k for k in range(size) if face[k]] for face in near]
    part = merged(range(size), [(here[0], k) for here in joined for k in here[1:]])
    members: dict[int, list[int]] = {}
    for k in range(size):
        members.setdefault(part[k], []).append(k)
    for some in members.values():
        own = [face for face, (k, *_) in zip(near, joined, strict=True) if k in some]
        if not own:
            raise NotClosed("a time index has no bound; give every index a range")
        looks = {
            k: sorted((face[k], sorted(face[:size]), face[size:]) for face in own) for k in some
        }
        order = sorted(some, key=looks.__getitem__)
        yield tuple(sorted((*(face[k] for k in order), *face[size:]) for face in own))


def _freed(system: Sequence[Row], faces: Sequence[Row]) -> Sequence[Row] | None:
    """Return the faces in unknowns that are free; None where the system is never solved.

    A change of unknowns in whole numbers, as is its inverse, leaves an equation one unknown.

    Raises:
        NotClosed: when an unknown is a fraction for some t and an integer for others.
    """
    rows = [*system, *faces]
    for _ in system:
        single, *others = _gathered(rows)
        place = leading(single)
        slope, wild = divmod(single[-2], single[place])
        constant, missed = divmod(single[-1], single[place])
        if wild:
            raise NotClosed(
                "the phases fix a time index only up to a fraction: how many times there are "
                "depends on the parity of t"
            )
        if missed:
            return None
        rows = [
            (
                *row[:place],
                *row[place + 1 : -2],
                row[-2] - row[place] * slope,
                row[-1] - row[place] * constant,
            )
            for row in others
        ]
    return rows


def _gathered(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows in unknowns of which one is in the first row (Euclid's algorithm)."""
    while True:
        single = rows[0]
        columns = [k for k, value in enumerate(single[:-2]) if value]
        place = min(columns, key=lambda k: abs(single[k]))
        factors = [(k, single[k] // single[place]) for k in columns if k != place]
        if not factors:
            return rows
        rows = [_moved(row, row[place], factors) for row in rows]


def _moved(row: Row, value: int, factors: Sequence[tuple[int, int]]) -> Row:
    """Return the row with a multiple of one column taken from others."""
    moved = [*row]
    for column, factor in factors if value else ():
        moved[column] -= factor * value
    return tuple(moved)
