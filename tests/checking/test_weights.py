"""A person's own weights beside the theory."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS
from symbolic_mesa import laws
from symbolic_mesa.checking.weights import compared
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.files import save
from symbolic_mesa.training.running import trained
from symbolic_mesa.training.settings import Training, diagonal

SETTING = Setting(laws.gaussian(1), 2, 8)


def saved(path: Path, epochs: int) -> None:
    start = diagonal(2, Fraction(1, 10), Fraction(1, 10))
    one = Training(SETTING, None, start, False, Fraction(1, 20), epochs)
    save(path, one, trained(one))


def test_weights_at_the_end_are_those_of_the_theory(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    saved(path, 500)
    found = compared(SETTING, path)
    assert found.product == pytest.approx(found.fixed_point, rel=1e-10)
    assert found.excess == pytest.approx(0, abs=1e-10)
    assert found.off_diagonal == 0
    a, b = found.nearest
    assert a * b == pytest.approx(found.fixed_point, rel=1e-12)
    assert a == pytest.approx(b, rel=1e-3)


def test_weights_on_the_way_are_not(tmp_path: Path) -> None:
    """The negative control."""
    path = tmp_path / "run.npz"
    saved(path, 5)
    found = compared(SETTING, path)
    assert found.excess > 1e-3
    assert abs(found.product / found.fixed_point - 1) > 0.01


def test_weights_of_ones_own_need_only_the_blocks(tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    blocks = dict.fromkeys(BLOCKS, np.zeros((2, 2)))
    own = {"KQ32": np.array([[0.5, 0.1], [0, 0.5]]), "PV12": 0.4 * np.eye(2)}
    np.savez(path, **{**blocks, **own})
    found = compared(SETTING, path)
    assert found.product == pytest.approx(0.2)
    assert 0.1 < found.off_diagonal < 0.2


def test_the_loss_is_seen_beside_that_of_predicting_0(tmp_path: Path) -> None:
    """Of sparse tokens the least is 0; weights of 0 predict 0."""
    path = tmp_path / "zero.npz"
    np.savez(path, **dict.fromkeys(BLOCKS, np.zeros((2, 2))))
    found = compared(Setting(laws.sparse(2), 2, 8), path)
    assert found.excess == pytest.approx(1, rel=1e-12)
    assert found.off_diagonal == 0


def test_another_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    saved(path, 1)
    with pytest.raises(InvalidInput, match="give --dim 2"):
        compared(Setting(laws.gaussian(1), 3, 8), path)
