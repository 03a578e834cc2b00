"""The command mesa-check --layer, on layers in files."""

import inspect
import json
from pathlib import Path

import pytest

from symbolic_mesa.cli import check
from symbolic_mesa.mesa_layer import running
from symbolic_mesa.mesa_layer.judging import cases
from symbolic_mesa.text.errors import InvalidInput
from tests.mesa_layer import layers

HEAD = "import numpy as np\nArray = object\n\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    names = ("solved", "pair_forgotten", "single")
    path.write_text(HEAD + "\n".join(inspect.getsource(getattr(layers, name)) for name in names))
    return path


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["mesa-check", *arguments])
    with pytest.raises(SystemExit) as left:
        check.main()
    out = capsys.readouterr()
    return int(str(left.value.code)), out.out, out.err


def test_a_right_one_passes(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(
        capsys, monkeypatch, "--layer", f"{file}:solved", "--length", "50", "--format", "json"
    )
    found = json.loads(out)
    assert (code, err, found["solves"]) == (0, "", True)
    assert found["cases"][0].keys() == {
        "condition",
        "forgetting",
        "length",
        "start",
        "at",
        "drifts",
    }


def test_a_gamma_at_a_wrong_place_is_found(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(capsys, monkeypatch, "--layer", f"{file}:pair_forgotten", "--length", "50")
    assert (code, err) == (1, "")
    assert "mine.py:pair_forgotten does not solve the least-squares problem" in out
    assert out.endswith(
        "it solves the one in which gamma_t weighs the pair of time t too, or gamma_{t-1} "
        "stands for gamma_t\n"
    )


def test_where_it_drifts_is_said(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys, monkeypatch, "--layer", f"{file}:single", "--length", "400")
    assert code == 0
    assert "\nit drifts: fewer than 3 digits from t = " in out


REFUSED = {
    "mine.py: no such file": (None, "f", []),
    "write FILE.py:FUNCTION": ("", "not a name", []),
    "has no function other; write def other(K, V, Q, gamma, lam) in it": ("", "other", []),
    "cannot be imported (ZeroDivisionError: division by zero)": ("1 / 0", "f", []),
    "at T = 1 it raises ValueError: no": ("def f(*_): raise ValueError('no')", "f", []),
    "at T = 1 it returns the shape (1, 6), not (1, 4)": ("def f(K, *_): return K", "f", []),
    "returns no real numbers": ("def f(K, V, *_): return V * 1j", "f", []),
    "its process ends without an answer (exit code 3)": ("import os; os._exit(3)", "f", []),
    "--dim belongs to a model of the theory": ("", "f", ["--dim", "4"]),
    "--length 0: not within 1..100000": ("", "f", ["--length", "0"]),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_judged_is_one_line(
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source, name, more = REFUSED[said]
    path = tmp_path / "mine.py"
    if source is not None:
        path.write_text(source)
    code, out, err = run(capsys, monkeypatch, "--layer", f"{path}:{name}", *more)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_without_a_layer_a_length_is_wanted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = run(capsys, monkeypatch, "--distribution", "gaussian")
    assert (code, err) == (2, "mesa-check: --length is missing; give T, such as --length 8\n")


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("def f(*_):\n    while True: pass\n")
    with pytest.raises(InvalidInput, match="takes longer than 1 s for 15 sequences"):
        running.answers(path, "f", cases(1), limit=1)
