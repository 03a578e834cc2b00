"""What is stated of a layer on prompts, as values for a witness."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FullPrediction:
    """The prediction of the layer with all blocks, as a sum of products of matrices."""


@dataclass(frozen=True, slots=True)
class FullLoss:
    """The population loss in all blocks."""


@dataclass(frozen=True, slots=True)
class BlocksStay:
    """Whether the gradient in v and r is 0 where both are 0."""


@dataclass(frozen=True, slots=True)
class Loss:
    """The population loss in A."""


@dataclass(frozen=True, slots=True)
class GradientA:
    """The gradient of the loss in A."""


@dataclass(frozen=True, slots=True)
class InverseMinimiser:
    """The matrix whose inverse is the A with the least loss."""


@dataclass(frozen=True, slots=True)
class LeastLoss:
    """The least loss over all matrices A."""


@dataclass(frozen=True, slots=True)
class Excess:
    """The loss less its minimum."""


@dataclass(frozen=True, slots=True)
class FlowU:
    """The velocity of the scale u."""


@dataclass(frozen=True, slots=True)
class FlowMatrix:
    """The velocity of U."""


@dataclass(frozen=True, slots=True)
class Conserved:
    """A quadratic form that the flow of (u, U) keeps, with the coefficient 1 of u²."""


@dataclass(frozen=True, slots=True)
class TestLoss:
    """The loss on prompts with M samples, where training with N ends."""


@dataclass(frozen=True, slots=True)
class TestLossByTraining:
    """The loss on prompts with M samples where attention is divided by N, as in training."""


@dataclass(frozen=True, slots=True)
class TaskShift:
    """The loss of the trained layer on prompts with other tasks."""


@dataclass(frozen=True, slots=True)
class QueryShift:
    """The loss of the trained layer on prompts with other queries."""


@dataclass(frozen=True, slots=True)
class CovariateShift:
    """The loss of the trained layer on prompts whose tokens, the query too, have another law."""


@dataclass(frozen=True, slots=True)
class ShiftLimits:
    """These losses, by kind, as the samples of tests and then of training grow in number."""


@dataclass(frozen=True, slots=True)
class StationaryMatrix:
    """The one uU at which both gradients are 0 where u is not 0."""


@dataclass(frozen=True, slots=True)
class SlopeAtZero:
    """The gradient in u where u is 0; that in U is 0."""


@dataclass(frozen=True, slots=True)
class SaddleCurvature:
    """The second derivative of the loss where u is 0 along a change (b, V) of (u, U)."""


@dataclass(frozen=True, slots=True)
class SaddleDescent:
    """The same along b = tr Λ², V = (1 + G) I, with G of second order in U; it is negative."""


@dataclass(frozen=True, slots=True)
class SteepnessConstant:
    """The largest c with |∇_U L|² ≥ c (L − min L) at every U."""


@dataclass(frozen=True, slots=True)
class SteepnessAttained:
    """An A at which |∇L|² = c (L − min L) and not 0, the gradient in u being 0."""


@dataclass(frozen=True, slots=True)
class HeadsMatrix:
    """The matrix A with which several heads predict."""


@dataclass(frozen=True, slots=True)
class HeadsScaleFlow:
    """The velocity of u of the first head."""


@dataclass(frozen=True, slots=True)
class HeadsMatrixFlow:
    """The velocity of U of the first head."""


@dataclass(frozen=True, slots=True)
class HeadsStationaryMatrix:
    """The sum of all u U at which every gradient is 0 where some u is not 0."""


@dataclass(frozen=True, slots=True)
class HeadsSlopeAtZero:
    """The gradient in u of the first head where every u is 0."""


@dataclass(frozen=True, slots=True)
class HeadsConserved:
    """Quadratic forms that the flow keeps, by the product of two u in each."""


@dataclass(frozen=True, slots=True)
class HeadsScalarFlow:
    """The velocity of a where heads are multiples of I and add up to a I."""


@dataclass(frozen=True, slots=True)
class HeadsTimeCourse:
    """a as a function of time."""


@dataclass(frozen=True, slots=True)
class HeadsUnevenStart:
    """What heads at multiples s_h of I keep, and the square of the velocity of a by it."""


@dataclass(frozen=True, slots=True)
class HeadsSpread:
    """The velocity of the sum over heads of |U − tr(U)/d I|², at a covariance m_2 I."""


@dataclass(frozen=True, slots=True)
class RandomLoss:
    """The mean loss at a multiple of I over random covariances, by their mean traces."""


@dataclass(frozen=True, slots=True)
class RandomMinimiser:
    """The multiple of I at which the mean loss is least over all matrices."""


@dataclass(frozen=True, slots=True)
class RandomLeastLoss:
    """The least mean loss over all matrices."""


@dataclass(frozen=True, slots=True)
class RandomFloor:
    """What is left of it as prompts grow long."""


@dataclass(frozen=True, slots=True)
class ExponentialMinimiser:
    """The multiple of I with the least mean loss for Exp(1) eigenvalues."""


@dataclass(frozen=True, slots=True)
class ExponentialLimits:
    """Mean losses for Exp(1) eigenvalues as prompts grow long, by the A they are at."""


@dataclass(frozen=True, slots=True)
class StartDrop:
    """By how much the loss at u = c, U = cK is below that of predicting 0."""


@dataclass(frozen=True, slots=True)
class StartCondition:
    """The c² up to which that is positive."""


@dataclass(frozen=True, slots=True)
class ScaleBound:
    """A lower bound of u⁴ from then on: the square of that over |∇L(0)|²."""


@dataclass(frozen=True, slots=True)
class ConvergenceRate:
    """The square of the rate at which the loss falls, for such a u."""


@dataclass(frozen=True, slots=True)
class EntryFlow:
    """The velocity of f'Uf for an eigenvector f of the covariance."""


@dataclass(frozen=True, slots=True)
class WishartMoment:
    """The mean of a product of traces of powers of a Wishart matrix.

    Attributes:
        powers: the powers, one a trace.
    """

    powers: tuple[int, ...]
