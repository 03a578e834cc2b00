"""What nobody foresaw, and what somebody should have: one line each, and the right exit code."""

import os
import re
import shlex
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS
from symbolic_mesa.cli import check, derive, lock, mutate, running, train
from symbolic_mesa.text.errors import MesaError
from tests.cli import Outcome, Run, as_process

LAW = ("--distribution", "gaussian", "--param", "sigma=1", "--dim", "2", "--length", "4")
ASCII = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
LONG = "n" * 300  # more than a file's name may have

UNFORESEEN = [ValueError("no\nsuch"), MemoryError(), RecursionError("too deep"), KeyError("k")]


def broken(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("symbolic_mesa.results.deriving.derive", fails)


@pytest.mark.parametrize("error", [*UNFORESEEN, MesaError("divides by zero")], ids=repr)
def test_a_defect_is_one_line_with_the_command_to_report(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    broken(monkeypatch, error)
    outcome = run(*LAW, "--results", "it's,\x1b[31m\nred")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (70, "", 1)
    assert outcome.err.rstrip("\n").isprintable()
    assert "defect of symbolic-mesa" in outcome.err
    assert type(error).__name__ in outcome.err
    command = outcome.err.split("where it is: ")[1]
    assert shlex.join(["mesa-derive", *LAW]) in command
    assert r"$'it\x27s,\x1b[31m\x0ared'" in command


def test_the_traceback_of_a_defect_is_shown_on_demand(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, ValueError("unforeseen"))
    assert "Traceback" not in run(*LAW).err
    outcome = run(*LAW, "--debug")
    assert outcome.code == 70
    assert "Traceback" in outcome.err
    assert outcome.err.splitlines()[-1].startswith("mesa-derive: this is a defect")


def test_ctrl_c_and_what_is_beyond_doubles_are_no_defects(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, KeyboardInterrupt())
    assert run(*LAW) == Outcome(130, "", "")
    broken(monkeypatch, OverflowError())
    outcome = run(*LAW)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "range of doubles" in outcome.err


def test_every_command_has_the_option() -> None:
    for module in (check, derive, lock, mutate, train):
        assert "debug" in module.app.registered_commands[0].callback.__annotations__


def test_warnings_reach_no_terminal_and_stay_errors_where_they_are_made_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def warns(*_: object, **__: object) -> None:
        warnings.warn("overflow", RuntimeWarning, stacklevel=1)
        raise MesaError("reached")

    monkeypatch.setattr("symbolic_mesa.results.deriving.derive", warns)
    assert "RuntimeWarning" in run(*LAW).err  # these tests make them errors
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert "reached" in run(*LAW).err
        assert "RuntimeWarning" not in run(*LAW).err


@pytest.mark.parametrize(
    "text", ["--5", "+-5", "-+5", "5-", "٣", "+", "", "1e3", "5.5", "nan", ".0", "5,0"]
)
@pytest.mark.parametrize("option", ["--dim", "--length", "--test-length"])
def test_what_is_no_whole_number(run: Run, option: str, text: str) -> None:
    outcome = run(f"{option}={text}")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "not a whole number" in outcome.err


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--compare", "--dim", "2", "--length", "5"), marks=pytest.mark.exhaustive),
        (*LAW, "--explain", "--no-check"),
        (*LAW, "--init=1,1/3", "--step-sizes"),
        ("--list",),
        (*LAW, "--format", "latex", "--results", "all", "--no-check"),
        (*LAW, "--format", "coq"),
    ],
    ids=" ".join,
)
def test_an_ascii_terminal_gets_all_of_it(arguments: tuple[str, ...]) -> None:
    outcome = as_process(*arguments, env=ASCII)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.isascii()
    assert not re.search(r"\\u[0-9a-f]{4}", outcome.out)


def test_a_backend_that_matplotlib_does_not_know(tmp_path: Path) -> None:
    arguments = (*LAW, "--results", "m2", "--phase-portrait", str(tmp_path / "p.svg"))
    outcome = as_process(*arguments, env={**os.environ, "MPLBACKEND": "nonsense"})
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "MPLBACKEND" in outcome.err


FILES = {
    "output": ("--output", LONG),
    "portrait": ("--phase-portrait", f"{LONG}.svg"),
    "data": ("--data", LONG),
    "moments": ("--moments", LONG),
    "a folder": ("--output", "."),
    "a folder of moments": ("--moments", "."),
    "a folder of data": ("--data", "."),
    "moments without end": ("--moments", "/dev/zero"),
    "data without end": ("--data", "/dev/zero"),
    "no UTF-8": ("--moments", os.fsdecode(b"\xff\xfe.toml")),
}


