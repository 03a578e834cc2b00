"""Comparisons under one rate of false alarms; the exponent with which errors fall."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from numeric_check.sampling.jackknife import Jackknifed
from numeric_check.sampling.statistics import Comparison, exponent, largest_z

ONE = Comparison(10.0, Jackknifed(10.2, 0.1, 200), 1.0, 5.0, 4000)


def test_the_limit_splits_one_rate_of_false_alarms() -> None:
    assert largest_z(1) == pytest.approx(4.8916, abs=1e-3)
    assert largest_z(100) > largest_z(10) > largest_z(1)


def test_what_is_visible_is_an_alarm_and_half_of_it_is_none() -> None:
    assert ONE.agrees
    assert ONE.visible == pytest.approx(0.0516, abs=1e-4)  # 5 standard errors and a little
    assert ONE.size_for_one_percent == pytest.approx(4000 * (ONE.visible / 0.01) ** 2)
    gap = ONE.visible * ONE.predicted
    for sign in (1, -1):
        assert not replace(ONE, predicted=ONE.found.value + 1.001 * sign * gap).agrees
        assert replace(ONE, predicted=ONE.found.value + 0.999 * sign * gap).agrees


def test_the_sign_says_on_which_side_the_estimate_lies() -> None:
    above, below = replace(ONE, predicted=10.0), replace(ONE, predicted=10.4)
    assert above.z == pytest.approx(1.99, abs=0.01)  # two standard errors of 200 groups
    assert below.z == pytest.approx(-above.z)
    assert Jackknifed(2.0, 0.0, 9).z(1.0) == inf
    assert Jackknifed(1.0, 0.0, 9).z(2.0) == -inf
    assert Jackknifed(1.0, 0.0, 9).z(1.0) == 0


def test_a_claim_of_0_is_seen_beside_its_scale() -> None:
    nothing = replace(ONE, predicted=0.0, found=Jackknifed(0.1, 0.1, 200), scale=20.0)
    assert nothing.visible == pytest.approx(0.0258, abs=1e-4)
    assert replace(nothing, scale=0.0).visible == inf


def test_without_a_spread_only_rounding_agrees() -> None:
    still = replace(ONE, found=Jackknifed(10.0, 1e-15, 200))
    assert still.z == 0
    assert replace(still, predicted=10.001).z == inf
    assert not replace(still, predicted=10.001).agrees


def test_what_is_no_number_is_an_alarm() -> None:
    assert not replace(ONE, found=Jackknifed(nan, 0.1, 200)).agrees
    assert not replace(ONE, predicted=nan).agrees


def test_the_exponent_of_independent_values_is_a_half() -> None:
    chance = np.random.default_rng(3)
    for _ in range(5):
        value, error = exponent(chance.normal(size=4096))
        assert abs(value + 0.5) <= 5 * error
        assert error < 0.05


def test_values_that_are_not_independent_have_another_exponent() -> None:
    """The negative controls: sums of steps, and the same sequences over and over."""
    chance = np.random.default_rng(4)
    for values in (np.cumsum(chance.normal(size=4096)), np.repeat(chance.normal(size=64), 64)):
        value, error = exponent(values)
        assert abs(value + 0.5) > 5 * error


def test_a_rare_large_value_at_the_end_is_in_every_mean_or_in_none() -> None:
    values = np.random.default_rng(5).normal(size=500)
    values[-1] = 1e6
    value, error = exponent(values)  # cut to 496, a multiple of 16 and 31
    assert abs(value + 0.5) <= 5 * error


def test_values_without_a_spread_have_no_exponent() -> None:
    assert exponent(np.full(1000, 3.0)) == (0.0, inf)
