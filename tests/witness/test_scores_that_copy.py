"""Scores p_t' B p_u fitted to copying: what is missed, its derivatives, and where the fit ends."""

import numpy as np
import pytest

from symbolic_mesa.witness.measures.copying import _ends_at_zero, _missed, _slopes


def test_scores_of_the_token_before_miss_nothing() -> None:
    """Later tokens are not seen: what stands above the diagonal does not matter."""
    positions, before = np.eye(4), np.eye(4, k=-1)
    assert not _missed(positions, before).any()
    assert not _missed(positions, before + np.triu(np.ones((4, 4)), 1)).any()
    assert np.count_nonzero(_missed(positions, np.eye(4))) == 4 + 3
    assert _missed(positions, 3 * before) == pytest.approx([0, 2, 0, 0, 2, 0, 0, 0, 2, 0])


def test_slopes_are_the_derivatives_of_what_is_missed() -> None:
    draw = np.random.default_rng(3)
    p, b = draw.normal(size=(2, 3)), draw.normal(size=(2, 2))
    start, step = np.concatenate([p.ravel(), b.ravel()]), 1e-6

    def missed(flat: np.ndarray) -> np.ndarray:
        return _missed(flat[:6].reshape(2, 3), flat[6:].reshape(2, 2))

    found = _slopes(p, b)
    for k, unit in enumerate(np.eye(10)):
        slope = (missed(start + step * unit) - missed(start - step * unit)) / (2 * step)
        assert found[:, k] == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize(("size", "ends"), [(1, False), (2, True)])
def test_a_fit_ends_where_there_are_dimensions_enough(size: int, ends: bool) -> None:
    assert _ends_at_zero(np.random.default_rng(3).normal(size=(6, size)), 3) is ends
