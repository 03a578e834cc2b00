"""The jackknife: what it gives for means, its bias, how often its scores are alarms."""

from math import inf, sqrt

import numpy as np
import pytest
from scipy.stats import norm, t

from numeric_check.sampling.jackknife import Jackknifed, jackknife, normal_from_student

SEED = 11


def left_out(groups: np.ndarray) -> np.ndarray:
    """Return the means without each group."""
    return (np.sum(groups) - groups) / (len(groups) - 1)


def test_of_a_mean_it_is_the_mean_with_its_standard_error() -> None:
    groups = np.random.default_rng(SEED).normal(3, 2, size=80)
    found = jackknife(float(np.mean(groups)), left_out(groups))
    assert found.value == pytest.approx(np.mean(groups), rel=1e-12)
    assert found.error == pytest.approx(np.std(groups, ddof=1) / sqrt(80), rel=1e-12)
    assert 50 < found.freedom <= 79  # as the groups are normal


def test_the_bias_of_a_square_is_taken_away() -> None:
    """The square of a mean is too large by the variance of the mean; Quenouille's is unbiased."""
    chance = np.random.default_rng(SEED)
    drawn = chance.normal(1, 3, size=(20_000, 20))
    means = np.mean(drawn, axis=1)
    found = [jackknife(float(np.mean(one)) ** 2, left_out(one) ** 2).value for one in drawn[:, :]]
    error = np.std(found) / sqrt(len(found))
    assert abs(np.mean(found) - 1) < 5 * error
    assert abs(np.mean(means**2) - 1) > 20 * error  # what is biased is seen


@pytest.mark.parametrize("freedom", [10, 50, 200])
@pytest.mark.parametrize("tail", [1e-2, 1e-6, 1e-8])
def test_student_becomes_normal(freedom: int, tail: float) -> None:
    found = normal_from_student(t.isf(tail, freedom), freedom)
    assert found == pytest.approx(norm.isf(tail), rel=0.01)
    assert normal_from_student(-t.isf(tail, freedom), freedom) == -found


def test_where_few_groups_make_the_spread_there_is_little_freedom() -> None:
    groups = np.zeros(200)
    groups[:3] = 1.0, -1.0, 1.0
    found = jackknife(float(np.mean(groups)), left_out(groups))
    assert found.freedom == pytest.approx(2 * 200 / (200 / 3 - 1), rel=0.01)  # k is 200/3
    two = np.repeat([1.0, -1.0], 100)
    assert jackknife(0.0, left_out(two)).freedom == 199


@pytest.mark.exhaustive
def test_alarms_of_means_and_of_ratios_come_at_their_rate() -> None:
    """Skewed variables, a mean and a ratio of means: no more scores beyond 2.5 than normal ones.

    What is too many is seen: a tenth less of the standard error doubles them.
    """
    chance, runs, groups = np.random.default_rng(SEED), 20_000, 100
    first = np.mean(chance.exponential(size=(runs, groups, 25)), axis=2)
    second = first + np.mean(chance.exponential(size=(runs, groups, 25)), axis=2)
    rate = 2 * norm.sf(2.5)
    for number, of in ((1.0, lambda x, y: x), (0.5, lambda x, y: x / y)):
        found = [
            jackknife(float(of(np.mean(x), np.mean(y))), of(left_out(x), left_out(y)))
            for x, y in zip(first, second, strict=True)
        ]
        often = np.mean([abs(one.z(number)) > 2.5 for one in found])
        assert abs(often - rate) < 5 * sqrt(rate / runs)
        narrow = np.mean([abs(one.widened(0.85).z(number)) > 2.5 for one in found])
        assert narrow > rate + 10 * sqrt(rate / runs)


def test_a_number_without_a_spread() -> None:
    still = Jackknifed(2.0, 0.0, 50)
    assert still.z(2.0) == 0
    assert still.z(1.0) == inf
    assert still.z(3.0) == -inf


def test_a_wider_error_lowers_the_score() -> None:
    one = Jackknifed(2.0, 0.1, 50)
    assert one.widened(2).error == 0.2
    assert 0 < one.widened(2).z(1.5) < one.z(1.5)


def test_a_gap_is_what_has_the_score() -> None:
    one = Jackknifed(2.0, 0.1, 30)
    assert one.z(2.0 - one.gap(5.0)) == pytest.approx(5, rel=1e-12)
    assert one.gap(5.0) > 5.5 * one.error  # Student's t of few groups
