"""Keys of the parts of claims about layers that optimize."""

from dataclasses import dataclass


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
