"""What claims about the trained model say of it, as values for a witness."""

from dataclasses import dataclass


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
