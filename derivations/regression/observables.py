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
class WishartMoment:
    """The mean of the trace of a power of a Wishart matrix.

    Attributes:
        power: the power.
    """

    power: int


@dataclass(frozen=True, slots=True)
class EvenPart:
    """Whether the even part of the prediction is correlated with nothing that is odd."""


@dataclass(frozen=True, slots=True)
class EffectiveMatrix:
    """The matrix that the odd part of the prediction depends on."""


@dataclass(frozen=True, slots=True)
class StepSize:
    """The multiple of I at which the loss is least."""


@dataclass(frozen=True, slots=True)
class StepSizes:
    """The multiple of I at which the loss is least, in each way of writing the layer."""


@dataclass(frozen=True, slots=True)
class StepSizeOfLaw:
    """The multiple of I at which the loss is least, for tokens of any fourth moment."""


@dataclass(frozen=True, slots=True)
class VarianceOverLabels:
    """The mean variance of the even part where tokens and the query are held."""


@dataclass(frozen=True, slots=True)
class VarianceOverTokens:
    """The mean variance of the even part where the query is held, without labels in it."""


@dataclass(frozen=True, slots=True)
class AllMinimisers:
    """Families of blocks, outside of which no loss is the least."""


@dataclass(frozen=True, slots=True)
class Preconditioner:
    """The matrix at whose inverse times the covariance of the task the loss is least."""


@dataclass(frozen=True, slots=True)
class LayersLoss:
    """The loss of several layers, a function of their steps a_1, a_2, ….

    Attributes:
        depth: how many.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class BestPolynomial:
    """Elementary symmetric functions of the best steps, e_1, e_2, ….

    Attributes:
        depth: how many steps.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class LeastLayersLoss:
    """The least loss of several layers.

    Attributes:
        depth: how many.
    """

    depth: int
