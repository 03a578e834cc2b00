"""Cases of the initial point, of which a claim about the flow of (a, b) is parted into parts."""

from enum import Enum
from typing import NamedTuple


class Case(Enum):
    """What the initial point satisfies; the value is how that is written."""

    POSITIVE = "Delta > 0"
    NEGATIVE = "Delta < 0"
    ZERO = "Delta = 0"
    OUTSIDE = "a_0 + b_0 != 0"
    ON_LINE = "a_0 + b_0 = 0"
    ABOVE = "a_0 + b_0 > 0"
    BELOW = "a_0 + b_0 < 0"
    CROSSING = "a_0 b_0 < 0"
    SLOW = "0 <= a_0 b_0 <= s"
    FAST = "a_0 b_0 > s"
    SHORT = "a_0 b_0 < s"
    NEAR = "|a_0 b_0| <= s"
    FAR = "|a_0 b_0| > s"

    def __str__(self) -> str:
        """Return how it is written."""
        return self.value


class Expanded(NamedTuple):
    """What is expanded, and for which sign of a_0 + b_0; None for both."""

    name: str
    sign: Case | None = None

    def __str__(self) -> str:
        """Return how it is written."""
        return f"{self.name}, {self.sign}" if self.sign else self.name
