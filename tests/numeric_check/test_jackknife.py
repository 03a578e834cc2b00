"""The jackknife: what it gives for means, its bias, its scores when what it estimates is skewed."""

from dataclasses import replace
from math import inf, sqrt

import numpy as np
import pytest
from scipy.stats import norm, t

from numeric_check.jackknife import Jackknifed, jackknife, normal_from_student

SEED = 11


def left_out(groups: np.ndarray) -> np.ndarray:
    """Return the means without each group."""
    return (np.sum(groups) - groups) / (len(groups) - 1)


def test_of_a_mean_it_is_the_mean_with_its_standard_error() -> None:
    groups = np.random.default_rng(SEED).normal(3, 2, size=80)
    found = jackknife(float(np.mean(groups)), left_out(groups))
    assert found.value == pytest.approx(np.mean(groups), rel=1e-12)
    assert found.error == pytest.approx(np.std(groups, ddof=1) / sqrt(80), rel=1e-12)
    gaps = groups - np.mean(groups)
    assert found.skewness == pytest.approx(np.mean(gaps**3) / np.mean(gaps**2) ** 1.5, rel=1e-9)


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


def test_scores_of_a_skewed_mean_are_nearly_normal() -> None:
    """Means of exponential variables: Student's t alone has too many low scores."""
    chance, runs, groups = np.random.default_rng(SEED), 20_000, 40
    drawn = chance.exponential(size=(runs, groups))
    found = [jackknife(float(np.mean(one)), left_out(one)) for one in drawn]
    scores = np.array([one.z(1.0) for one in found])
    plain = np.array([replace(one, skewness=0.0).z(1.0) for one in found])
    rate = norm.sf(2.5)
    spread = sqrt(rate / runs)
    assert np.mean(plain < -2.5) > rate + 20 * spread  # what the transformation is for
    assert np.mean(scores < -2.5) < 2 * rate
    assert np.mean(scores > 2.5) < 2 * rate


def test_a_number_without_a_spread() -> None:
    still = Jackknifed(2.0, 0.0, 0.0, 50)
    assert still.z(2.0) == 0
    assert still.z(1.0) == inf
    assert still.z(3.0) == -inf


def test_a_wider_error_lowers_the_score() -> None:
    one = Jackknifed(2.0, 0.1, 0.3, 50)
    assert one.widened(2).error == 0.2
    assert 0 < one.widened(2).z(1.5) < one.z(1.5)
