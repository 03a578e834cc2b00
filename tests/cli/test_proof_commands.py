"""mesa-lock and mesa-mutate as a person runs them."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli import ROOT, command


@pytest.mark.exhaustive
def test_mutants_of_one_claim(tmp_path: Path) -> None:
    outcome = command("mutate", "fixed-point", "--sample", "12", "--seed", "3")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[-3:] == [
        "symbolic and exact checks: killed 12 of 12",
        "numerical checks alone: killed 12 of 12",
        "killed 12 of 12",
    ]
    assert all(" fixed-point: " in line for line in lines[:-3])


@pytest.mark.exhaustive
def test_an_unknown_claim_is_refused() -> None:
    outcome = command("mutate", "theorem-9")
    assert (outcome.code, outcome.out) == (2, "")
    assert "'theorem-9'" in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_a_seed_of_no_draw_is_refused() -> None:
    outcome = command("mutate", "fixed-point", "--seed", "3")
    assert (outcome.code, outcome.out, len(outcome.err.splitlines())) == (2, "", 1)
    assert "--seed belongs to --sample" in outcome.err


@pytest.mark.parametrize("arguments", [("--check", "--file", "nowhere.json"), ("no.such.module",)])
def test_what_cannot_be_read_is_one_line(arguments: tuple[str, ...]) -> None:
    outcome = command("lock", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1


def test_a_run_that_is_killed_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "proofs.lock.json"
    path.write_text("the old file")
    process = subprocess.Popen(
        [sys.executable, "-m", "symbolic_mesa.cli.lock", "--file", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1)  # it takes some three seconds to check everything
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert path.read_text() == "the old file"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
