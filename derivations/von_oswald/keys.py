"""Keys of the parts of claims about layers that optimize."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Where:
    """What is said where a condition holds.

    Attributes:
        left: its left-hand side.
        relation: ``<``, ``<=``, ``=`` or ``>=``.
        right: its right-hand side.
    """

    left: str
    relation: str
    right: str

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(Where("u", "<", "t-1"))
        'u < t-1'
        """
        return f"{self.left} {self.relation} {self.right}"


class State(Enum):
    """What a mesa-layer keeps of its past, by how it is written."""

    NORMAL = "R^-1"
    CROSS = "S"

    def __str__(self) -> str:
        """Return how it is written."""
        return self.value


Part = str | State
"""What is differentiated by: a letter, or a part of the state."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What is said of one forgetting factor.

    Attributes:
        gamma: the factor.
    """

    gamma: Fraction

    def __str__(self) -> str:
        """Return how it is written."""
        return f"gamma={self.gamma}"
