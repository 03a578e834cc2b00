from math import inf, nan

import pytest

from numeric_check.estimates import TOLERANCE, Estimate, relative_error


def test_the_error_is_relative_to_the_scale_and_not_to_the_value() -> None:
    assert relative_error(1.5, Estimate(1.0, 8.0)) == 0.0625


def test_a_sum_without_terms_is_zero_or_wrong() -> None:
    assert relative_error(0.0, Estimate(0.0, 0.0)) == 0.0
    assert relative_error(1e-300, Estimate(0.0, 0.0)) == inf


@pytest.mark.parametrize(
    ("prediction", "estimate"),
    [
        (nan, Estimate(1.0, 1.0)),
        (1.0, Estimate(nan, 1.0)),
        (1.0, Estimate(1.0, nan)),
        (1.0, Estimate(2.0, inf)),
        (1.0, Estimate(inf, inf)),
        (inf, Estimate(inf, inf)),
        (inf, Estimate(1.0, 1.0)),
    ],
)
def test_nothing_that_is_not_finite_passes(prediction: float, estimate: Estimate) -> None:
    assert relative_error(prediction, estimate) > TOLERANCE


def test_adding_adds_values_and_scales() -> None:
    assert Estimate(1.0, 2.0) + Estimate(-3.0, 3.0) == Estimate(-2.0, 5.0)
