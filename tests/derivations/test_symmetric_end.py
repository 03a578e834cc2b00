"""Where training ends on the symmetric manifold: numbers, digits, and what is said of them."""

import json
from collections.abc import Callable
from fractions import Fraction

import mpmath
import pytest

from numeric_check.model.enumeration import gradients, population_loss
from symbolic_mesa import derive, laws
from symbolic_mesa.export.json import dumps
from symbolic_mesa.laws.protocol import TokenLaw
from tests.derivations.symmetric import (
    COMPARISON,
    DIGITS,
    ENDS,
    EXACT_ENDS,
    LIMIT,
    NOT_ISOLATED,
    OFF_DIAGONAL,
    SCALES,
    SKEWED,
    derived,
    largest_slope,
    many_digits,
    numbers,
    significant,
    skewed,
    weights_at,
)


@pytest.mark.parametrize("name", ENDS)
def test_the_end_is_written_with_30_digits(name: str) -> None:
    texts = numbers(*ENDS[name])
    assert tuple(texts) == SCALES
    assert {significant(text) for text in texts.values() if text != "0"} == {DIGITS}
    zero = [scale for scale, text in texts.items() if text == "0"]
    assert zero == ([] if name in (*OFF_DIAGONAL, "with a mean") else ["alpha", "beta"])


@pytest.mark.parametrize("name", ENDS)
def test_the_end_is_balanced(name: str) -> None:
    dim = ENDS[name][1]
    a, alpha, b, beta = many_digits(numbers(*ENDS[name])).values()
    left, right = a**2 + (dim - 1) * alpha**2, b**2 + (dim - 1) * beta**2
    assert abs(left / right - 1) < Fraction(1, 10**28)
    assert a > 0
    assert b > 0


@pytest.mark.parametrize("name", EXACT_ENDS)
def test_at_the_digits_no_entry_of_any_block_moves_in_exact_rationals(name: str) -> None:
    _, dim, length = ENDS[name]
    points = EXACT_ENDS[name](dim)
    point = many_digits(numbers(*ENDS[name]))
    assert largest_slope(point, points, length) < Fraction(1, 10**27)
    nearby = {**point, "b": point["b"] + Fraction(1, 10**25)}
    assert largest_slope(nearby, points, length) > Fraction(1, 10**26)


@pytest.mark.parametrize("name", EXACT_ENDS)
def test_the_stated_losses_are_those_of_enumeration(name: str) -> None:
    _, dim, length = ENDS[name]
    points = EXACT_ENDS[name](dim)
    stated = many_digits(numbers(*ENDS[name], COMPARISON))
    assert tuple(stated) == (*SCALES, "loss", "masked-product", "masked-loss")
    assert {k: stated[k] for k in SCALES} == many_digits(numbers(*ENDS[name]))
    found = population_loss(weights_at(stated, dim), points, length)
    assert abs(stated["loss"] / found - 1) < Fraction(1, 10**28)
    masked = {"a": Fraction(1), "b": stated["masked-product"], "alpha": 0, "beta": 0}
    found = population_loss(weights_at(masked, dim), points, length)
    assert abs(stated["masked-loss"] / found - 1) < Fraction(1, 10**28)
    slopes = gradients(weights_at(masked, dim), points, length)
    assert max(abs(slopes[block][0][0]) for block in ("KQ32", "PV12")) < Fraction(1, 10**27)


def test_training_ends_below_the_masked_loss_where_it_leaves_the_diagonal() -> None:
    for name, setting in ENDS.items():
        stated = many_digits(numbers(*setting, COMPARISON))
        gap = stated["masked-loss"] - stated["loss"]
        if name in (*OFF_DIAGONAL, "with a mean"):
            assert gap > stated["masked-loss"] / 100, name
        else:
            assert abs(gap) <= stated["masked-loss"] / 10**28, name
            product_ = stated["a"] * stated["b"]
            assert abs(product_ / stated["masked-product"] - 1) < Fraction(1, 10**28), name


