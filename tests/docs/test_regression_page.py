"""The page on regression: its commands derive."""

import shlex
from pathlib import Path

import pytest

from tests.cli import Run

PAGE = (Path(__file__).parents[2] / "docs" / "regression.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line)[1:] for line in PAGE.splitlines() if line.startswith("    mesa-derive ")
]


def test_there_are_commands() -> None:
    assert len(COMMANDS) == 18


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_derives(arguments: list[str], run: Run) -> None:
    outcome = run(*arguments, "--no-check")
    assert (outcome.code, outcome.err) == (0, "")
