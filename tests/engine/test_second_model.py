"""A second model, stated as briefly as the paper's: a head without x_{t−1} in its tokens."""

from fractions import Fraction

import pytest

from numeric_check.model import enumeration
from numeric_check.model.enumeration import Head, scaled_block
from symbolic_mesa.engine.loss import population_loss
from symbolic_mesa.engine.velocity_field import diagonal_flow
from symbolic_mesa.statement.contractions import (
    Contraction,
    Model,
    TimeRange,
    Token,
    Weight,
    fixed_time,
    time_index,
)
from symbolic_mesa.statement.manifolds import Block, Entries, Manifold
from symbolic_mesa.text.errors import InvalidInput
from tests import supports
from tests.engine import JointLaw, value_at

t, s, length = time_index("t"), time_index("s"), time_index("T")


def single_token_head(first: int) -> Model:
    """ŷ_t = Σ_{s<=t} PV x_s (x_s^* KQ x_t) / t, trained at t = first..T−1."""
    prediction = Contraction(
        weights=(Weight("PV12", "i", "j"), Weight("KQ22", "k", "l")),
        tokens=(Token("j", s), Token("k", s, conjugate=True), Token("l", t)),
        sums=(TimeRange("s", fixed_time(1), t),),
        divisors=(t,),
    )
    target = Contraction(tokens=(Token("i", t + 1),))
    return Model((prediction,), (target,), "i", TimeRange("t", fixed_time(first), length - 1))


MANIFOLD = Manifold((("KQ22", Block("a", "alpha")), ("PV12", Block("b"))))
SCALES = {"a": Fraction(2, 3), "alpha": Fraction(-1, 5), "b": Fraction(7, 4)}


@pytest.mark.parametrize("first", [1, 2])
@pytest.mark.parametrize(("dim", "T"), [(1, 4), (2, 3), (2, 5), (3, 4)])
def test_its_loss_is_that_of_enumeration(first: int, dim: int, T: int) -> None:
    weights = {
        "KQ22": scaled_block(dim, SCALES["a"], SCALES["alpha"]),
        "PV12": scaled_block(dim, SCALES["b"]),
    }
    loss = population_loss(single_token_head(first), MANIFOLD)
    for points in (supports.skewed_support(dim), supports.dependent_support(dim)):
        expected = enumeration.population_loss(weights, points, T, Head((0,), 0, first))
        assert value_at(loss, JointLaw(points), dim, T, SCALES) == expected


UNCLOSED = {
    "one scale in two blocks": Manifold((("KQ22", Block("a")), ("PV12", Block("a")))),
    "a scale off the diagonal": Manifold((("KQ22", Block("a", "alpha")), ("PV12", Block("b")))),
    "a block that is 0": Manifold((("KQ22", Block("a")), ("PV12", Block()))),
    "a scale on and off it": Manifold((("KQ22", Block("a", "a")), ("PV12", Block("b")))),
    "a scale for each entry": Manifold((("KQ22", Block("a")), ("PV12", Entries("b")))),
}


@pytest.mark.parametrize("name", UNCLOSED)
def test_a_flow_of_scales_that_are_no_diagonal_entries_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="blocks of the form scale × I, a scale each"):
        diagonal_flow(single_token_head(1), UNCLOSED[name])


def test_it_cannot_predict() -> None:
    """No product ab lowers the loss: the cross term with x_{t+1} has no phases that cancel."""
    diagonal = Manifold((("KQ22", Block("a")), ("PV12", Block("b"))))
    flow = diagonal_flow(single_token_head(1), diagonal)
    assert {scales for (scales, _), _ in flow["a"].entries} == {("a", "b", "b")}
