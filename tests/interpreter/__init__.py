"""Models that are interpreted: a paper's, and some that are in no paper."""

from fractions import Fraction

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

t, s, T = time_index("t"), time_index("s"), time_index("T")
STEPS = TimeRange("t", fixed_time(2), T - 1)
TARGET = (Contraction(tokens=(Token("i", t + 1),)),)


def head(number: int, lag: int = 1) -> Contraction:
    """Return Σ_s B x_s (x_{s − lag}^* A x_t) / (t − 1)."""
    return Contraction(
        weights=(Weight(f"B{number}", "i", "j"), Weight(f"A{number}", "k", "l")),
        tokens=(Token("j", s), Token("k", s - lag, conjugate=True), Token("l", t)),
        sums=(TimeRange("s", fixed_time(1), t),),
        divisors=(t - 1,),
    )


CONSTANT = Contraction(
    weights=(Weight("B1", "i", "j"),),
    tokens=(Token("j", s),),
    sums=(TimeRange("s", fixed_time(1), t),),
    divisors=(t - 1,),
)
"""The kernel 1 in place of the score."""

SHARED = Contraction(
    tokens=(Token("j", t),),
    weights=(Weight("B1", "i", "j"), Weight("B1", "i", "k")),
    deltas=(("j", "k"),),
    coefficient=Fraction(-1, 2),
)
"""A block that occurs twice, and an index that is named twice."""

BIAS = Contraction(tokens=(), weights=(Weight("B1", "i", "j"),))
"""A term without a token: the sum of a row of a block."""

MODELS = {
    "two heads": (
        Model((head(1), head(2, lag=0)), TARGET, "i", STEPS),
        Manifold(
            (
                ("A1", Block("a")),
                ("A2", Block("c")),
                ("B1", Block("b")),
                ("B2", Block("e", "f")),
            )
        ),
    ),
    "kernel 1 + <k, q>": (
        Model((head(1), CONSTANT), TARGET, "i", STEPS),
        Manifold((("A1", Block("a", "c")), ("B1", Block("b")))),
    ),
    "a bias": (
        Model((head(1), BIAS), TARGET, "i", STEPS),
        Manifold((("A1", Block("a")), ("B1", Block("b", "c")))),
    ),
    "a block twice": (
        Model((head(1), SHARED), TARGET, "i", STEPS),
        Manifold((("A1", Block("a")), ("B1", Block("b", "c")))),
    ),
}
SCALES = {
    "a": Fraction(1, 3),
    "b": Fraction(-2, 5),
    "c": Fraction(1, 4),
    "e": Fraction(3, 7),
    "f": Fraction(1, 6),
}
