"""The one place where the paper's model is written down (arXiv 2405.16845, Section 3)."""

from symbolic_mesa.engine.contractions import (
    Contraction,
    Model,
    TimeRange,
    Token,
    Weight,
    fixed_time,
    time_index,
)
from symbolic_mesa.engine.expectation import Block, Manifold


def causal_linear_attention() -> Model:
    """Return one layer of linear causal attention that predicts x_{t+1} for t = 2..T−1.

    With e_t = (0, x_t, x_{t-1}) and ρ_t = t − 1 the prediction is
    ``ŷ_t = Σ_{s<=t} (PV12 x_s + PV13 x_{s-1}) (e_s^* W^KQ e_t) / ρ_t``: block 2 meets x_t and
    block 3 meets x_{t-1}. Its residual connection adds nothing to the first d rows.
    """
    t, s, length = time_index("t"), time_index("s"), time_index("T")
    before = {"2": 0, "3": 1}  # block 2 of a token is x_t, block 3 is x_{t-1}
    prediction = tuple(
        Contraction(
            weights=(Weight(f"PV1{v}", "i", "j"), Weight(f"KQ{k}{q}", "k", "l")),
            tokens=(
                Token("j", s - before[v]),
                Token("k", s - before[k], conjugate=True),
                Token("l", t - before[q]),
            ),
            sums=(TimeRange("s", fixed_time(1), t),),
            divisors=(t - 1,),
        )
        for v in before
        for k in before
        for q in before
    )
    target = (Contraction(tokens=(Token("i", t + 1),)),)
    return Model(prediction, target, "i", TimeRange("t", fixed_time(2), length - 1))


DIAGONAL = Manifold((("KQ32", Block("a")), ("PV12", Block("b"))))
"""The manifold of diagonal initialization (Assumption 3.1): KQ32 = aI, PV12 = bI, all else 0."""
