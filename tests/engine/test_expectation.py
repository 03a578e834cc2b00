"""The engine against enumeration: every phase pattern, every support point, equal as rationals."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest

from numeric_check.model import enumeration
from numeric_check.model.enumeration import Point, scaled_block
from symbolic_mesa.engine.expectation import MomentSum, expectation
from symbolic_mesa.engine.loss import entry_derivative, entry_gradient, population_loss
from symbolic_mesa.models.causal_linear_attention import DIAGONAL, causal_linear_attention
from symbolic_mesa.statement.contractions import (
    Contraction,
    Model,
    TimeRange,
    fixed_time,
    time_index,
)
from symbolic_mesa.statement.contractions import Token as X
from symbolic_mesa.statement.manifolds import Block, Manifold
from symbolic_mesa.text.errors import InvalidInput, NotClosed
from tests import supports
from tests.engine import JointLaw, value_at
from tests.exhaustive import first

MODEL = causal_linear_attention()
BLOCKS = ("KQ22", "KQ23", "KQ32", "KQ33", "PV12", "PV13")
A, B = Fraction(3, 7), Fraction(-2, 5)

Support = Callable[[int], tuple[Point, ...]]
SUPPORTS: dict[str, Support] = {
    "rademacher": lambda dim: supports.rademacher_support(Fraction(3, 2), dim),
    "skewed": supports.skewed_support,
    "sparse": lambda dim: supports.sparse_support(Fraction(2), dim),
    "full-one": lambda dim: supports.full_one_support(Fraction(1, 2), dim),
    "dependent": supports.dependent_support,
}
ON_DIAGONAL = {"a": A, "b": B}

SYMMETRIC = Manifold((("KQ32", Block("a", "alpha")), ("PV12", Block("b", "beta"))))
ON_SYMMETRIC = {**ON_DIAGONAL, "alpha": Fraction(1, 3), "beta": Fraction(-5, 4)}

EVERY_BLOCK = Manifold(tuple((name, Block(name)) for name in BLOCKS))
IN_EVERY_BLOCK = {name: Fraction(k + 1, 3 + k * k) for k, name in enumerate(BLOCKS)}


def diagonal_weights(dim: int) -> dict[str, Any]:
    return {"KQ32": scaled_block(dim, A), "PV12": scaled_block(dim, B)}


@pytest.mark.parametrize("name", SUPPORTS)
@pytest.mark.parametrize(
    ("dim", "length"), [(1, 3), (1, 6), (2, 3), (2, 4), (2, 6), (3, 3), (3, 5)]
)
def test_the_loss_on_the_diagonal(name: str, dim: int, length: int) -> None:
    points = SUPPORTS[name](dim)
    expected = enumeration.population_loss(diagonal_weights(dim), points, length)
    loss = population_loss(MODEL, DIAGONAL)
    assert value_at(loss, JointLaw(points), dim, length, ON_DIAGONAL) == expected


@pytest.mark.parametrize("name", ["skewed", "dependent"])
@pytest.mark.parametrize(("dim", "length"), [(1, 4), (2, 3), (2, 5), (3, 4)])
def test_the_loss_with_entries_off_the_diagonal(name: str, dim: int, length: int) -> None:
    points = SUPPORTS[name](dim)
    weights = {
        "KQ32": scaled_block(dim, A, ON_SYMMETRIC["alpha"]),
        "PV12": scaled_block(dim, B, ON_SYMMETRIC["beta"]),
    }
    expected = enumeration.population_loss(weights, points, length)
    loss = population_loss(MODEL, SYMMETRIC)
    assert value_at(loss, JointLaw(points), dim, length, ON_SYMMETRIC) == expected


@pytest.mark.parametrize("name", ["skewed", "dependent", "sparse"])
@pytest.mark.parametrize(("dim", "length"), [(1, 5), (2, 3), (2, 4)])
def test_the_loss_with_all_six_blocks(name: str, dim: int, length: int) -> None:
    points = SUPPORTS[name](dim)
    weights = {block: scaled_block(dim, IN_EVERY_BLOCK[block]) for block in BLOCKS}
    expected = enumeration.population_loss(weights, points, length)
    loss = population_loss(MODEL, EVERY_BLOCK)
    assert value_at(loss, JointLaw(points), dim, length, IN_EVERY_BLOCK) == expected


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("name", ["skewed", "full-one", "dependent"])
@pytest.mark.parametrize(("dim", "length"), [(1, 4), (2, 3), (2, 4), (2, 5), (3, 3)])
def test_the_gradient_in_every_block(block: str, name: str, dim: int, length: int) -> None:
    law, weights = JointLaw(SUPPORTS[name](dim)), diagonal_weights(dim)
    for row, column in [("j", "j"), ("j", "l")][: 1 if dim == 1 else 2]:
        places = {"j": 0, "l": 1}
        found = entry_gradient(MODEL, DIAGONAL, block, row, column)
        expected = enumeration.entry_gradient(
            weights, law.points, length, block, places[row], places[column]
        )
        assert value_at(found, law, dim, length, ON_DIAGONAL) == expected


@pytest.mark.parametrize("block", first(BLOCKS, 2))
@pytest.mark.parametrize(
    ("manifold", "scales"),
    [(EVERY_BLOCK, IN_EVERY_BLOCK), (SYMMETRIC, ON_SYMMETRIC)],
    ids=["every-block", "symmetric"],
)
def test_the_second_derivative_in_every_pair_of_entries(
    block: str, manifold: Manifold, scales: dict[str, Fraction]
) -> None:
    law, dim, length = JointLaw(SUPPORTS["dependent"](2)), 2, 4
    weights = {
        name: scaled_block(dim, *(scales[k] for k in (kind.diagonal, kind.off_diagonal) if k))
        for name, kind in manifold.blocks
        if isinstance(kind, Block)
    }
    places = {"j": 0, "l": 1}
    for entry in (("j", "j"), ("j", "l")):
        start = block, *(places[name] for name in entry)
        expected = enumeration.gradient_slopes(weights, law.points, length, start)
        for other, row, column in product(BLOCKS, places, places):
            found = entry_derivative(MODEL, manifold, ((block, *entry), (other, row, column)))
            wanted = expected[other][places[row]][places[column]]
            assert value_at(found, law, dim, length, scales) == wanted


def test_derivatives_of_every_order() -> None:
    """L is quadratic in the product of a block of each kind: four derivatives at 0 are exact."""
    law, scales = JointLaw(SUPPORTS["dependent"](2)), {"a": Fraction(0), "b": Fraction(0)}
    entries = (("PV12", "j", "j"), ("KQ32", "j", "l"), ("PV12", "j", "l"), ("KQ32", "j", "j"))

    def loss(b: int, alpha: int, beta: int, a: int) -> Fraction:
        weights = {"PV12": [[b, beta], [0, 0]], "KQ32": [[a, alpha], [0, 0]]}
        exact = {name: [[Fraction(x) for x in row] for row in m] for name, m in weights.items()}
        return enumeration.population_loss(exact, law.points, 5)

    signs = list(product((1, -1), repeat=4))
    expected = sum((prod(point) * loss(*point) for point in signs), Fraction(0)) / 16
    found = entry_derivative(MODEL, DIAGONAL, entries)
    assert value_at(found, law, 2, 5, scales) == expected != 0


@pytest.mark.parametrize("name", ["i", "j", "k", "l", "s", "t"])
def test_a_coordinate_may_be_called_like_an_index_of_the_model(name: str) -> None:
    law, other = JointLaw(SUPPORTS["skewed"](2)), "somewhere"
    found = entry_gradient(MODEL, DIAGONAL, "PV12", name, other)
    plain = entry_gradient(MODEL, DIAGONAL, "PV12", "row", "column")
    values = [value_at(one, law, 2, 5, ON_DIAGONAL) for one in (found, plain)]
    assert values[0] == values[1] != 0


def test_the_gradient_is_the_derivative_of_the_loss_along_the_diagonal() -> None:
    law, dim, length = JointLaw(SUPPORTS["dependent"](3)), 3, 5
    loss = population_loss(MODEL, DIAGONAL)
    for block, scale in (("KQ32", "a"), ("PV12", "b")):
        above, below = (
            value_at(loss, law, dim, length, {**ON_DIAGONAL, scale: ON_DIAGONAL[scale] + step})
            for step in (1, -1)
        )
        gradient = entry_gradient(MODEL, DIAGONAL, block, "j", "j")
        found = dim * value_at(gradient, law, dim, length, ON_DIAGONAL)
        assert found == (above - below) / 2


def test_exchanging_two_moments_is_seen() -> None:
    """The negative control: an engine that takes κ3 for κ2 disagrees with enumeration."""
    loss = population_loss(MODEL, DIAGONAL)
    exchanged = {(6,): (4, 2), (4, 2): (6,)}
    entries = tuple(
        ((scales, pattern.__class__((), exchanged.get(pattern.free, pattern.free))), total)
        for (scales, pattern), total in loss.entries
    )
    points = SUPPORTS["skewed"](2)
    expected = enumeration.population_loss(diagonal_weights(2), points, 5)
    assert value_at(MomentSum(entries), JointLaw(points), 2, 5, ON_DIAGONAL) != expected


def test_only_phases_that_cancel_survive() -> None:
    t = time_index("t")
    modulus = Contraction(tokens=(X("i", t), X("i", t, conjugate=True)))
    spans = (TimeRange("t", fixed_time(2), time_index("T") - 1),)
    square = Contraction(tokens=(X("i", t), X("i", t)), sums=spans)
    assert expectation([square]).entries == ()
    ((scales, pattern), total) = expectation(
        [Contraction(tokens=modulus.tokens, sums=spans)]
    ).entries[0]
    assert (scales, pattern.free, total.polynomial) == ((), (2,), (Fraction(-2), Fraction(1)))


def test_what_is_no_model_is_refused() -> None:
    t = time_index("t")
    with pytest.raises(NotClosed, match="no range"):
        expectation([Contraction(tokens=(X("i", t),))])
    with pytest.raises(InvalidInput, match="output index 'o'"):
        Model((), (Contraction(tokens=(X("i", t),)),), "o", TimeRange("t", t, t))
    with pytest.raises(InvalidInput, match="no such block"):
        entry_gradient(MODEL, DIAGONAL, "KQ11", "j", "j")
    with pytest.raises(InvalidInput, match="not a name"):
        entry_gradient(MODEL, DIAGONAL, "PV12", "j'", "l")


@pytest.mark.parametrize("time", [0, 1, 3])
def test_a_product_at_fixed_times_is_its_moment_or_nothing(time: int) -> None:
    """Only phases that cancel are left, and there is no token before x_1."""
    square = Contraction((X("i", fixed_time(time)), X("i", fixed_time(time), True)))
    found = value_at(expectation([square]), JointLaw(supports.skewed_support(2)), 2, 5, {})
    second = sum(share * value**2 for value, share in supports.SKEWED)
    assert found == (2 * second if time else 0)
    moving = Contraction((X("i", fixed_time(time + 1)), X("i", fixed_time(time), True)))
    assert not expectation([moving]).entries


def test_a_divisor_without_a_time_that_is_summed_over_is_refused() -> None:
    square = (X("i", fixed_time(1)), X("i", fixed_time(1), True))
    with pytest.raises(NotClosed, match="give every index a range"):
        expectation([Contraction(square, divisors=(fixed_time(2),))])
