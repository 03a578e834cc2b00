"""What claims about the symmetric manifold say of the model, as values for a witness."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaysSymmetric:
    """Whether the gradient at a symmetric point is symmetric."""


@dataclass(frozen=True, slots=True)
class SymmetricLoss:
    """The loss at a symmetric point."""


@dataclass(frozen=True, slots=True)
class SymmetricVelocity:
    """The velocities at a symmetric point, by part."""


@dataclass(frozen=True, slots=True)
class SymmetricSquareVelocity:
    """The velocity of ‖W‖²/d of both trained blocks at a symmetric point."""


@dataclass(frozen=True, slots=True)
class SymmetricEnd:
    """Where the flow on the symmetric manifold ends.

    Attributes:
        surface: whether fixed points are not isolated there.
    """

    surface: bool


@dataclass(frozen=True, slots=True)
class SymmetricComparison:
    """The same, with the loss there, and the masked one.

    Attributes:
        surface: whether fixed points are not isolated there.
    """

    surface: bool


@dataclass(frozen=True, slots=True)
class PreconditionedStep:
    """Whether the prediction is a preconditioned gradient step."""