def test_a_loss_of_zero_is_zero() -> None:
    """Sparse tokens are predicted exactly."""
    stated = numbers(*ENDS["sparse"], COMPARISON)
    assert (stated["loss"], stated["masked-loss"]) == ("0", "0")


def test_full_one_tokens_of_length_3_do_not_say_where_training_ends() -> None:
    for dim in (2, 3):
        assert NOT_ISOLATED in derived(laws.full_one(1), dim, 3).step(LIMIT).claim.statement
        end = many_digits(numbers(laws.full_one(1), dim, 3))
        assert abs(end["a"] - end["alpha"] - Fraction(1, 2)) < Fraction(1, 10**28)
    assert NOT_ISOLATED not in derived(laws.full_one(1), 2, 4).step(LIMIT).claim.statement
    longer = many_digits(numbers(laws.full_one(1), 2, 4))
    assert abs(longer["a"] - longer["alpha"] - Fraction(1, 2)) > Fraction(1, 10)


def test_who_else_has_isolated_fixed_points() -> None:
    for name, setting in ENDS.items():
        statement = derived(*setting).step(LIMIT).claim.statement
        assert (NOT_ISOLATED in statement) is (name in ("full-one, T = 3", "sparse")), name


@pytest.mark.parametrize(
    ("law", "c", "length"),
    [
        (laws.full_one, Fraction(1000), 4),
        (skewed, Fraction(1, 1000), 5),
    ],
)
def test_other_scales_of_the_tokens_only_change_the_unit(
    law: Callable[[Fraction], TokenLaw], c: Fraction, length: int
) -> None:
    """x → cx is a → a/c and L → c² L, where the end does not depend on the start."""
    stated = many_digits(numbers(law(c), 2, length, COMPARISON))
    units = {**dict.fromkeys(SCALES, 1 / c), "masked-product": 1 / c**2}
    for name, number in many_digits(numbers(law(Fraction(1)), 2, length, COMPARISON)).items():
        assert abs(stated[name] / (number * units.get(name, c**2)) - 1) < Fraction(1, 10**28)


@pytest.mark.parametrize(
    ("law", "dim", "length"),
    [(laws.full_one(1), 5, 100), (laws.full_one(1), 2, 1000), (SKEWED, 1000, 10)],
)
def test_large_sizes_are_at_rest_and_below_the_masked_loss(
    law: TokenLaw, dim: int, length: int
) -> None:
    for id in (LIMIT, COMPARISON):
        step = derived(law, dim, length).step(id).checked()
        assert step.status == "consistent"
        assert [check.kind for check in step.checks] == ["substitution"]
    stated = many_digits(numbers(law, dim, length, COMPARISON))
    assert stated["loss"] < stated["masked-loss"]
    assert stated["alpha"] < 0
    assert stated["beta"] < 0


def test_long_sequences_have_their_masked_fixed_point() -> None:
    value = derived(laws.full_one(1), 2, 10**9).step("masked-fixed-point").claim.value.at({})
    with mpmath.workdps(40):
        long = mpmath.harmonic(10**9 - 2) / (10**9 - 2)
        assert abs(value - 1 / (1 + long)) < mpmath.mpf(10) ** -35


def test_the_results_carry_numbers_and_digits() -> None:
    results = derive(laws.full_one(1), 2, 4, [LIMIT, COMPARISON])
    end = results[LIMIT]
    assert tuple(end.value) == tuple(end.parts) == SCALES
    assert end.status == "verified"
    assert end.parts == numbers(laws.full_one(1), 2, 4)
    assert end.value == {name: float(text) for name, text in end.parts.items()}
    written = json.loads(dumps(results))["results"]
    assert written[LIMIT]["value"] == end.value
    assert {name: side["expr"] for name, side in written[LIMIT]["parts"].items()} == end.parts
    assert written[COMPARISON]["value"]["masked-product"] == pytest.approx(4 / 7, rel=1e-15)
    stated = written[COMPARISON]["value"]
    assert round(stated["loss"], 6) == 0.594816  # docs/leaving-the-diagonal.md
    assert round(stated["masked-loss"], 6) == 0.857143
