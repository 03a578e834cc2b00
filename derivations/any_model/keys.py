"""Keys of the parts of claims about stated models."""

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from symbolic_mesa.formulas.formula import Formula

Equations = tuple[tuple[Formula, Fraction], ...]
"""Formulas, often one symbol each, and the numbers that they are."""


@dataclass(frozen=True, slots=True)
class OnSet:
    """What is said on one of several sets of weights.

    Attributes:
        number: of the set, from 1.
        free: the scales that can be anything on it.
        name: what is said: a scale, or ``L``, the loss.
        where: equations that hold, in words; none of what is so in general.
        place: the same, as formulas and numbers.
    """

    number: int
    free: tuple[str, ...]
    name: str
    where: str = ""
    place: Equations = field(default=(), compare=False)

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(OnSet(2, ("a", "g"), "b")), str(OnSet(1, (), "L", "T = 4"))
        ('set 2, any a and g: b', 'set 1, a point, at T = 4: L')
        """
        return f"{self.heading}: {self.name}"

    @property
    def heading(self) -> str:
        """What parts of several names have in common."""
        return _set(self.number, self.free, self.where)

    @property
    def anywhere(self) -> "OnSet":
        """The same, wherever it may be."""
        return OnSet(self.number, self.free, self.name)


@dataclass(frozen=True, slots=True)
class KindOfSet:
    """What kind of fixed points one of several sets has.

    Attributes:
        number: of the set, from 1.
        free: the scales that can be anything on it.
        where: equations that hold, in words; none of what is so in general.
        place: the same, as formulas and numbers.
    """

    number: int
    free: tuple[str, ...]
    where: str = ""
    place: Equations = field(default=(), compare=False)

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(KindOfSet(2, ("a", "g")))
        'set 2, any a and g'
        """
        return _set(self.number, self.free, self.where)

    @property
    def anywhere(self) -> "KindOfSet":
        """The same, wherever it may be."""
        return KindOfSet(self.number, self.free)


@dataclass(frozen=True, slots=True)
class FormAt:
    """A conserved form where more is conserved than in general.

    Attributes:
        number: of the form, from 1.
        where: equations that hold there, in words.
        place: the same, as formulas and numbers.
    """

    number: int
    where: str
    place: Equations = field(default=(), compare=False)

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(FormAt(1, "T = 3"))
        'Q_1 at T = 3'
        """
        return f"{self.anywhere} at {self.where}"

    @property
    def anywhere(self) -> str:
        """The same, wherever it may be."""
        return f"Q_{self.number}"


def _set(number: int, free: tuple[str, ...], where: str) -> str:
    what = f"any {' and '.join(free)}" if free else "a point"
    return f"set {number}, {what}" + (f", at {where}" if where else "")


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


class Kind(Enum):
    """What kind of fixed point it is on the ansatz, by what that is called."""

    MINIMUM = "a minimum"
    MAXIMUM = "a maximum"
    NEITHER = "neither"

    def __str__(self) -> str:
        """Return what it is called."""
        return self.value


@dataclass(frozen=True, slots=True)
class AtPoint:
    """What is said at one of several fixed points.

    Attributes:
        number: of the point, from 1.
        kind: what kind of point it is.
        name: what is said: a scale, or ``L``, the loss.
    """

    number: int
    kind: Kind
    name: str

    def __str__(self) -> str:
        """Return how it is written.

        >>> str(AtPoint(2, Kind.MINIMUM, "a"))
        'point 2, a minimum: a'
        """
        return f"{self.heading}: {self.name}"

    @property
    def heading(self) -> str:
        """What parts of several names have in common."""
        return f"point {self.number}, {self.kind}"
