"""``mesa-new-model``: what it writes passes as it is, all of it is written or nothing."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from symbolic_mesa import load_model
from symbolic_mesa.cli import new_model, running
from symbolic_mesa.text import whole_files
from tests.cli import ROOT, Outcome, said

FILES = [
    "README.md",
    "my-head.toml",
    "my_head_forward.py",
    "proofs.lock.json",
    "pytest.ini",
    "test_my_head.py",
]


@pytest.fixture
def made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> "Made":
    """Return the command in an empty folder, where nothing is locked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(new_model, "_locked", lambda model, name: "{}\n")
    return Made(monkeypatch, capsys)


class Made:
    """The command, run in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *arguments: str) -> Outcome:
        self.monkeypatch.setattr(sys, "argv", [new_model.NAME, *arguments])
        with pytest.raises(SystemExit) as exit_:
            running.run(new_model.app, new_model.NAME)
        gc.enable()
        captured = self.capsys.readouterr()
        return Outcome(int(exit_.value.code or 0), captured.out, said(captured.err))


def test_a_folder_is_made_and_what_comes_next_is_said(made: Made, tmp_path: Path) -> None:
    outcome = made("my-head")
    assert (outcome.code, outcome.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "my-head").iterdir()) == FILES
    assert os.listdir(tmp_path) == ["my-head"]
    assert outcome.out.splitlines() == [
        f"my-head: {', '.join(FILES)}",
        "next: cd my-head, and state your model in my-head.toml",
        "      mesa-derive --model my-head.toml --forward my_head_forward.py:predict",
        "      python -m pytest",
        "      mesa-lock --model my-head.toml",
    ]
    texts = [path.read_text("utf-8") for path in (tmp_path / "my-head").iterdir()]
    assert [text for text in texts if "{{" in text] == []
    assert load_model(tmp_path / "my-head" / "my-head.toml").model.blocks == ("B", "A")


def test_its_files_have_the_permissions_of_others(made: Made, tmp_path: Path) -> None:
    made("my-head", "--dir", str(tmp_path))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    for new, other in (("my-head", "other"), ("my-head/my-head.toml", "other/file")):
        assert (tmp_path / new).stat().st_mode == (tmp_path / other).stat().st_mode


@pytest.mark.parametrize(
    "name", ["", "a b", "A-head", "2-heads", "-", "a--b", "a-", "../a", "a/b", "é", "x" * 41, "a\n"]
)
def test_what_is_no_name_is_one_line(name: str, made: Made, tmp_path: Path) -> None:
    outcome = made("--", name)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
    assert "no name of a model; write lower-case letters, digits and '-'" in outcome.err
    assert os.listdir(tmp_path) == []


def test_what_is_there_stays_as_it_is(made: Made, tmp_path: Path) -> None:
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "a-file").write_text("mine")
    (tmp_path / "a-link").symlink_to("nowhere")
    before = sorted(os.listdir(tmp_path))
    for name in before:
        outcome = made(name)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == (
            f"mesa-new-model: {name}: exists, and stays as it is; choose another NAME or --dir\n"
        )
    assert sorted(os.listdir(tmp_path)) == before
    assert (tmp_path / "a-file").read_text() == "mine"


@pytest.mark.parametrize("folder", ["nowhere", "a-file", "a" * 300, "x\n"])
def test_where_no_folder_is_none_is_made(folder: str, made: Made, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    outcome = made("my-head", "--dir", folder)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
    assert "no such folder; make it, or name another" in outcome.err


@pytest.mark.parametrize(
    ("place", "error", "code"),
    [
        ((new_model, "_locked"), KeyboardInterrupt(), running.INTERRUPTED),
        ((whole_files.os, "rename"), KeyboardInterrupt(), running.INTERRUPTED),
        ((whole_files.os, "rename"), OSError(28, "No space left"), running.BAD_INPUT),
    ],
)
def test_what_breaks_off_leaves_nothing(
    place: tuple[object, str],
    error: BaseException,
    code: int,
    made: Made,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(*place, fails)
    outcome = made("my-head")
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.count("\n") == (code == running.BAD_INPUT)
    assert os.listdir(tmp_path) == []


@pytest.mark.exhaustive
def test_what_it_writes_passes_as_it_is(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}

    def ran(folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert (done.returncode, said(done.stderr)) == (0, ""), (arguments, done)
        return done.stdout

    module = "symbolic_mesa.cli"
    ran(tmp_path, "-m", f"{module}.new_model", "my-head")
    folder, model = tmp_path / "my-head", ("--model", "my-head.toml")
    assert "2 passed" in ran(folder, "-m", "pytest", "-p", "no:cacheprovider")
    forward = ("--forward", "my_head_forward.py:predict", "--results", "loss")
    assert "at 100 random points" in ran(folder, "-m", f"{module}.derive", *model, *forward)
    assert ": no differences" in ran(folder, "-m", f"{module}.lock", "--check", *model)
