"""What is known where a factor of a stated model stands: the times around it, and their ranges."""

from dataclasses import dataclass

from symbolic_mesa.statement.contractions import TimeIndex, TimeRange
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import Place
from symbolic_mesa.stating.times import LENGTH, greatest, may_exceed
from symbolic_mesa.text.quoting import quoted

TOKEN = "x"  # noqa: S105  # a token of a sequence, not a password
SIZES = (LENGTH, "T_test", "d")
GRAMMAR = ("I", "J", "sum", "conj", "delta", "tr", "block", "diag", "fixed")
RESERVED = (TOKEN, *SIZES, *GRAMMAR)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known where a factor stands.

    Attributes:
        ranges: those of the times that may stand in forms: the steps, and the sums around.
        weighted: whether weights may stand here; a target has none.
    """

    ranges: tuple[TimeRange, ...]
    weighted: bool = True

    @property
    def step(self) -> str:
        """The time that all terms share."""
        return self.ranges[0].name

    @property
    def times(self) -> tuple[str, ...]:
        """The names of the times."""
        return tuple(span.name for span in self.ranges)

    @property
    def shortest_length(self) -> int:
        """The smallest T at which there is a step."""
        steps = self.ranges[0]
        return max(1, steps.first.constant - steps.last.constant)

    def within(self, span: TimeRange) -> "Scope":
        """Return what is known in a sum over another time."""
        return Scope((*self.ranges, span), self.weighted)

    def free_name(self, name: str, place: Place) -> str:
        """Return the name of a time, if it is free.

        Raises:
            Misstated: when it is not.
        """
        if name in self.times:
            raise Misstated(f"the time {quoted(name)} is taken; choose another name", place)
        if name in RESERVED:
            raise Misstated(f"{quoted(name)} has a meaning; choose another name", place)
        return name

    def coordinate(self, name: str, place: Place) -> str:
        """Return the name of a coordinate.

        Raises:
            Misstated: when it is a time, or has a meaning.
        """
        if name in self.times:
            raise Misstated(f"{quoted(name)} is a time, not a coordinate", place)
        if name in RESERVED:
            raise Misstated(f"{quoted(name)} has a meaning; choose another coordinate", place)
        return name

    def not_after_the_end(self, time: TimeIndex, written: str, place: Place) -> TimeIndex:
        """Return the time of a token, if it never exceeds T.

        Raises:
            Misstated: when it can.
        """
        ranges = {span.name: span for span in self.ranges}
        if may_exceed(greatest(time, ranges), self.shortest_length):
            raise Misstated(f"{written} can be after the last token, x_T", place)
        return time
