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
