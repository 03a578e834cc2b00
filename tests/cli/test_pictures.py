"""What --phase-portrait and --step-sizes show."""

import sys
from pathlib import Path
from xml.etree import ElementTree  # reads what was just written

import pytest

from tests.cli import Run

LAW = ("--distribution", "gaussian", "--param", "sigma=1", "--dim", "2", "--length", "4")


def test_a_portrait_is_an_svg_with_all_that_it_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "flow.svg"
    arguments = ("--init=-3/4,1/2", "--results", "basin", "--no-check")
    assert run(*LAW, *arguments, "--phase-portrait", str(path)).code == 0
    text = path.read_text(encoding="utf-8")
    assert ElementTree.fromstring(text).tag.endswith("svg")  # noqa: S314  # our own file
    again = tmp_path / "again.svg"
    assert run(*LAW, *arguments, "--phase-portrait", str(again)).code == 0
    assert again.read_text(encoding="utf-8") == text
    for words in ("trajectory", "start", "saddle", "minima", "d = 2, T = 4"):
        assert f"<!-- {words}" in text or words in text


def test_a_portrait_without_a_start_has_no_trajectory(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "flow.svg"
    assert run(*LAW, "--results", "basin", "--no-check", "--phase-portrait", str(path)).code == 0
    assert "<!-- trajectory" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*LAW, "--phase-portrait", "flow.png"), "not .svg"),
        (("--phase-portrait", "flow.svg"), "a symbol is left"),
        (("--step-sizes",), "a symbol is left"),
        ((*LAW, "--init=1,-1", "--step-sizes"), "saddle"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run(*arguments, "--no-check")
    assert outcome.code == 2
    assert words in outcome.err
    assert outcome.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_without_matplotlib_the_remedy_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    outcome = run(*LAW, "--results", "basin", "--phase-portrait", str(tmp_path / "x.svg"))
    assert outcome.code == 2
    assert "symbolic-mesa[plot]" in outcome.err


def test_step_sizes_as_a_table(run: Run) -> None:
    outcome = run(*LAW, "--init", "1/10,1/10", "--step-sizes")
    assert outcome.code == 0
    rows = {line.split("  ")[0].strip(): line.split()[-3:] for line in outcome.out.splitlines()}
    assert rows["step-size-limit"][1] == "1"
    safe, most = float(rows["step-size-safe"][0]), float(rows["largest monotone"][0])
    assert 0 < safe <= most
    assert rows["step-size-safe"][2].isdigit()
