"""Mixed moments of a finite law of complex tokens, with the conjugates that are asked for."""

import numpy as np
import pytest

from numeric_check.laws.finite import TokenNodes
from numeric_check.model.moments import mean_of

POINTS = np.array([[1 + 2j, 1j], [3 - 1j, 2 + 0j]])
NODES = TokenNodes(POINTS, np.array([0.25, 0.75]))


@pytest.mark.parametrize(
    ("powers", "barred", "terms"),
    [
        ((2, 0), None, (5, 10)),  # |x_1|^2
        ((2, 2), None, (5, 40)),
        ((2, 0), (0, 0), (-3, 8)),  # the real part of x_1^2
        ((2, 1), (1, 0), (0, 20)),
        ((2, 2), (1, 0), (-5, 40)),
        ((1, 1), (0, 1), (2, 6)),  # x_1 times the conjugate of x_2
        ((1, 1), (0, 0), (-2, 6)),
    ],
)
def test_conjugates_are_half_of_the_factors_or_those_given(
    powers: tuple[int, ...], barred: tuple[int, ...] | None, terms: tuple[int, int]
) -> None:
    found = mean_of(NODES, (0, 1), powers, barred)
    assert found.value == pytest.approx(0.25 * terms[0] + 0.75 * terms[1])
    assert found.scale == pytest.approx(0.25 * abs(terms[0]) + 0.75 * abs(terms[1]))


def test_real_tokens_have_no_conjugates() -> None:
    real = TokenNodes(POINTS.real, NODES.weights)
    assert mean_of(real, (1, 0), (1, 3)).value == pytest.approx(0.75 * 54)
    assert mean_of(real, (0,), (1,)).value == pytest.approx(0.25 + 0.75 * 3)
