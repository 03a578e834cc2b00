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
