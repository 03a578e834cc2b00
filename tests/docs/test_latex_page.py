"""The commands on the page about LaTeX do what the page says."""

import re
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
    assert len(COMMANDS) == 8


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_writes_latex(
    command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run(*shlex.split(command))
    assert (outcome.code, outcome.err) == (0, "")
    if "--standalone" in command:
        assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.bib", "paper.tex"]
        return
    written = Path("theorem.tex").read_text("utf-8") if "--output" in command else outcome.out
    assert r"\begin{equation}" in written
    assert (r"\begin{theorem}" in written) == ("--bare" not in command)
    assert (r"\begin{proof}" in written) == ("--proof" in command)


def test_a_paper_can_refer_to_what_the_page_refers_to(run: Run) -> None:
    labels = re.findall(r"ref\{([^}]+)\}", PAGE.read_text(encoding="utf-8"))
    written = run("--distribution", "gaussian", "--format", "latex", "--no-check").out
    assert len(labels) == 2
    assert [label for label in labels if rf"\label{{{label}}}" not in written] == []
