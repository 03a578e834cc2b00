"""A head of linear causal attention whose tokens hold x_t alone, without x_{t-1} beside it."""

from fractions import Fraction

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.models.problem import Problem, Symbol
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


def single_token_head() -> Model:
    """Return the head that predicts x_{t+1} for t = 1..T−1.

    With e_t = (0, x_t), ρ_t = t: ``ŷ_t = Σ_{s<=t} PV12 x_s (x_s^* KQ22 x_t) / t``.
    """
    t, s, length = time_index("t"), time_index("s"), time_index("T")
    prediction = Contraction(
        weights=(Weight("PV12", "i", "j"), Weight("KQ22", "k", "l")),
        tokens=(Token("j", s), Token("k", s, conjugate=True), Token("l", t)),
        sums=(TimeRange("s", fixed_time(1), t),),
        divisors=(t,),
    )
    target = Contraction(tokens=(Token("i", t + 1),))
    return Model((prediction,), (target,), "i", TimeRange("t", fixed_time(1), length - 1))


DIAGONAL = Manifold((("KQ22", Block("a")), ("PV12", Block("b"))))
"""KQ22 = aI, PV12 = bI."""

_SMALL = Fraction(1, 1000)

_ABOUT = (
    "A sequence x_{t+1} = W x_t starts at the initial token x_1; W = diag(lambda_1..lambda_d), "
    "where the lambda_j are independent and uniform on the unit circle, and independent of x_1",
    "A head of linear causal attention whose tokens hold x_t alone predicts x_{t+1} by "
    "ŷ_t = 1/t sum over s = 1..t of (PV12 x_s) (x_s^* KQ22 x_t)",
    "The population loss is L = 1/2 sum over t = 1..T-1 of E|ŷ_t - x_{t+1}|^2; training is its "
    "gradient flow in all entries of the blocks",
)

PROBLEM = Problem(
    "single-token head",
    single_token_head(),
    {"diagonal": DIAGONAL},
    {"m_2": Pattern((("j", 2),), ())},
    {
        "a": Symbol("scale of the block KQ22 = a I", _SMALL, slip="b"),
        "b": Symbol("scale of the block PV12 = b I", _SMALL, slip="a"),
        "m_2": Symbol("E[x_j^2] of the initial token", Fraction(1), "> 0"),
    },
    exchanges=(("a", "b"),),
    shortest_length=2,
    lengths="training sums over t = 1..T-1",
    about=_ABOUT,
)
"""What is said of it."""
