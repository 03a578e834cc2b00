"""The page on stated models: its file is the one beside it, its errors and commands are real."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from derivations.any_model.theorem import results
from symbolic_mesa import InvalidInput, load_model
from symbolic_mesa.stating.files import read_model
from tests.cli import ROOT, Run, command
from tests.stating import stated

PAGE = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
MODEL = ROOT / "docs" / "two-heads.toml"
(FILE,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
(FORWARD,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
ERRORS = re.findall(r"^\| `(.*?)` \| (.*?) \| `(.*?)` \|$", PAGE, re.M)
RESULTS = re.findall(r"^\| (`.*?`) \| [^|]* \|$", PAGE, re.M)
COMMANDS = [
    shlex.split(line.replace("docs/two-heads.toml", str(MODEL)))
    for line in re.findall(r"^    (mesa-\w+ .*)$", PAGE, re.M)
]
FIXED = [one[1:] for one in COMMANDS if "--fixed" in one]
DERIVED = [
    one[1:] for one in COMMANDS if one[0] == "mesa-derive" and not {"--forward", "--fixed"} & {*one}
]
(HELD,) = (one[1:] for one in COMMANDS if "--forward" in one)
PROOFS = [one for one in COMMANDS if one[0] in ("mesa-lock", "mesa-mutate")]


def test_the_file_is_the_one_beside_the_page() -> None:
    assert MODEL.read_text(encoding="utf-8") == FILE
    assert FILE.count("\n") <= 25


def test_the_page_has_what_is_tested() -> None:
    assert (len(ERRORS), len(DERIVED), len(PROOFS), len(FIXED)) == (16, 5, 3, 2)


@pytest.mark.parametrize(("wrong", "reason", "right"), ERRORS)
def test_an_error_is_the_one_of_the_page_and_its_remedy_helps(
    wrong: str, reason: str, right: str
) -> None:
    with pytest.raises(InvalidInput, match=r"^my\.toml:6:\d+: prediction: ") as seen:
        read_model(stated(wrong), "my.toml")
    assert reason in str(seen.value)
    assert read_model(stated(right)).model.blocks == ("A",)


def test_every_result_is_listed() -> None:
    problem = load_model(MODEL)
    listed = {id for ids in RESULTS for id in ids.replace("`", "").split(", ")}
    kinds = {re.sub(r"-[AB]\d-", "-<weight>-", id) for id in results(problem)}
    assert {re.sub(r"flow-\w", "flow-<scale>", id) for id in kinds} == listed


@pytest.mark.parametrize("arguments", DERIVED, ids=" ".join)
def test_each_command_derives(arguments: list[str], run: Run) -> None:
    outcome = run(*arguments, "--no-check")
    assert (outcome.code, outcome.err) == (0, "")
    written = (r"\begin{theorem}", r"\begin{proof}") if "latex" in arguments else ()
    assert all(words in outcome.out for words in written)


@pytest.mark.parametrize("arguments", FIXED, ids=" ".join)
def test_a_matrix_is_given(
    arguments: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = FILE.replace('A2 = "g I"', 'A2 = "fixed"')
    assert text != FILE
    Path("compared.toml").write_text(text)
    np.save("A2.npy", np.array([[1, 0.5], [0, 1]]))
    outcome = run(*arguments, "--no-check")
    assert (outcome.code, outcome.err) == (0, "")
    assert "compared[A2=1,1/2;0,1]" in outcome.out


@pytest.fixture
def forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "my_forward.py"
    path.write_text(FORWARD)
    return path


def test_the_forward_pass_is_the_statement(forward: Path, run: Run) -> None:
    outcome = run(*HELD, "--no-check")
    assert (outcome.code, outcome.err) == (0, "")
    assert "my_forward.py:predict is the prediction of" in outcome.out


def test_a_wrong_index_is_found(forward: Path, run: Run, tmp_path: Path) -> None:
    wrong = FILE.replace("conj(x[s-1,k]) A1", "conj(x[s,k]) A1")
    assert wrong != FILE
    (tmp_path / "wrong.toml").write_text(wrong)
    outcome = run("--model", "wrong.toml", *HELD[2:], "--no-check")
    (said,) = re.findall(r"^    (mesa-derive: .*)$", PAGE, re.M)
    assert (outcome.code, outcome.err.startswith(said)) == (1, True), outcome


@pytest.mark.exhaustive
def test_claims_are_locked_and_mutated(tmp_path: Path) -> None:
    """Of a smaller model: that of the page takes minutes under four laws."""
    (tmp_path / "small.toml").write_text(stated())
    for name, *arguments in PROOFS:
        small = ["small.toml" if one == str(MODEL) else one for one in arguments]
        outcome = command(name.removeprefix("mesa-"), *small, cwd=tmp_path)
        assert (outcome.code, outcome.err) == (0, ""), (name, outcome)
