"""What is stated of a layer on white tokens, and of its variants, as values for a witness."""

from dataclasses import dataclass


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
