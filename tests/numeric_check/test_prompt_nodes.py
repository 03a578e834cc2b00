"""Means over prompts in whole numbers, and the quadratic loss of a layer, beside slower ways."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numeric_check.words.heads import heads
from numeric_check.words.prompt_layers import Layer, cases
from numeric_check.words.prompts import INTEGERS, SIGNS, Prompts
from numeric_check.words.whole_numbers import exact_product

WIDE = ((1, 1), (0, 2))


@pytest.mark.parametrize("size", [3, 1_000, 10**6, 10**12, 10**17])
def test_products_are_those_of_pythons_numbers(size: int) -> None:
    draw = np.random.default_rng(size)
    left = draw.integers(-(10**9), 10**9, size=(3, 200))
    right = draw.integers(-size, size + 1, size=(200, 2))
    assert np.array_equal(exact_product(left, right), left.astype(object) @ right.astype(object))


def test_what_doubles_would_round_is_not_rounded() -> None:
    left, right = np.array([[2**27 + 1, 1]]), np.array([[2**27 + 1], [2]])
    assert exact_product(left, right)[0, 0] == (2**27 + 1) ** 2 + 2
    assert float(left[0, 0]) ** 2 + 2 != (2**27 + 1) ** 2 + 2


def test_rows_beyond_doubles_are_refused() -> None:
    with pytest.raises(ArithmeticError, match="beyond the range"):
        exact_product(np.full((1, 2), 2**52), np.ones((2, 1), dtype=int))
    small = Prompts(INTEGERS, SIGNS, ((2,),), 1, labels=SIGNS)
    with pytest.raises(ArithmeticError, match="beyond the range"):
        small.mean_square(np.full(small.count, 2**60))


def test_a_mean_is_the_sum_over_prompts_one_by_one() -> None:
    prompts = Prompts(INTEGERS, SIGNS, ((2,),), 1, labels=SIGNS)
    x, q, w, noise = prompts.parts
    values = x[:, 0, 0] ** 2 * w[:, 0] + q[:, 0] - 3 * noise[:, 0] * x[:, 0, 0]
    weight = {0: 6, 1: 2, 2: 1}
    chances = [weight[abs(int(token)) // 2] for token in x[:, 0, 0]]
    total = sum(int(v) ** 2 * chance for v, chance in zip(values, chances, strict=True))
    assert prompts.mean_square(values) == Fraction(total, sum(chances))


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("white", [True, False])
def test_the_quadratic_is_the_loss_of_the_layer_run_at_every_node(exact: bool, white: bool) -> None:
    for layer in cases(exact, white):
        nothing = np.zeros(layer.prompts.dim, dtype=int)
        for matrix in (layer.drawn["U"], layer.drawn["B"] - 3):
            run, stated = layer._loss(1, matrix, nothing, nothing), layer.quadratic.at(matrix)
            assert stated == run if exact else stated == pytest.approx(run, rel=1e-12)


def test_at_fewer_nodes_the_loss_with_v_is_another() -> None:
    layer: Layer = cases(True)[0]
    assert layer.at_fewer_nodes.full_loss != layer.full_loss


def test_the_quadratic_of_heads_is_that_of_one_with_their_sum() -> None:
    several = heads(True, WIDE, 1)
    one, other = np.array([[1, -2], [0, 3]]), np.array([[2, 1], [-1, 1]])
    run = several.loss((2, -1), (one, other))
    assert several.quadratic.at(2 * one - other) == run
    assert replace(several, divisor=3).quadratic.at(2 * one - other) != run
