"""Stability of the fixed point of Theorem 4.1, and the step sizes of gradient descent.

Statement. Let x_1 be exchangeable and symmetric under signs of coordinates, or d = 1. Where
training from diagonal initialization ends, the Hessian of L in all six blocks falls into sectors of
at most three blocks; the fixed point is a global minimum of L. Gradient descent is stable there for
η < 2/λ_max, and with η C n + (η C s)²/4 = 1 (n bounds a² + b² on the way) ab goes
monotonically to s.

The proofs are in `sectors` (symmetries), `minimum` (sums of squares) and `step_safe`.
"""

from derivations.stability.minimum import local_minimum
from derivations.stability.problem import stability
from derivations.stability.spectrum import spectrum
from derivations.stability.step_limit import step_limit
from derivations.stability.step_safe import step_safe
from symbolic_mesa.record import Derivation
from symbolic_mesa.setting import Setting

ID = "theorem-4.1-stability"
TITLE = "second order in all six blocks where training ends; step sizes"


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension, a length and an initial point."""
    problem = stability(setting)
    limit = step_limit(problem)
    steps = (spectrum(problem), local_minimum(problem), limit, step_safe(problem, limit))
    return Derivation(ID, TITLE, steps)
