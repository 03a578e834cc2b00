"""Routes to what a claim says of the full model: in rationals by enumeration, and in doubles.

They share no code: one adds up polynomials in the phases over a finite rational law, the other
averages over roots of unity and Gauss nodes. Each comes twice: here on the diagonal manifold, where
few points and roots are exact, and in `full_routes` for weights anywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numeric_check.estimates import TOLERANCE, relative_error
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_laws import even_points
from numeric_check.laws.rational_moments import pair_moments
from numeric_check.model.exact_scene import ExactScene
from numeric_check.model.exact_tokens import Enumerated, ExactTokens, Stated
from numeric_check.model.scene import Scene
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import causal_linear_attention
from symbolic_mesa.record import Kind

Sizes = tuple[tuple[int, int], ...]  # pairs (d, T)


FULL_MODEL = "the full model with all six blocks"


@dataclass(frozen=True, eq=False)
class Route:
    """One way to compute observables of the full model.

    Attributes:
        kind: what a check by this route is called.
        law: what x_1 follows, in words.
        model: what is measured, in words.
        sizes: the pairs (d, T) for claims about every d.
        lengths: T for claims about a given d.
        tolerance: the relative error that is rounding.
        scene: the full model for a law without symbols; raises `NoNodes`.
        error: the relative error of a number against what is measured.
    """

    kind: Kind
    law: str
    model: str
    sizes: Sizes
    lengths: Mapping[int, tuple[int, ...]]
    tolerance: float
    scene: Callable[[TokenLaw, int, int], Any]
    error: Callable[[Any, Any], float]

    @property
    def exact(self) -> bool:
        """Whether numbers must agree as rationals."""
        return self.tolerance == 0


def scene_of(law: TokenLaw, dim: int, length: int) -> Scene:
    """Return the model on the diagonal, with nodes of the law; raises `NoNodes`."""
    try:
        scene = Scene(token_nodes(law, dim), length)
        in_range = scene.in_range
    except OverflowError:
        in_range = False
    if not in_range:
        raise NoNodes("the moments of the law are beyond the range of doubles")
    return scene


def exact_error(predicted: Any, measured: Fraction) -> float:
    """Return 0 for equal rationals, else their relative difference, never 0."""
    if predicted == measured:
        return 0.0
    return max(float(min(abs(predicted / measured - 1), 1)) if measured else 1.0, 1e-300)


def rounded_error(predicted: Any, measured: Any) -> float:
    """Return the difference beside the sum of absolute terms."""
    return relative_error(float(predicted), measured)


def stated(law: TokenLaw, dim: int) -> Stated:
    """Return complex tokens by their moments: the statement of the model is multiplied out."""
    return Stated(causal_linear_attention(), pair_moments(law, dim), dim)


def _tokens(law: TokenLaw, dim: int) -> ExactTokens:
    return Enumerated(even_points(law, dim)) if law.real else stated(law, dim)


ENUMERATION = Route(
    "exact-enumeration",
    "a finite rational law with its moments",
    FULL_MODEL,
    sizes=((1, 4), (2, 3), (2, 4), (3, 3)),
    lengths={1: (3, 4, 5), 2: (3, 4), 3: (3,)},
    tolerance=0.0,
    scene=lambda law, dim, length: ExactScene(_tokens(law, dim), length),
    error=exact_error,
)

QUADRATURE = Route(
    "quadrature",
    "the finite law that the full model is run with",
    FULL_MODEL,
    sizes=((1, 4), (2, 3), (2, 5), (3, 3)),
    lengths={1: (3, 4, 5), 2: (3, 4, 5), 3: (3, 4)},
    tolerance=TOLERANCE,
    scene=scene_of,
    error=rounded_error,
)

ON_DIAGONAL = (ENUMERATION, QUADRATURE)
