"""The times of a contraction: which equations between them can hold, and how often they do."""

from dataclasses import dataclass
from fractions import Fraction
from operator import sub

from symbolic_mesa.engine.counting import solutions
from symbolic_mesa.engine.systems import Ends, Row, System, attainable, extended, row_of
from symbolic_mesa.engine.time_counts import NEVER, TimeCount
from symbolic_mesa.statement.contractions import Contraction, TimeIndex, time_index
from symbolic_mesa.text.errors import NotClosed


@dataclass(frozen=True, slots=True)
class Clock:
    """What is known of the times of a contraction.

    Attributes:
        unknowns: the time indices of its inner sums, or all of them where it has no sum.
        parameter: that of its outer sum; nothing where it has none.
        first: the first value of the parameter.
        ends: those of the unknowns.
        faces: rows that must be >= 0.
    """

    unknowns: tuple[str, ...]
    parameter: str
    first: int
    ends: tuple[Ends, ...]
    faces: tuple[Row, ...]

    def row(self, form: TimeIndex) -> Row:
        """Return a time as a row."""
        return row_of(form, self.unknowns, self.parameter)

    def extended(self, system: System, row: Row) -> System | None:
        """Return the system with one more row that must be zero; None where it cannot hold."""
        longer = extended(system, row)
        if longer is None or longer == system:
            return longer
        kept = all(attainable(new, self.ends, self.first) for new in longer if new not in system)
        return longer if kept else None

    def count(self, system: System) -> TimeCount:
        """Return for each value of the parameter at how many times the system holds.

        Raises:
            NotClosed: when that is no polynomial, or a time index has no range.
        """
        if self.parameter:
            return solutions(system, self.faces, len(self.unknowns), self.first)
        if system:
            raise NotClosed("a time index has no range; give every index a range")
        there = all(any(face[:-1]) or face[-1] >= 0 for face in self.faces)
        return TimeCount((Fraction(1),)) if there else NEVER


def clock_of(contraction: Contraction) -> Clock:
    """Return the clock of a contraction, in which there is no token before x_1."""
    times = {token.time for token in contraction.tokens}
    if not contraction.sums:
        names = sorted({name for time in times for name, _ in time.coefficients})
        faces = {row_of(time - 1, names, "") for time in times}
        return Clock(tuple(names), "", 0, (), tuple(sorted(faces)))
    outer, *inner = contraction.sums
    names = [span.name for span in inner]

    def row(form: TimeIndex) -> Row:
        return row_of(form, names, outer.name)

    ends = tuple((row(span.first), row(span.last)) for span in inner)
    faces = {row(time - 1) for time in times}
    for span, (low, high) in zip(inner, ends, strict=True):
        index = row(time_index(span.name))
        faces |= {tuple(map(sub, index, low)), tuple(map(sub, high, index))}
    return Clock(tuple(names), outer.name, outer.first.constant, ends, tuple(sorted(faces)))
