"""The one place where the paper's model is written down (arXiv 2405.16845, Section 3)."""

from fractions import Fraction

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.models.problem import Paper, Problem, Symbol
from symbolic_mesa.statement.contractions import (
    Contraction,
    Model,
    TimeRange,
    Token,
    Weight,
    fixed_time,
    time_index,
)
from symbolic_mesa.statement.manifolds import Block, Manifold


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

SYMMETRIC = Manifold((("KQ32", Block("a", "alpha")), ("PV12", Block("b", "beta"))))
"""With equal entries off the diagonal: KQ32 = aI + α(J − I), PV12 = bI + β(J − I), J all ones."""

MOMENTS = {
    "m_2": Pattern((("j", 2),), ()),
    "kappa_1": Pattern((("j", 4),), ()),
    "kappa_2": Pattern((("j", 6),), ()),
    "kappa_3": Pattern((("j", 2),), (4,)),
}
"""The moments that Assumption 4.1 names: E x_j², E x_j⁴, E x_j⁶ and Σ_{r≠j} E[x_j² x_r⁴]."""

_SMALL = Fraction(1, 1000)
_SCALES = {
    "a": Symbol("scale of the block KQ32 = a I", _SMALL, slip="b"),
    "b": Symbol("scale of the block PV12 = b I", _SMALL, slip="a"),
    "a_0": Symbol("a at time 0"),
    "b_0": Symbol("b at time 0"),
    "alpha": Symbol(
        "off-diagonal entries of KQ32 = a I + alpha (J - I), J all ones", _SMALL, slip="beta"
    ),
    "beta": Symbol(
        "off-diagonal entries of PV12 = b I + beta (J - I), J all ones", _SMALL, slip="alpha"
    ),
}
_TIMES = {
    "tau": Symbol("time of the gradient flow", condition="> 0"),
    "t": Symbol("time of a prediction", condition="> 0"),
    "T_test": Symbol("length of a test sequence", condition="> 0"),
    "epsilon": Symbol("relative distance of ab from its fixed point", condition="> 0"),
    "eta": Symbol("step size of gradient descent", condition="> 0"),
    "Delta": Symbol("value of a_0^2 - b_0^2, which the flow conserves"),
    "x": Symbol("the variable of a characteristic polynomial: its zeros are eigenvalues"),
}
_MOMENTS = {  # typical as for N(0, I) in d = 5
    "m_2": Symbol("E[x_j^2] of the initial token", Fraction(1), "> 0"),
    "kappa_1": Symbol("E[x_j^4] of the initial token", Fraction(3), "> 0", "kappa_2"),
    "kappa_2": Symbol("E[x_j^6] of the initial token", Fraction(15), "> 0", "kappa_3"),
    "kappa_3": Symbol(
        "sum over r != j of E[x_j^2 x_r^4] of the initial token", Fraction(12), ">= 0", "kappa_2"
    ),
}

_ABOUT = (
    "A sequence x_{t+1} = W x_t starts at the initial token x_1; W = diag(lambda_1..lambda_d), "
    "where the lambda_j are independent and uniform on the unit circle, and independent of x_1",
    "One layer of linear causal attention with the tokens e_t = (0, x_t, x_{t-1}) predicts x_{t+1} "
    "by ŷ_t = 1/(t-1) sum over s = 1..t of (PV12 x_s + PV13 x_{s-1}) (e_s^* A e_t)",
    "The matrix A has the blocks KQ22, KQ23, KQ32, KQ33",
    "The population loss is L = 1/2 sum over t = 2..T-1 of E|ŷ_t - x_{t+1}|^2; training is its "
    "gradient flow in all entries of the six blocks",
)

PROBLEM = Problem(
    "arXiv 2405.16845",
    causal_linear_attention(),
    {"diagonal": DIAGONAL, "symmetric": SYMMETRIC},
    MOMENTS,
    {**_SCALES, **_TIMES, **_MOMENTS},
    exchanges=(("kappa_2", "kappa_3"), ("a", "b"), ("a", "alpha"), ("b", "beta")),
    reserved=frozenset(
        ["s", "mu", "rho", "eta_t", "gamma", "R_1", "R_2", "s_1", "D_1", *"ABCDVWYZENMGKQLnu"]
    ),
    shortest_length=3,
    lengths="training sums over t = 2..T-1",
    about=_ABOUT,
    marks={
        r"\widetilde{a} \widetilde{b}": "the value of ab at which a and b, not both 0, rest: its "
        "limit along the flow from every start with a + b != 0",
    },
    paper=Paper(
        "zheng2024mesa",
        "On Mesa-Optimization in Autoregressively Trained Transformers: Emergence and Capability",
        "Zheng, Chenyu and Huang, Wei and Wang, Rongzhen and Wu, Guoqiang and Zhu, Jun and "
        "Li, Chongxuan",
        2024,
        "arXiv 2405.16845, NeurIPS 2024",
    ),
)
"""Theorem 4.1 and what stands beside it."""
