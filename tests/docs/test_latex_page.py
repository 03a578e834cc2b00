"""The commands on the page about LaTeX do what the page says."""

import shlex
from pathlib import Path

import pytest

from tests.cli import Run

PAGE = Path(__file__).parents[2] / "docs" / "latex.md"
COMMANDS = [
    line.split(maxsplit=1)[1]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("    mesa-derive ")
]


def test_there_are_commands() -> None:
    assert len(COMMANDS) == 7


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_writes_latex(
    command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run(*shlex.split(command))
    assert (outcome.code, outcome.err) == (0, "")
    if "--standalone" in command:
        assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.bib", "paper.tex"]
    else:
        assert r"\begin{equation}" in outcome.out
        assert (r"\begin{theorem}" in outcome.out) == ("--bare" not in command)
        assert (r"\begin{proof}" in outcome.out) == ("--proof" in command)
