"""mesa-figures as a person runs it: listed, refused, cut, continued, with any number of workers."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli import command
from tests.exhaustive import first_rows

QUICK = ("--quick", "--debug")
NAME = "ratio-against-length"


def numbers(folder: Path) -> bytes:
    return (folder / f"{NAME}.json").read_bytes()


def test_figures_are_listed_with_their_questions() -> None:
    outcome = command("figures", "--list")
    assert outcome.code == 0
    assert "figure-1 " in outcome.out
    assert all(line.endswith("?") for line in outcome.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    first_rows(
        [
            (("figure-11",), "did you mean figure-1?"),
            (("--workers", "0"), "--workers 0: a number of processes"),
            (("--out", "/dev/null"), "--out /dev/null: cannot be written"),
            (("--length", "3"), "too small; give at least 4"),
            (("atlas",), "no figure of that name"),
        ]
    ),
)
def test_what_cannot_be_made_is_refused_in_a_line(arguments: tuple[str, ...], words: str) -> None:
    outcome = command("figures", *arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith("mesa-figures: ")
    assert words in outcome.err


@pytest.mark.exhaustive
def test_numbers_are_the_same_for_every_number_of_workers_and_after_a_cut(tmp_path: Path) -> None:
    for workers in ("1", "3"):
        out = ("--out", str(tmp_path / workers), "--workers", workers)
        assert command("figures", NAME, *QUICK, *out).code == 0
    cut = [sys.executable, "-m", "symbolic_mesa.cli.figures", NAME, *QUICK]
    with subprocess.Popen(
        [*cut, "--out", str(tmp_path / "cut")], stderr=subprocess.PIPE
    ) as process:
        kept = tmp_path / "cut" / "runs"
        while not (kept.is_dir() and any(kept.glob("*.json"))):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert command("figures", NAME, *QUICK, "--out", str(tmp_path / "cut")).code == 0
    assert numbers(tmp_path / "1") == numbers(tmp_path / "3") == numbers(tmp_path / "cut")
    settings = json.loads((tmp_path / "cut" / "settings.json").read_text(encoding="utf-8"))
    assert settings["figures"] == [NAME]
    assert settings["command"].startswith(f"mesa-figures {NAME}")
    assert "matplotlib" in settings["versions"]
