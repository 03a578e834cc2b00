"""What the claims about linear causal attention say of the model, as values for a witness.

Each type is one kind of statement, and carries the data that its measure needs; the measures are in
the module that a registry entry names as its witness.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Point: TypeAlias = tuple[Fraction, ...] | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of x_1, of each coordinate.

    Attributes:
        name: the moment.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Energy:
    """The loss of the prediction 0."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The prediction as a polynomial."""


@dataclass(frozen=True, slots=True)
class LossByMoment:
    """The loss as a sum over moments, by part."""


@dataclass(frozen=True, slots=True)
class Loss:
    """The loss at (aI, bI)."""


@dataclass(frozen=True, slots=True)
class Velocity:
    """The velocity −∂L/∂W[j, j] of a diagonal entry, of each coordinate.

    Attributes:
        block: the block W.
    """

    block: str


@dataclass(frozen=True, slots=True)
class SquareVelocity:
    """The velocity of both squared scales."""


@dataclass(frozen=True, slots=True)
class StationaryProduct:
    """The product of the two scales at which the velocities vanish."""


@dataclass(frozen=True, slots=True)
class StationaryLoss:
    """The loss there."""


@dataclass(frozen=True, slots=True)
class CoordinateVelocity:
    """The velocities at diagonal blocks, by part."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Whether velocities at (aI, bI) are the same in every coordinate."""