@pytest.mark.parametrize("arguments", FILES.values(), ids=FILES)
def test_a_file_that_cannot_be(
    run: Run, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    law = () if arguments[0] in ("--data", "--moments") else LAW
    outcome = run(*law, *arguments, "--no-check", "--results", "m2")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--output", "--init-from"])
def test_a_file_of_weights_that_cannot_be(mesa_train: Run, tmp_path: Path, option: str) -> None:
    for name in (LONG, "/dev/zero", "/dev/null"):
        given = ("--step-size", "1/100", "--epochs", "2", option, name)
        outcome = mesa_train(*LAW, *given)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    given = ("--step-size", "1/100", "--epochs", "2", "--resume", "--output", LONG)
    assert mesa_train(*LAW, *given).code == 2


@pytest.mark.parametrize("name", ["n" * 251 + ".tex", os.fsdecode(b"\xff.tex")])
def test_any_name_that_a_file_may_have_is_written(run: Run, tmp_path: Path, name: str) -> None:
    outcome = run(*LAW, "--no-check", "--format", "latex", "--output", str(tmp_path / name))
    assert outcome == Outcome(0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.fixture
def huge(tmp_path: Path) -> str:
    path = tmp_path / "huge.npy"
    np.save(path, 1e308 * np.array([[1, -1], [0.5, 1], [1, 0.3]]))
    return str(path)


@pytest.mark.parametrize("format", ["text", "json", "latex"])
@pytest.mark.parametrize("more", [(), ("--symmetrize", "both")])
def test_numbers_beyond_doubles_are_shown_exactly(
    run: Run, huge: str, format: str, more: tuple[str, ...]
) -> None:
    ids = "m2,kappa-1,loss,fixed-point,minimum-loss,masked-comparison"
    arguments = ("--data", huge, *more, "--length", "5", "--init=1,1/2")
    outcome = run(*arguments, "--format", format, "--results", ids)
    assert (outcome.code, outcome.err) == (0, "")
    number = {"text": "e+615", "latex": r" \times 10^{615}"}.get(format, "")
    assert number in outcome.out
    assert "inf " not in outcome.out


@pytest.mark.exhaustive
def test_checks_beyond_doubles(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    weights = tmp_path / "weights.npz"
    np.savez(weights, **dict.fromkeys(BLOCKS, 0.3 * np.eye(1)))
    law = ("--distribution", "laplace", "--param", "scale=1e26", "--length", "5", "--dim", "1")

    def mesa_check(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", [check.NAME, *law, *arguments])
        with pytest.raises(SystemExit) as left:
            running.run(check.app, check.NAME)
        found = capsys.readouterr()
        return Outcome(int(left.value.code or 0), found.out, found.err)

    outcome = mesa_check("--weights", str(weights))
    assert (outcome.code, outcome.err) == (0, "")
    assert "about (a, b) = (0.3, 1.11111e-53)" in outcome.out
    outcome = mesa_check("--samples", "100")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "range of doubles" in outcome.err


ENDLESS = [
    *["x" * 5000, "1" * 5000, "m4=" + "q" * 5000, "sigma=" + "z" * 5000, "/" + "p" * 5000],
    *["/" + "folder/" * 700 + "x.svg", "-" + "3" * 150, "sigma=-" + "1" * 190, "x y " * 1500],
    *["\x01" * 200, "1:" + "1" * 150, "m2=-" + "1" * 150, "'" * 900, "(" + "y" * 900 + ")"],
]
SPOKEN = (
    "distribution param support moments data symmetrize weights-column joint covariance dim length "
    "test-length init format output results theorem module require phase-portrait"
)


@pytest.mark.parametrize("option", SPOKEN.split())
def test_an_error_line_echoes_little_of_what_was_typed(run: Run, option: str) -> None:
    choosing = ("distribution", "support", "moments", "data", "joint")
    law = () if option in choosing else LAW[:2] if option == "covariance" else LAW[:4]
    ids = () if option == "results" else ("--results", "fixed-point")
    for text in ENDLESS:
        if option == "output" and len(text) < 256:  # a file can be called so
            continue
        outcome = run(*law, *ids, "--no-check", f"--{option}", text)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), text[:20]
        assert text[:100] not in outcome.err
        assert max(map(len, outcome.err.split())) <= 130
        assert len(outcome.err) < 1200


def test_other_commands_echo_little(run: Run, mesa_train: Run) -> None:
    for arguments in (("--weights", "w" * 5000), ("--nonsense" * 500,), ("n" * 5000,)):
        outcome = mesa_train(*arguments)
        assert outcome.code == 2
        assert len(outcome.err) < 300
