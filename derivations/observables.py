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
class Charge:
    """The charge of products of blocks, by part."""


@dataclass(frozen=True, slots=True)
class DiagonalGradient:
    """An entry of the gradient on the diagonal, at (aI, bI).

    Attributes:
        block: the block.
    """

    block: str


@dataclass(frozen=True, slots=True)
class OffDiagonalGradient:
    """An entry of the gradient off the diagonal, at (aI, bI).

    Attributes:
        block: the block.
    """

    block: str


@dataclass(frozen=True, slots=True)
class OtherGradients:
    """Every entry of the gradient in the other four blocks, at (aI, bI)."""


@dataclass(frozen=True, slots=True)
class GradientByMoment:
    """An entry of the gradient at (aI, bI) as a sum over moments, by part.

    Attributes:
        block: the block.
        off: whether the entry is off the diagonal.
    """

    block: str
    off: bool


@dataclass(frozen=True, slots=True)
class AssumptionAsWritten:
    """Whether Assumption 4.1 holds as it is written."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions for off-diagonal entries of the gradient to vanish, by part.

    Attributes:
        length: T, of which they may be conditions.
    """

    length: int | None


@dataclass(frozen=True, slots=True)
class StaysDiagonal:
    """Whether the gradient at (aI, bI) is of that form."""


@dataclass(frozen=True, slots=True)
class Response:
    """Whether an off-diagonal entry responds to a moment, by part."""


@dataclass(frozen=True, slots=True)
class CoordinateVelocity:
    """The velocities at diagonal blocks, by part."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Whether velocities at (aI, bI) are the same in every coordinate."""


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


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The eigenvalues of the Hessian in all blocks where the flow ends, as formulas.

    Attributes:
        init: the start; None for any.
    """

    init: Point


@dataclass(frozen=True, slots=True)
class SpectrumNumbers:
    """The same as numbers."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """Whether the loss has a minimum where the flow ends."""


@dataclass(frozen=True, slots=True)
class StepLimit:
    """The largest step size at which that end is stable, as a formula.

    Attributes:
        init: the start; None for any.
    """

    init: Point


@dataclass(frozen=True, slots=True)
class StepLimitNumbers:
    """The same as a number, or masked and unmasked.

    Attributes:
        surface: whether fixed points are not isolated where training ends.
    """

    surface: bool


@dataclass(frozen=True, slots=True)
class SafeStep:
    """A step size with which that end is reached monotonically.

    Attributes:
        init: the start; None for any.
    """

    init: Point


@dataclass(frozen=True, slots=True)
class GradientStep:
    """Whether the prediction is one gradient step."""


@dataclass(frozen=True, slots=True)
class GradientStepSize:
    """Of which size that step is."""


@dataclass(frozen=True, slots=True)
class Unexplained:
    """What the trained model leaves unexplained."""


@dataclass(frozen=True, slots=True)
class RecoveryCondition:
    """The gap of moments that must be 0 for the sequence to be recovered in the limit."""


@dataclass(frozen=True, slots=True)
class RecoveryGap:
    """What is left unexplained in the limit."""


@dataclass(frozen=True, slots=True)
class Recoverable:
    """Whether the sequence is recovered, and when."""


@dataclass(frozen=True, slots=True)
class PredictionRatio:
    """The mean ratio of prediction to truth at a test length."""


@dataclass(frozen=True, slots=True)
class PredictionRatioVariance:
    """The variance of that ratio."""


@dataclass(frozen=True, slots=True)
class TestError:
    """The mean squared error at a test length."""
