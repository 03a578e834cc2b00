"""What --phase-portrait and --step-sizes show."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree  # reads what was just written

import pytest

from tests.cli import Run

LAW = ("--distribution", "gaussian", "--param", "sigma=1", "--dim", "2", "--length", "4")


@pytest.mark.exhaustive
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


LEAVING = ("--distribution", "full-one", "--param", "c=1", "--dim", "2", "--length", "4")


@pytest.mark.exhaustive
def test_step_sizes_of_a_law_that_leaves_the_diagonal_are_the_masked_models(run: Run) -> None:
    out = run(*LEAVING, "--init", "1/2,1/3", "--step-sizes").out
    said = " ".join(out.split())
    marked = ("limit (masked)", "limit (unmasked)", "safe (masked)", "monotone (masked)")
    assert all(name in out for name in marked)
    assert "With step-size-safe ab of the masked model goes" in said
    assert "about the masked model" in said
    assert "take the smaller of the two, 0.1276193358" in said


@pytest.mark.parametrize(
    "law", [LAW, (*LEAVING[:4], "--dim", "1", "--length", "4")], ids=["gaussian", "one coordinate"]
)
def test_step_sizes_of_a_law_that_stays_are_no_masked_models(run: Run, law: tuple[str]) -> None:
    assert "masked" not in run(*law, "--init", "1/2,1/3", "--step-sizes").out


@pytest.mark.exhaustive
@pytest.mark.parametrize("to_file", [False, True])
def test_step_sizes_as_json(run: Run, tmp_path: Path, to_file: bool) -> None:
    path = tmp_path / "steps.json"
    where = ("--output", str(path)) if to_file else ()
    outcome = run(*LEAVING, "--init", "1/2,1/3", "--step-sizes", "--format", "json", *where)
    assert outcome.code == 0
    assert bool(outcome.out) is not to_file
    rows = json.loads(path.read_text() if to_file else outcome.out)["step_sizes"]
    by_name = {row["name"]: row for row in rows}
    assert by_name["step-size-safe (masked)"]["value"] == pytest.approx(0.2345241142)
    assert "masked model" in by_name["step-size-safe (masked)"]["caveats"][0]
    assert "masked model" in by_name["largest monotone (masked)"]["caveats"][0]
    assert by_name["step-size-limit (masked)"]["ratio_to_limit"] == 1
    assert by_name["step-size-limit (unmasked)"]["epochs_to_one_percent"] is None


def test_an_infinite_step_size_is_null_in_json(run: Run) -> None:
    law = ("--distribution", "sparse", "--param", "c=1/2", "--dim", "5", "--length", "100")
    outcome = run(*law, "--init", "2,2", "--step-sizes", "--format", "json")
    rows = {row["name"]: row["value"] for row in json.loads(outcome.out)["step_sizes"]}
    assert rows["largest monotone"] is None


@pytest.mark.parametrize("format", ["latex", "coq"])
def test_step_sizes_have_two_formats(run: Run, format: str) -> None:
    outcome = run(*LAW, "--init", "1/2,1/3", "--step-sizes", "--format", format)
    assert (outcome.code, outcome.out) == (2, "")
    assert "choose from text, json" in outcome.err


BESIDE = (
    ("--results", "m2"),
    ("--test-length", "4"),
    ("--explain",),
    ("--require", "exact"),
    ("--kernel",),
    ("--phase-portrait", "flow.svg"),
)
OF_COMPARE = (
    ("--init", "1,1"),
    ("--param", "c=1"),
    ("--step-sizes",),
    ("--distribution", "sphere"),
)
CASES = [
    *(((*LAW, "--init", "1/2,1/3", "--step-sizes"), one) for one in BESIDE),
    *((("--compare",), one) for one in (*BESIDE, *OF_COMPARE)),
]


@pytest.mark.parametrize(("view", "option"), CASES, ids=str)
def test_a_view_passes_over_no_option(
    run: Run, view: tuple[str, ...], option: tuple[str, ...]
) -> None:
    outcome = run(*view, *option)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert f"leave {option[0]} out" in outcome.err


def test_the_catalogue_says_what_is_about_the_masked_model(run: Run) -> None:
    small = ("--compare", "--dim", "2", "--length", "3", "--no-check")
    for format in ("text", "latex"):
        said = " ".join(run(*small, "--format", format).out.split())
        assert "every other column is about the masked model" in said
    table = json.loads(run(*small, "--format", "json").out)["laws"]
    for column in ("recoverable", "unexplained", "ratio"):
        assert "masked model" in table["full-one"][column]["caveats"][0]
        assert "caveats" not in table["gaussian"][column]


@pytest.mark.parametrize(("law", "masked"), [(LAW, False), (LEAVING, True)])
def test_a_portrait_says_of_which_model_it_is(
    run: Run, tmp_path: Path, law: tuple[str, ...], masked: bool
) -> None:
    path = tmp_path / "flow.svg"
    run(*law, "--results", "m2", "--no-check", "--phase-portrait", str(path))
    assert ("of the masked model" in path.read_text(encoding="utf-8")) is masked


def test_step_sizes_as_a_table(run: Run) -> None:
    outcome = run(*LAW, "--init", "1/10,1/10", "--step-sizes")
    assert outcome.code == 0
    rows = {line.split("  ")[0].strip(): line.split()[-3:] for line in outcome.out.splitlines()}
    assert rows["step-size-limit"][1] == "1"
    safe, most = float(rows["step-size-safe"][0]), float(rows["largest monotone"][0])
    assert 0 < safe <= most
    assert rows["step-size-safe"][2].isdigit()


def test_a_portrait_of_another_papers_flow_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "flow.svg"
    head = ("--theorem", "single-token-head", "--distribution", "gaussian", "--no-check")
    outcome = run(*head, "--phase-portrait", str(path))
    assert outcome.code == 2
    assert "not of single-token-head" in outcome.err
    assert not path.exists()
