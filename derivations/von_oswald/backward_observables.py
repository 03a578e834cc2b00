"""What is stated of a mesa-layer that is run backwards, as values for a witness."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InverseDifferential:
    """By how much an inverse changes to first order, as a sum of words."""


@dataclass(frozen=True, slots=True)
class QueryGradient:
    """The gradient of a loss in a query, as a sum of words."""


@dataclass(frozen=True, slots=True)
class OutputGradient:
    """The gradients in a layer's state of what one output adds to a loss."""


@dataclass(frozen=True, slots=True)
class StateGradient:
    """The gradients of a loss in a layer's state, from those in the next one."""


@dataclass(frozen=True, slots=True)
class PairGradient:
    """The gradients of a loss in a key and a value, from those in the state after them."""


@dataclass(frozen=True, slots=True)
class ForgettingGradient:
    """The derivative of a loss in a forgetting factor, a formula in traces."""


@dataclass(frozen=True, slots=True)
class StartGradient:
    """The gradient of a loss in R_0, as a sum of words."""


@dataclass(frozen=True, slots=True)
class LambdaGradient:
    """The derivative of a loss in lambda, a formula in a trace."""


@dataclass(frozen=True, slots=True)
class GradientsAtOnce:
    """The gradients of one output in all values and all keys, as sums of words."""
