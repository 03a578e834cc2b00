"""Linear equations between times, in integers and in one normal form.

Two systems with the same solutions have the same reduced rows, whatever equations they came from:
so a system is a key, and what is known of it is known once.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import gcd

from symbolic_mesa.statement.contractions import TimeIndex
from symbolic_mesa.text.errors import NotClosed

Row = tuple[int, ...]  # coefficients of the unknowns, that of the parameter, and the constant
System = tuple[Row, ...]  # reduced: each leading column is 0 in the other rows, leading ones first


def row_of(form: TimeIndex, unknowns: Sequence[str], parameter: str) -> Row:
    """Return the form as a row.

    Raises:
        NotClosed: when a time index is neither an unknown nor the parameter.
    """
    values: Mapping[str, int] = dict(form.coefficients)
    strangers = set(values) - {*unknowns, parameter}
    if strangers:
        raise NotClosed(f"the time index {min(strangers)!r} has no range")
    return (*(values.get(name, 0) for name in (*unknowns, parameter)), form.constant)


def extended(system: System, row: Row) -> System | None:
    """Return the system with one more row that must be zero; None where a row has no integer zeros.

    >>> extended(((1, -1, 0),), (2, 0, -6))
    ((1, 0, -3), (0, 1, -3))
    >>> extended(((1, -1, 0),), (3, -3, 1)) is None
    True
    """
    longer = joined(system, row)
    return None if any(map(_never, longer)) else longer


def reduced(rows: Iterable[Row]) -> System | None:
    """Return the system of these rows; None where a row of it has no integer zeros."""
    system: System | None = ()
    for row in rows:
        system = extended(system, row) if system is not None else None
    return system


def joined(system: System, row: Row) -> System:
    """Return the reduced rows of a system and one more row, over fractions."""
    for other in system:
        row = eliminated(row, other, leading(other))
    column = leading(row)
    if column == len(row):
        return system
    row = _primitive(row, column)
    rows = [_primitive(new, leading(new)) for new in (eliminated(r, row, column) for r in system)]
    rows.insert(sum(leading(other) < column for other in system), row)
    return tuple(rows)


def eliminated(row: Row, other: Row, column: int) -> Row:
    """Return a positive multiple of `row` less a multiple of `other`, with 0 in the column."""
    factor = row[column]
    if not factor:
        return row
    pivot = other[column]  # positive
    return tuple(pivot * x - factor * y for x, y in zip(row, other, strict=True))


def leading(row: Row) -> int:
    """Return the first column that is not 0; the number of columns where there is none."""
    return next((k for k, value in enumerate(row) if value), len(row))


def _primitive(row: Row, column: int) -> Row:
    """Return the row without common factor, positive in the leading column."""
    common = gcd(*row)
    if row[column] < 0:
        common = -common
    return row if common == 1 else tuple(value // common for value in row)


def _never(row: Row) -> bool:
    """Whether a row is zero at no integers: its coefficients share a factor, the constant not."""
    return row[-1] % (gcd(*row[:-1]) or row[-1] + 1) != 0


Ends = tuple[Row, Row]  # the first and the last value of an unknown, in those before it


@lru_cache(1 << 14)  # a pure function of numbers
def attainable(row: Row, ends: tuple[Ends, ...], first: int) -> bool:
    """Whether a row can be zero within the ends of its unknowns, by a bound on either side.

    >>> ends = (((0, 0, 1), (0, 1, 0)),)  # from 1 to t
    >>> [attainable(row, ends, 2) for row in ((1, -1, 0), (1, 1, -2))]
    [True, False]
    """
    return all(_reaches(side, ends, first) for side in (row, tuple(-value for value in row)))


def _reaches(row: Row, ends: Sequence[Ends], first: int) -> bool:
    """Whether a bound from above of the row, for some t >= first, is not negative."""
    for place in reversed(range(len(ends))):
        factor = row[place]
        if factor:
            low, high = ends[place]
            end = high if factor > 0 else low
            row = tuple(
                factor * y + (0 if k == place else x)
                for k, (x, y) in enumerate(zip(row, end, strict=True))
            )
    return any(row[:-2]) or row[-2] > 0 or row[-2] * first + row[-1] >= 0
