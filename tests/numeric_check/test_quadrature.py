"""Exactness of the sums over roots of unity: how many are enough, and that one fewer is not."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from numeric_check.estimates import TOLERANCE, relative_error
from numeric_check.laws.nodes import token_nodes
from numeric_check.model import quadrature
from numeric_check.model.attention import BLOCKS, Blocks, blocks_of, diagonal_blocks
from numeric_check.model.enumeration import entry_gradient, population_loss, scaled_block
from numeric_check.model.laurent import Matrix
from numeric_check.model.quadrature import (
    Population,
    population,
    roots_for_any_blocks,
    roots_for_diagonal,
    roots_for_gradients,
)
from symbolic_mesa import laws
from tests.supports import joint_support_iid

A, B = 0.7, 0.4
ATOMS = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
SKEWED = laws.support(ATOMS)  # odd moments and κ3 do not vanish
ON_MANIFOLD = ("KQ32", "PV12")
FRESH = 3  # roots per T that are more than enough for anything


def exact(value: float) -> Fraction:
    return Fraction(value)


def at(dim: int, length: int, roots: int) -> Population:
    return population(diagonal_blocks(dim, A, B), token_nodes(SKEWED, dim), length, roots)


def manifold(dim: int) -> dict[str, Matrix]:
    return {"KQ32": scaled_block(dim, exact(A)), "PV12": scaled_block(dim, exact(B))}


def off(found: Population, right: Population, entries: list[tuple[str, int, int]]) -> float:
    """Return the largest difference of gradient entries, relative to their scale."""
    return max(relative_error(right.entry(*e).value, found.entry(*e)) for e in entries)


def every_entry(dim: int, blocks: tuple[str, ...] = BLOCKS) -> list[tuple[str, int, int]]:
    return list(product(blocks, range(dim), range(dim)))


@pytest.mark.parametrize(("dim", "length"), [(1, 3), (1, 5), (2, 3), (2, 4), (2, 5), (3, 3)])
def test_on_the_manifold_loss_and_gradients_are_those_of_exact_enumeration(
    dim: int, length: int
) -> None:
    points = joint_support_iid(ATOMS, dim)
    of_loss = at(dim, length, roots_for_diagonal(length))
    expected = population_loss(manifold(dim), points, length)
    assert relative_error(float(expected), of_loss.loss) <= TOLERANCE
    of_gradients = at(dim, length, roots_for_gradients(length))
    for block, row, column in [(k, 0, j) for k in BLOCKS for j in range(min(dim, 2))]:
        right = float(entry_gradient(manifold(dim), points, length, block, row, column))
        assert relative_error(right, of_gradients.entry(block, row, column)) <= TOLERANCE
        if block in ON_MANIFOLD and row == column:
            assert relative_error(right, of_loss.entry(block, row, column)) <= TOLERANCE


@pytest.mark.parametrize(("dim", "length"), [(1, 4), (2, 3), (2, 4)])
def test_for_any_blocks_loss_and_gradients_are_those_of_exact_enumeration(
    dim: int, length: int
) -> None:
    rng = np.random.default_rng(length)
    weights = {name: rng.integers(-3, 4, size=(dim, dim)) / 2 for name in BLOCKS}
    rational = {n: [[Fraction(float(x)) for x in row] for row in w] for n, w in weights.items()}
    points = joint_support_iid(ATOMS, dim)
    roots = roots_for_any_blocks(length)
    found = population(blocks_of(dim, weights), token_nodes(SKEWED, dim), length, roots)
    expected = population_loss(rational, points, length)
    assert relative_error(float(expected), found.loss) <= TOLERANCE
    for block in BLOCKS:
        right = entry_gradient(rational, points, length, block, dim - 1, 0)
        assert relative_error(float(right), found.entry(block, dim - 1, 0)) <= TOLERANCE


@pytest.mark.parametrize("dim", [2, 3])
@pytest.mark.parametrize("length", [3, 4, 5])
def test_one_root_too_few_shows_in_the_loss(dim: int, length: int) -> None:
    roots = roots_for_diagonal(length)
    right, wrong = (at(dim, length, n).loss for n in (roots, roots - 1))
    assert abs(wrong.value / right.value - 1) > 0.01


@pytest.mark.parametrize("length", [3, 4, 5, 6])
def test_one_root_too_few_shows_in_the_diagonal_gradients(length: int) -> None:
    right, few = at(2, length, FRESH * length), roots_for_diagonal(length) - 1
    for block in ON_MANIFOLD:
        assert off(at(2, length, few), right, [(block, 0, 0)]) > 1e-3


@pytest.mark.parametrize("length", [3, 4, 5, 6])
def test_all_gradients_on_the_manifold_need_fewer_roots_than_are_used(length: int) -> None:
    """T for the entries of PV12 off the diagonal and 2T − 4 for those of KQ32 are sharp."""
    sharp = max(length, 2 * length - 4)
    assert sharp <= roots_for_gradients(length)
    right = at(2, length, FRESH * length)
    entries = every_entry(2)
    assert off(at(2, length, sharp), right, entries) <= TOLERANCE
    assert off(at(2, length, sharp - 1), right, entries) > 1e-3


@pytest.mark.parametrize("length", [3, 4, 5])
def test_one_root_too_few_shows_for_general_blocks(length: int) -> None:
    rng = np.random.default_rng(2)
    blocks = Blocks(rng.normal(size=(4, 4)), rng.normal(size=(2, 4)))
    nodes = token_nodes(SKEWED, 2)
    enough = roots_for_any_blocks(length)
    right, wrong, more = (
        population(blocks, nodes, length, n) for n in (enough, enough - 1, enough + 3)
    )
    assert relative_error(right.loss.value, more.loss) <= TOLERANCE
    assert off(right, more, every_entry(2)) <= TOLERANCE
    assert relative_error(right.loss.value, wrong.loss) > 1e-6


@pytest.mark.parametrize("extra", [1, 2, 5])
def test_more_roots_change_nothing(extra: int) -> None:
    length = 5
    few, many = (at(2, length, roots_for_gradients(length) + n) for n in (0, extra))
    assert relative_error(few.loss.value, many.loss) <= TOLERANCE
    assert off(few, many, every_entry(2)) <= TOLERANCE
    loss = at(2, length, roots_for_diagonal(length)).loss
    assert relative_error(loss.value, many.loss) <= TOLERANCE


def test_without_odd_moments_few_nodes_still_have_to_reach_the_sixth() -> None:
    """Three Gauss nodes a coordinate are exact to degree 5, and the loss has degree 6."""
    blocks, law = diagonal_blocks(2, A, B), laws.gaussian(1)
    right, wrong, more = (
        population(blocks, token_nodes(law, 2, order), 4, roots_for_diagonal(4)).loss
        for order in (4, 3, 6)
    )
    assert relative_error(right.value, more) <= TOLERANCE
    assert abs(wrong.value / right.value - 1) > 0.01


def test_the_gradient_off_the_diagonal_does_not_vanish_for_skewed_tokens() -> None:
    found = at(2, 5, roots_for_gradients(5))
    assert found.entry("PV12", 0, 1).value == pytest.approx(1.43733, abs=5e-6)


@pytest.mark.parametrize(("dim", "length"), [(1, 4), (2, 5), (3, 3)])
def test_the_gradient_off_the_diagonal_vanishes_for_symmetric_tokens(dim: int, length: int) -> None:
    blocks, nodes = diagonal_blocks(dim, A, B), token_nodes(laws.gaussian(1), dim)
    found = population(blocks, nodes, length, roots_for_gradients(length))
    for block, row, column in every_entry(dim):
        if row != column or block not in ON_MANIFOLD:
            assert relative_error(0.0, found.entry(block, row, column)) <= TOLERANCE


@pytest.mark.parametrize(("dim", "length"), [(1, 3), (1, 6), (2, 5), (3, 3)])
def test_the_other_four_blocks_have_no_gradient_on_the_manifold(dim: int, length: int) -> None:
    """A common phase of W turns the residual and their derivatives by different angles."""
    found = at(dim, length, roots_for_gradients(length))
    others = tuple(name for name in BLOCKS if name not in ON_MANIFOLD)
    for entry in every_entry(dim, others):
        assert relative_error(0.0, found.entry(*entry)) <= TOLERANCE


def test_off_the_manifold_the_other_four_blocks_have_a_gradient() -> None:
    """A vanishing gradient above is no artefact of a derivative that is always 0."""
    rng = np.random.default_rng(3)
    blocks = Blocks(rng.normal(size=(4, 4)), rng.normal(size=(2, 4)))
    found = population(blocks, token_nodes(SKEWED, 2), 4, roots_for_any_blocks(4))
    for entry in every_entry(2):
        assert relative_error(0.0, found.entry(*entry)) > 1e-5


def test_chunks_do_not_change_the_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = at(2, 5, 8)
    for size in (1, 4, 37):
        monkeypatch.setattr(quadrature, "CHUNK", size)
        parts = at(2, 5, 8)
        assert relative_error(whole.loss.value, parts.loss) <= 1e-14
        assert parts.loss.scale == pytest.approx(whole.loss.scale, rel=1e-13)
        assert off(parts, whole, every_entry(2)) <= 1e-14
