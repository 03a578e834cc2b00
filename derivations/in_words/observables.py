"""What claims say of a model in words: a closed family, each with a measure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Loss:
    """The population loss."""


@dataclass(frozen=True)
class Gradient:
    """The gradient of the loss in a weight.

    Attributes:
        weight: its name.
    """

    weight: str


@dataclass(frozen=True)
class NormalMatrix:
    """The matrix that the least loss inverts."""


@dataclass(frozen=True)
class Minimiser:
    """The weight at which the loss is least."""


@dataclass(frozen=True)
class Stays:
    """Whether gradient flow stays on the ansatz."""


@dataclass(frozen=True)
class Velocity:
    """The velocity of a scale.

    Attributes:
        scale: its name.
    """

    scale: str


@dataclass(frozen=True)
class RestingScale:
    """Where a scale rests.

    Attributes:
        scale: its name.
    """

    scale: str


@dataclass(frozen=True)
class Conserved:
    """Quadratic forms in the weights that the flow keeps."""
