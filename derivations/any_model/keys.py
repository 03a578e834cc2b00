"""Keys of the parts of claims about stated models."""

from dataclasses import dataclass


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
