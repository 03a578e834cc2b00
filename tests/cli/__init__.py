"""Tests of the commands: in this process where that shows enough, else as a person runs them."""

import gc
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from symbolic_mesa.cli import check, derive, running

ROOT = Path(__file__).parents[2]
MODULE = "symbolic_mesa.cli.derive"


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


def said(err: str) -> str:
    """Return what is on standard error besides signs of life, which a busy machine brings."""
    lines = err.splitlines(keepends=True)
    return "".join(line for line in lines if "still at work after" not in line)


def command(name: str, *arguments: str, cwd: Path = ROOT) -> Outcome:
    """Run a command as a process of its own, in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", f"symbolic_mesa.cli.{name}", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    return Outcome(done.returncode, done.stdout, said(done.stderr))


def called(
    command: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *arguments: str,
) -> Outcome:
    """Run a command, by its module, in this process."""
    monkeypatch.setattr(sys, "argv", [command.NAME, *arguments])
    with pytest.raises(SystemExit) as left:
        running.run(command.app, command.NAME)
    gc.enable()
    found = capsys.readouterr()
    return Outcome(int(left.value.code or 0), found.out, said(found.err))


def checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> Outcome:
    """Run mesa-check in this process."""
    return called(check, monkeypatch, capsys, *arguments)


def in_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> Outcome:
    """Run mesa-derive in this process."""
    return called(derive, monkeypatch, capsys, *arguments)


def as_process(*arguments: str, **options: object) -> Outcome:
    """Run mesa-derive as a process of its own."""
    command = [sys.executable, "-m", MODULE, *arguments]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **options,  # type: ignore[call-overload]  # passed through: cwd and env only
    )
    return Outcome(done.returncode, done.stdout, said(done.stderr))
