"""Ratios of prediction to truth, of tokens whose first coordinate is not 0 at the start."""

import numpy as np
import pytest

from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.model import prediction_ratio
from numeric_check.model.prediction_ratio import ratio_moments, require_zeros
from symbolic_mesa import laws

SCALE = 0.3


@pytest.mark.parametrize("time", [2, 3])
def test_of_sparse_tokens_only_those_of_the_coordinate_count(time: int) -> None:
    """Alone, x_1 = ±2 is predicted as ab x_1³: 4 ab times the truth, whatever the phase."""
    points = np.array([[2.0, 0.0], [-2.0, 0.0], [0.0, 5.0], [0.0, 0.0]])
    nodes = TokenNodes(points, np.array([0.25, 0.125, 0.125, 0.5]))
    first, second = ratio_moments(nodes, SCALE, time)
    assert first.value == pytest.approx(4 * SCALE, rel=1e-12)
    assert second.value == pytest.approx((4 * SCALE) ** 2, rel=1e-12)
    assert first.scale == pytest.approx(first.value, rel=1e-12)


def test_another_coordinate_adds_what_its_phases_do_not_cancel() -> None:
    """At t = 2 the other adds ab x_2[1]* x_1[1] …: its modulus alone in the second moment."""
    nodes = TokenNodes(np.array([[1.0, 3.0], [0.0, 7.0]]), np.array([0.5, 0.5]))
    first, second = ratio_moments(nodes, SCALE, 2)
    assert first.value == pytest.approx(SCALE, rel=1e-12)
    assert second.value == pytest.approx(SCALE**2 * (1 + 9**2), rel=1e-12)


@pytest.mark.parametrize("dim", [2, 3])
@pytest.mark.parametrize("time", [2, 3, 5])
def test_the_roots_are_enough_and_not_one_too_many(
    monkeypatch: pytest.MonkeyPatch, time: int, dim: int
) -> None:
    nodes = TokenNodes(np.array([[1.0, 3.0, -2.0][:dim], [2.0, -1.0, 0.5][:dim]]), np.full(2, 0.5))

    def with_roots(more: int) -> np.ndarray:
        monkeypatch.setattr(prediction_ratio, "roots_for_ratios", lambda time: time + more)
        return np.array([one.value for one in ratio_moments(nodes, SCALE, time)])

    exact = with_roots(0)
    assert exact == pytest.approx(with_roots(time + 1), rel=1e-12)  # 2t + 1: enough for any powers
    assert exact != pytest.approx(with_roots(-1), rel=1e-3)


def test_nodes_that_are_0_more_often_than_the_law_say_nothing() -> None:
    """Moments of complex tokens do not say how often one is 0, and their nodes can be."""
    table = laws.moments("1|1=1,2|2=2,3|3=6")
    nodes = token_nodes(table, 1)
    assert not np.all(nodes.points)
    with pytest.raises(NoNodes, match="is 0 with another probability"):
        require_zeros(table, nodes)
    gaussian = laws.complex_gaussian(1, 0)
    require_zeros(gaussian, token_nodes(gaussian, 1))
