"""Corollary 4.1: the prediction at (aI, bI) is Ŵ_t x_t, Ŵ_t one step of gradient descent from 0."""

from dataclasses import replace

from derivations.capability import observables
from derivations.diagonal import ON_DIAGONAL, PAPER
from derivations.in_context import descent_direction
from symbolic_mesa.engine.reduction import on_manifold
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.causal_linear_attention import DIAGONAL, PROBLEM, causal_linear_attention
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.contractions import Contraction, Token, time_index

TIME = "t"


def ols_step_size(setting: Setting) -> Step:
    """The factor between the prediction and −∇L_OLS,t(0) x_t."""
    ((scales, divisor),) = _factors()
    field = field_of(PROBLEM, setting, (*DIAGONAL.scales, TIME))
    value = field.field.one / (field.symbol(TIME) + divisor)
    for scale in scales:
        value = value * field.symbol(scale)
    return Step(
        "ols-step-size",
        Claim(
            "step size of the gradient descent step that the prediction at t is, at KQ32 = aI, "
            "PV12 = bI",
            "eta_t",
            r"\eta_t",
            value=Formula(value, field),
        ),
        why="the factor that is left of the prediction's contraction beside the descent direction",
        premises=("gd-equivalence",),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Corollary 4.1",
        observable=observables.GradientStepSize(),
    )


def gd_equivalence() -> Step:
    """The same contraction, index by index: for every sequence, d and t."""
    return Step(
        "gd-equivalence",
        Claim(
            "at KQ32 = aI, PV12 = bI the prediction is W_t x_t with W_t one step of gradient "
            "descent from 0 on L_OLS,t(W) = 1/2 sum over i = 1..t-1 of |x_{i+1} - W x_i|^2, for "
            "every sequence",
            "one gradient step",
            r"\text{one gradient step}",
            value=bool(_factors()),
            reason=(
                "-grad L_OLS,t(0) = sum of x_{i+1} x_i^*; the prediction is a b/(t-1) times it, "
                "applied to x_t",
            ),
        ),
        why="with KQ32 = a I and PV12 = b I the indices of the prediction are equal in pairs; what "
        "is left is the contraction of the descent direction with x_t",
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Corollary 4.1",
        observable=observables.GradientStep(),
        obligations=(_same_contraction,),
    )


def _factors() -> list[tuple[tuple[str, ...], int]]:
    """Return the scales and the divisor t + n of the prediction beside the step; none if unlike."""
    terms = on_manifold(causal_linear_attention().prediction, DIAGONAL)
    step = _step()
    if [_without_divisor(one.term) for one in terms] != [step]:
        return []
    return [(one.scales, one.term.divisors[0].constant) for one in terms]


def _step() -> Contraction:
    """Return −∇L_OLS,t(0) x_t in coordinates."""
    direction = descent_direction()
    applied = replace(direction, tokens=(*direction.tokens, Token("k", time_index("t"))))
    (written,) = on_manifold((applied.renamed({"j": "i", "k": "k"}, {}),), DIAGONAL)
    return written.term


def _without_divisor(term: Contraction) -> Contraction:
    return replace(term, divisors=())


def _same_contraction(claim: Claim) -> Check:
    holds = bool(_factors())
    detail = f"the prediction's contraction {'is' if holds else 'is not'} that of the step"
    return Check.decided("symbolic-zero", claim.value is holds, detail)
