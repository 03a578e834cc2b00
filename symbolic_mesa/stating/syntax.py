"""The parts of a stated model as they are written, each with its place in the text."""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a text, from 1."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not negative."""

    value: Fraction
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name without indices: a time."""

    name: str
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A token x[time, coordinate], or an entry W[row, column] of a weight block."""

    name: str
    first: "Expression"
    second: str
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Delta:
    """1 where two coordinates are the same, else 0."""

    left: str
    right: str
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Range:
    """A time that runs from one form to another, both included."""

    name: str
    first: "Expression"
    last: "Expression"
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Conjugate:
    """The complex conjugate of an expression."""

    of: "Expression"
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Bracket:
    """An expression in brackets."""

    of: "Expression"
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    """A factor to a whole power."""

    base: "Factor"
    exponent: int
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Turned:
    """The transpose of a factor."""

    of: "Factor"
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Traced:
    """The trace of an expression."""

    of: "Expression"
    place: Place = field(default=START, compare=False)


@dataclass(frozen=True, slots=True)
class Blocked:
    """A matrix of blocks, by rows."""

    rows: tuple[tuple["Expression", ...], ...]
    place: Place = field(default=START, compare=False)


Factor = (
    Number | Name | Indexed | Delta | Range | Conjugate | Bracket | Power | Turned | Traced
    | Blocked
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Product:
    """Factors over a divisor, with a sign; a `Range` among them reaches to the end.

    Attributes:
        negative: whether it is subtracted.
        factors: what is multiplied.
        divisor: what the product is divided by.
    """

    negative: bool
    factors: tuple[Factor, ...]
    divisor: Factor | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A sum of products."""

    terms: tuple[Product, ...]
    place: Place = field(default=START, compare=False)
