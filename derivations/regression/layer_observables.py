"""What is stated of several layers on prompts, as values for a witness."""

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class LayerGradients:
    """The gradient in each A_k at A_j = a_j Λ⁻¹, by the derivatives g_k of the loss along a_k.

    Attributes:
        depth: how many layers.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class WhiteLayerGradients:
    """The gradient in each Λ^½ A_k Λ^½ there, likewise.

    Attributes:
        depth: how many layers.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class OtherLayerGradients:
    """The gradient in each A_k at A_j = a Λ⁻¹ for tasks N(0, I).

    Attributes:
        depth: how many layers.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class GradientOffSet:
    """The square of what the gradient in A_k has beside a multiple of Λ⁻¹, over g_k²."""


@dataclass(frozen=True, slots=True)
class OtherRest:
    """The gradient in A of one layer at the best multiple of Λ⁻¹, for tasks N(0, I)."""


@dataclass(frozen=True, slots=True)
class CommonStep:
    """The derivative of the loss by one step of all layers; of one layer, where it is 0.

    Attributes:
        depth: how many layers.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class CommonLoss:
    """The least loss of layers with one step, by that step; of one layer without it.

    Attributes:
        depth: how many layers.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class CommonDigits:
    """The best common step and the loss there, at numbers for d and N.

    Attributes:
        depth: how many layers.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class Minors:
    """The mean of the sum of the squares of all k × k minors of a white d × N matrix, by k."""


@dataclass(frozen=True, slots=True)
class PosteriorMean:
    """The mean of the task given tokens and labels, with few and with many samples."""


@dataclass(frozen=True, slots=True)
class BayesLoss:
    """The loss of the predictor by that mean, likewise."""
