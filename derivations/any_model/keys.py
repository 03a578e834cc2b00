"""Keys of the parts of claims about stated models."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class OnSet:
    """What is said on one of several sets of weights.

    Attributes:
        number: of the set, from 1.
        free: the scales that can be anything on it.
        name: what is said: a scale, or ``L``, the loss.
    """

    number: int
    free: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(OnSet(2, ("a", "g"), "b")), str(OnSet(1, (), "L"))
        ('set 2, any a and g: b', 'set 1, a point: L')
        """
        where = f"any {' and '.join(self.free)}" if self.free else "a point"
        return f"set {self.number}, {where}: {self.name}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two scales, in which something is derived.

    Attributes:
        first: a scale.
        second: the same, or one after it.
    """

    first: str
    second: str

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(Pair("a", "b"))
        'a b'
        """
        return f"{self.first} {self.second}"


class Weights(Enum):
    """Where the weights are, by what that is called."""

    ANY = "any scales"
    TRAINED = "at the fixed point"

    def __str__(self) -> str:
        """Return what it is called."""
        return self.value
