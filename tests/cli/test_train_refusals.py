"""mesa-train: bad input is one line on standard error and exit 2, with no warning beside it."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS
from symbolic_mesa.training.files import load
from tests.cli import Run
from tests.cli.test_train import LAW, SIZES

BASE = (*LAW, *SIZES, "--epochs", "3")
MOMENTS = ("--moments", "m2=1,m4=3,m6=15", *SIZES, "--epochs", "3")

BAD = {
    "population and samples": (*BASE, "--population", "--samples", "5"),
    "fresh without samples": (*BASE, "--fresh"),
    "single without samples": (*BASE, "--single"),
    "gather without samples": (*BASE, "--gather"),
    "gather in single": (*BASE, "--samples", "5", "--gather", "--single"),
    "gather afresh": (*BASE, "--samples", "5", "--gather", "--fresh"),
    "a seed of nothing": (*BASE, "--seed", "2"),
    "negative seed": (*BASE, "--seed", "-1"),
    "negative deviation": (*BASE, "--init-std", "-1"),
    "no samples": (*BASE, "--samples", "0"),
    "half a sample": (*BASE, "--samples", "2.5"),
    "two starts": (*BASE, "--init", "1,1", "--init-std", "1"),
    "samples of moments": (*MOMENTS, "--samples", "5"),
    "samples of a symbol": (*BASE[:2], *SIZES, "--epochs", "3", "--samples", "5"),
    "a symbol": (*BASE[:2], *SIZES, "--epochs", "3"),
    "resume without a file": (*BASE, "--resume"),
    "no folder": (*BASE, "--output", "nowhere/run.npz"),
    "a folder as a file": (*BASE, "--output", "."),
    "no such weights": (*BASE, "--init-from", "nowhere.npz"),
    "weights in a folder": (*BASE, "--init-from", "."),
    "d = 0": (*BASE, "--dim", "0"),
    "T = 2": (*BASE, "--length", "2"),
    "a large d": (*BASE, "--dim", "1" + "0" * 17),
    "a large T": (*BASE, "--length", "1" + "0" * 17, "--samples", "2"),
    "a large form": (*BASE, "--dim", "60", "--samples", "2", "--gather"),
    "no step": (*BASE, "--step-size", "0"),
    "a step back": (*BASE, "--step-size=-1"),
    "nan": (*BASE, "--step-size", "nan"),
    "epochs below 0": (*BASE, "--epochs", "-1"),
    "huge weights": (*BASE, "--init", "1e200,1e200"),
    "huge weights on samples": (*BASE, "--init-std", "1e200", "--samples", "5"),
}

DIVERGING = {
    "population": (),
    "samples": ("--samples", "9"),
    "gathered": ("--samples", "9", "--gather"),
    "single": ("--samples", "9", "--single", "--fresh"),
}


def refused(train: Run, *arguments: str) -> str:
    outcome = train(*arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith("mesa-train: ")
    return outcome.err


@pytest.mark.parametrize("arguments", BAD.values(), ids=BAD)
def test_bad_input_is_one_line_and_exit_2(
    arguments: tuple[str, ...], mesa_train: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(mesa_train, *arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", DIVERGING.values(), ids=DIVERGING)
@pytest.mark.parametrize("step", ["10", "1e9", "1e200"])
def test_a_step_size_that_diverges_is_named(
    options: tuple[str, ...], step: str, mesa_train: Run, tmp_path: Path
) -> None:
    """Warnings are errors in these tests: NumPy has none to say. What was finite is kept."""
    file = tmp_path / "run.npz"
    given = (*BASE, *options, "--step-size", step, "--epochs", "50", "--init", "1,1")
    assert "diverges at epoch" in refused(mesa_train, *given, "--output", str(file))
    assert np.all(np.isfinite(load(file)[1].loss))


def test_a_diverging_process_writes_one_line() -> None:
    command = [sys.executable, "-m", "symbolic_mesa.cli.train", *BASE, "--step-size", "1e9"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "give a smaller one" in done.stderr


ONE = np.eye(2)
FILES: dict[str, Callable[[Path], object]] = {
    "another d": lambda path: np.savez(path, **dict.fromkeys(BLOCKS, np.eye(3))),
    "a missing block": lambda path: np.savez(path, **dict.fromkeys(BLOCKS[1:], ONE)),
    "not finite": lambda path: np.savez(path, **dict.fromkeys(BLOCKS, ONE * np.nan)),
    "text": lambda path: path.write_text("KQ22 = 1\n"),
    "nothing": lambda path: path.write_bytes(b""),
    "one array": lambda path: path.write_bytes(_array()),
    "pickled objects": lambda path: np.savez(
        path, **dict.fromkeys(BLOCKS, np.array([[Hostile()]], dtype=object))
    ),
}


def _array() -> bytes:
    """An .npy file, under whatever name."""
    stream = BytesIO()
    np.save(stream, ONE)
    return stream.getvalue()


class Hostile:
    """What would write a file if it were unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("hacked",)


@pytest.mark.parametrize("write", FILES.values(), ids=FILES)
@pytest.mark.parametrize("how", [("--init-from",), ("--resume", "--output")])
def test_a_file_that_is_no_run_is_refused_and_left_as_it_is(
    write: Callable[[Path], object],
    how: tuple[str, ...],
    mesa_train: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "file.npz"
    write(file)
    bits = file.read_bytes()
    refused(mesa_train, *BASE, *how, str(file))
    assert file.read_bytes() == bits
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("end", [0.1, 0.5, 0.99])
def test_a_file_cut_short_is_refused(end: float, mesa_train: Run, tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    assert mesa_train(*BASE, "--output", str(file)).code == 0
    whole = file.read_bytes()
    file.write_bytes(whole[: int(end * len(whole))])
    for how in (("--init-from",), ("--resume", "--output")):
        refused(mesa_train, *BASE, *how, str(file))
