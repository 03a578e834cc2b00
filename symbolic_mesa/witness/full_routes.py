"""Routes to what a claim says of the full model at weights anywhere, in all six blocks."""

from numeric_check.estimates import TOLERANCE
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.rational_laws import signed_points
from numeric_check.model.exact_full_scene import ExactFullScene
from numeric_check.model.exact_tokens import Enumerated, ExactTokens
from numeric_check.model.full_scene import FullScene
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.witness.routes import (
    ENUMERATION,
    FULL_MODEL,
    QUADRATURE,
    Route,
    exact_error,
    rounded_error,
    scene_of,
    stated,
)

MOST_SEQUENCES = 100_000  # of complex tokens, which have many nodes


def _full_scene(law: TokenLaw, dim: int, length: int) -> FullScene:
    found = FullScene(scene_of(law, dim, length).nodes, length)
    if not law.real and found.sequences > MOST_SEQUENCES:
        raise NoNodes(f"complex tokens at d = {dim}, T = {length} have too many sequences for it")
    return found


def _tokens(law: TokenLaw, dim: int) -> ExactTokens:
    return Enumerated(signed_points(law, dim)) if law.real else stated(law, dim)


FULL_ENUMERATION = Route(
    "exact-enumeration",
    ENUMERATION.law,
    FULL_MODEL,
    sizes=((2, 3), (2, 4), (3, 3)),
    lengths={1: (3, 4), 2: (3, 4), 3: (3,)},
    tolerance=0.0,
    scene=lambda law, dim, length: ExactFullScene(_tokens(law, dim), length),
    error=exact_error,
)


FULL_QUADRATURE = Route(
    "quadrature",
    QUADRATURE.law,
    FULL_MODEL,
    sizes=((2, 3), (2, 4), (2, 7), (3, 3), (3, 4)),
    lengths={1: (3, 4, 7), 2: (3, 4, 7), 3: (3, 4)},
    tolerance=TOLERANCE,
    scene=_full_scene,
    error=rounded_error,
)

ANYWHERE = (FULL_ENUMERATION, FULL_QUADRATURE)
