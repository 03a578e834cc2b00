"""What is stated of layers that optimize, as values for a witness."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RankOneInverse:
    """The inverse of M + k k' as a sum of words in R, the inverse of M, and k."""


@dataclass(frozen=True, slots=True)
class ForgettingInverse:
    """The inverse of γ M + k k' as a sum of words in R, the inverse of M, and k."""


@dataclass(frozen=True, slots=True)
class LeastSquaresGradient:
    """The gradient of a weighted, ridged least-squares loss, as a sum of words."""


@dataclass(frozen=True, slots=True)
class LeastSquaresSolution:
    """Where that gradient is 0, as a word in R, the inverse of K D K' + μ I."""


@dataclass(frozen=True, slots=True)
class EffectiveBlocks:
    """The blocks of one linear head as they act on s_u and s_{u-1}, as sums of words."""


@dataclass(frozen=True, slots=True)
class AddedByAToken:
    """What a token adds to the output of a head that takes a gradient step, as a sum of words."""


@dataclass(frozen=True, slots=True)
class ByDegree:
    """The output at a third token less the gradient step, by how often each token occurs."""


@dataclass(frozen=True, slots=True)
class OnlyBlocks:
    """Blocks with which a head takes the gradient step on every sequence, up to a scale c."""


@dataclass(frozen=True, slots=True)
class NoOtherBlocks:
    """Whether no other blocks do, at sizes d."""

    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BlocksOfNumbers:
    """Further blocks that do at d = 1, as formulas."""


@dataclass(frozen=True, slots=True)
class ErrorOfALayer:
    """What a layer q + (I − M) q^(k) makes of an error, as a sum of words."""


@dataclass(frozen=True, slots=True)
class ErrorAlong:
    """The error after k layers along an eigenvector, a formula in its eigenvalue for each k."""


@dataclass(frozen=True, slots=True)
class LimitOfSpectrum:
    """The eigenvalue from which on such layers do not converge."""


@dataclass(frozen=True, slots=True)
class LimitOfKeys:
    """The same of K K', with a ridge."""


@dataclass(frozen=True, slots=True)
class Converges:
    """Whether such layers converge for every K."""


@dataclass(frozen=True, slots=True)
class WorstFactor:
    """The largest factor of an error in a layer, by which end of the spectrum is farther from 1."""


@dataclass(frozen=True, slots=True)
class BestStep:
    """The step of a layer with the least largest factor."""


@dataclass(frozen=True, slots=True)
class BestRate:
    """That factor, by the condition number."""


@dataclass(frozen=True, slots=True)
class AcceleratedWeights:
    """The weights of accelerated layers, a formula in σ for each layer."""


@dataclass(frozen=True, slots=True)
class AcceleratedError:
    """What k accelerated layers multiply an error by, along an eigenvector."""


@dataclass(frozen=True, slots=True)
class AcceleratedBound:
    """The largest size of that, by the condition number."""


@dataclass(frozen=True, slots=True)
class AcceleratedRate:
    """By what that bound falls with a layer in the end."""


@dataclass(frozen=True, slots=True)
class Turns:
    """How often that is of the largest size."""


@dataclass(frozen=True, slots=True)
class NoBetterLayers:
    """Whether no k layers have a smaller bound."""


@dataclass(frozen=True, slots=True)
class LayersNeeded:
    """How many layers make an error so small, by condition number and kind of layer."""


@dataclass(frozen=True, slots=True)
class CopyScores:
    """The scores with which a causal linear layer gives the token before."""


@dataclass(frozen=True, slots=True)
class CopyMinor:
    """A minor of these scores, a formula for each T."""


@dataclass(frozen=True, slots=True)
class CopyDimension:
    """The least dimension of positions with such scores, by T."""


@dataclass(frozen=True, slots=True)
class SoftmaxLeak:
    """The weight that softmax gives to other tokens than the one before."""


@dataclass(frozen=True, slots=True)
class SoftmaxGain:
    """How far scores are to be apart for a leak."""


@dataclass(frozen=True, slots=True)
class CopiesExactly:
    """Whether softmax gives the token before exactly."""


@dataclass(frozen=True, slots=True)
class CircleGap:
    """How far scores of positions on a circle are apart."""


@dataclass(frozen=True, slots=True)
class LayersError:
    """The mean squared error of some steps of gradient descent of one size, on a process.

    Attributes:
        steps: how many.
    """

    steps: int


@dataclass(frozen=True, slots=True)
class LayersBestSize:
    """The size at which that of one step is least."""


@dataclass(frozen=True, slots=True)
class LayersLeast:
    """That least error."""


@dataclass(frozen=True, slots=True)
class MesaExact:
    """The least time from which on the least-squares solution predicts every next token."""


@dataclass(frozen=True, slots=True)
class FewShot:
    """A mean square of predictions from few-shot prompts.

    Attributes:
        what: which: the id of its step.
    """

    what: str
