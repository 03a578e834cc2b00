"""One step of gradient descent on the in-context least-squares problem, as data.

L_OLS,t(Ŵ) = ½ Σ_{s=2}^{t} ‖x_s − Ŵ x_{s−1}‖². Its gradient at Ŵ = 0 is −Σ_s x_s x_{s−1}^*.
"""

from dataclasses import replace

from symbolic_mesa.models.causal_linear_attention import causal_linear_attention
from symbolic_mesa.statement.contractions import (
    Contraction,
    TimeRange,
    Token,
    Weight,
    fixed_time,
    time_index,
)

LEFT, RIGHT = "PV12", "KQ32"  # the blocks on either side of the descent direction


def descent_direction() -> Contraction:
    """Return −∂L_OLS,t/∂Ŵ[j, k] at Ŵ = 0: the residual x_s times the conjugate of x_{s−1}.

    The term s = 1 is zero, since x_0 = 0.
    """
    s = time_index("s")
    prediction = Contraction(weights=(Weight("W", "j", "k"),), tokens=(Token("k", s - 1),))
    target = Contraction(tokens=(Token("j", s),))
    slope = replace(prediction, weights=())  # the derivative in W[j, k]
    product = target.times(slope.conjugated())
    return replace(product, sums=(TimeRange("s", fixed_time(1), time_index("t")),))


def preconditioned_step() -> Contraction:
    """Return (1/(t−1)) PV12 (−∇L_OLS,t(0)) KQ32 x_t in coordinates."""
    t = time_index("t")
    step = descent_direction()
    return replace(
        step,
        weights=(Weight(LEFT, "i", "j"), Weight(RIGHT, "k", "l")),
        tokens=(*step.tokens, Token("l", t)),
        divisors=(t - 1,),
    )


def is_preconditioned_step() -> bool:
    """Whether the prediction with all blocks but these two at 0 is that step times x_t."""
    terms = [
        term
        for term in causal_linear_attention().prediction
        if {weight.block for weight in term.weights} <= {LEFT, RIGHT}
    ]
    return terms == [preconditioned_step()]
