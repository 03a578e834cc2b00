"""Theorem 4.2 and Corollary 4.1: what the trained model can do, and what it cannot.

Statement. At (aI, bI) the prediction is one step of gradient descent from 0 on the in-context
least-squares problem, with the step size ab/(t−1), for every sequence. Trained at T, where ab = s*,
the model leaves the fraction 1 − κ1²/(m2 (κ2 + κ3 H/(T−2))) of the tokens' energy unexplained. It
recovers sequences in the limit exactly when m2 κ2 = κ1², that is when every coordinate lies in
{0, ±√(κ2/κ1)} almost surely; at every length exactly when in addition κ3 = 0.

Proof. The contraction of the prediction is that of the step, index by index. Per coordinate and
step the loss is ½ (m2 − κ1 s*), and m2 κ2 − κ1² = κ2 E(s x³ − x)² with s = κ1/κ2: it is 0 exactly
when s x³ = x almost surely (both directions). At finite T it is 0 only if κ3 H/(T−2) = 0 too.
"""

from derivations.capability.gradient_step import gd_equivalence, ols_step_size
from derivations.capability.predictions import ratio, ratio_variance, test_error, unexplained
from derivations.capability.problem import capability
from derivations.capability.recovery import condition, gap, recoverable
from symbolic_mesa.record import Derivation
from symbolic_mesa.setting import Setting

ID = "theorem-4.2"
TITLE = "what the trained model can do: one gradient step, which laws it recovers, its errors"


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension, a length and a test length."""
    problem = capability(setting)
    steps = (
        gd_equivalence(),
        ols_step_size(setting),
        unexplained(problem),
        condition(problem),
        gap(problem),
        recoverable(problem),
        ratio(problem),
        ratio_variance(problem),
        test_error(problem),
    )
    return Derivation(ID, TITLE, steps)
