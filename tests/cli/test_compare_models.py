"""What --compare-models shows: a table, JSON, a picture."""

import json
from pathlib import Path
from xml.etree import ElementTree  # reads what was just written

import pytest

from tests.cli import Run

LAW = ("--distribution", "gaussian", "--param", "sigma=1", "--dim", "2", "--length", "8")


def test_a_table_fits_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    outcome = run("--compare-models", *LAW)
    assert outcome.code == 0
    assert "7/36" in outcome.out
    assert "5/6" in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 100


def test_json_carries_fractions_and_standard_errors(run: Run) -> None:
    outcome = run("--compare-models", *LAW, "--format", "json")
    rows = {row["name"]: row for row in json.loads(outcome.out)["models"]}
    assert rows["1 step, best size"]["size"]["exact"] == "7/36"
    assert rows["1 step, best size"]["last"]["exact"] == "5/6"
    assert rows["mesa-layer, ridge 1 m_2"]["last"]["standard_error"] > 0
    assert rows["mesa-layer, ridge -> 0"]["last"]["value"] == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_a_picture(run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"errors.{suffix}"
    assert run("--compare-models", *LAW, "--output", str(path)).code == 0
    content = path.read_bytes()
    if suffix == "svg":
        assert ElementTree.fromstring(content).tag.endswith("svg")  # noqa: S314  # our own file
        again = tmp_path / "again.svg"
        run("--compare-models", *LAW, "--output", str(again))
        assert again.read_bytes() == content
    else:
        assert content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--distribution", "gaussian"), "--dim and --length"),
        (("--distribution", "gaussian", "--dim", "2", "--length", "5"), "sigma has no value"),
        ((*LAW[:-1], "2"), ">= 3"),
        ((*LAW, "--format", "latex"), "choose from text, json"),
        ((*LAW, "--explain"), "leave --explain out"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    outcome = run("--compare-models", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert words in outcome.err
