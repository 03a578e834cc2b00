"""Tokens from files, on the command line."""

from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS
from symbolic_mesa.training import files
from tests.cli import Run, command

TABLE = np.array([[1.0, 2.0], [1.0, 2.0], [3.0, -1.0]])
SHOWN = ("--results", "m2,kappa-1", "--no-check")


def test_every_kind_of_file_is_the_same_law(run: Run, tmp_path: Path) -> None:
    np.save(tmp_path / "tokens.npy", TABLE)
    np.savez_compressed(tmp_path / "tokens.npz", TABLE)
    np.savetxt(tmp_path / "tokens.csv", TABLE, delimiter=",")
    (tmp_path / "weighted.csv").write_text("share,x,y\n0.5,1,2\n0.25,3,-1\n")
    plain = run("--data", str(tmp_path / "tokens.npy"), *SHOWN)
    assert (plain.code, plain.err) == (0, "")
    for name in ("tokens.npz", "tokens.csv"):
        assert run("--data", str(tmp_path / name), *SHOWN) == plain
    weighted = ("--data", str(tmp_path / "weighted.csv"), "--weights-column")
    for column in ("share", "1"):
        assert run(*weighted, column, *SHOWN) == plain


@pytest.mark.exhaustive
def test_other_commands_take_weights_too(tmp_path: Path) -> None:
    (tmp_path / "tokens.csv").write_text("x,y,w\n1,2,2\n3,-1,1\n-1,1,0.5\n")
    law = ("--data", str(tmp_path / "tokens.csv"), "--weights-column", "w", "--length", "4")
    checked = command("check", *law, "--samples", "64", "--claims", "m2")
    assert checked.code == 0, checked
    trained = command("train", *law, "--step-size", "0.001", "--epochs", "2")
    assert trained.code == 0, trained


@pytest.mark.parametrize(
    "arguments",
    [
        ("--distribution", "gaussian", "--weights-column", "w"),
        ("--data", "tokens.csv", "--weights-column", "w"),
        ("--data", "tokens.csv", "--weights-column="),
        ("--compare", "--weights-column", "w"),
    ],
)
def test_a_column_that_is_none_is_one_line(
    run: Run, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tokens.csv").write_text("x,y\n1,2\n")
    outcome = run(*arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "weights" in outcome.err


def test_weights_are_read_up_to_a_size(
    mesa_train: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = {name: np.zeros((2, 2)) for name in BLOCKS}
    np.savez_compressed(tmp_path / "large.npz", **blocks, more=np.zeros(10**6))
    monkeypatch.setattr(files, "LARGEST_FILE", 10**6)
    assert (tmp_path / "large.npz").stat().st_size < 10**5
    base = ("--distribution", "gaussian", "--param", "sigma=1", "--dim", "2", "--length", "4")
    more = ("--step-size", "0.01", "--epochs", "1", "--init-from", str(tmp_path / "large.npz"))
    outcome = mesa_train(*base, *more)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "longer than 1000000 bytes when unpacked" in outcome.err
