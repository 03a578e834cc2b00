"""Keys of the parts of claims about the Hessian: sectors, and which of their eigenvalues is meant.

What a key is written as belongs to it; nobody reads that but people.
"""

from dataclasses import dataclass
from enum import Enum


class Direction(Enum):
    """A direction in a d x d block that the symmetries single out, by what it is called."""

    IDENTITY = "multiples of I"
    TRACELESS = "traceless diagonal"
    SYMMETRIC = "symmetric off-diagonal"
    ANTISYMMETRIC = "antisymmetric off-diagonal"

    @property
    def times(self) -> str:
        """How many such directions are orthogonal to each other, in words."""
        return {
            Direction.IDENTITY: "once",
            Direction.TRACELESS: "d - 1 times",
        }.get(self, "d (d - 1)/2 times")

    def multiplicity(self, dim: int) -> int:
        """Return the same as a number.

        >>> [one.multiplicity(3) for one in Direction]
        [1, 2, 3, 3]
        """
        if self is Direction.IDENTITY:
            return 1
        return dim - 1 if self is Direction.TRACELESS else dim * (dim - 1) // 2


class Which(Enum):
    """One of the eigenvalues of a sector, or what they solve, by what it is called."""

    SMALLER = "smaller"
    LARGER = "larger"
    SMALLEST = "smallest"
    MIDDLE = "middle"
    LARGEST = "largest"
    POLYNOMIAL = "characteristic polynomial in x"
    EQUATION = "polynomial in eta"


class Entries(Enum):
    """The entries of the blocks that are trained, by what that model is called."""

    MASKED = "masked"
    UNMASKED = "unmasked"

    def __str__(self) -> str:
        """Return what it is called."""
        return self.value


@dataclass(frozen=True, slots=True)
class Sector:
    """Blocks that move together, in one direction."""

    blocks: tuple[str, ...]
    direction: Direction

    def __str__(self) -> str:
        """Return how it is written, with its multiplicity.

        >>> str(Sector(("A", "B"), Direction.TRACELESS))
        'A B, traceless diagonal (d - 1 times)'
        """
        return f"{' '.join(self.blocks)}, {self.direction.value} ({self.direction.times})"


@dataclass(frozen=True, slots=True)
class Eigenvalue:
    """An eigenvalue of a sector's matrix, or what belongs to it.

    Attributes:
        sector: the sector.
        which: which of its eigenvalues, or the block that has it alone; None for the only one, or
            for the largest.
    """

    sector: Sector
    which: Which | str | None = None

    def __str__(self) -> str:
        """Return how it is written."""
        if self.which is None:
            return str(self.sector)
        return f"{self.sector}: {self.which.value if isinstance(self.which, Which) else self.which}"
