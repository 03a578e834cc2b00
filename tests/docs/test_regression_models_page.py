"""The page on models in words: its file is the one beside it, its errors and commands are real."""

import re
import shlex
import subprocess
import sys

import pytest

from derivations.in_words.theorem import results
from symbolic_mesa import InvalidInput
from symbolic_mesa.stating.files import read_model
from tests.cli import ROOT, Run
from tests.in_words import FILE, stated, with_weights

PAGE = (ROOT / "docs" / "regression-models.md").read_text(encoding="utf-8")
(STATED,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
(PYTHON,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
ERRORS = re.findall(r"^\| `(.*?)` \| (.*?) \| `(.*?)` \|$", PAGE, re.M)
RESULTS = re.findall(r"^\| `([^`]*)` \| [^|]* \|$", PAGE, re.M)
COMMANDS = [shlex.split(line)[1:] for line in re.findall(r"^    (mesa-derive .*)$", PAGE, re.M)]


def test_the_page_has_what_is_tested() -> None:
    assert STATED == FILE
    assert (len(ERRORS), len(COMMANDS), len(RESULTS)) == (10, 4, 8)


@pytest.mark.parametrize(("wrong", "reason", "right"), ERRORS)
def test_an_error_is_the_one_of_the_page_and_its_remedy_helps(
    wrong: str, reason: str, right: str
) -> None:
    with pytest.raises(InvalidInput, match=r"^my\.toml:\d+:\d+: ") as seen:
        read_model(stated(wrong), "my.toml")
    assert reason in str(seen.value)
    assert read_model(stated(right)).regression is not None


def test_every_result_is_listed() -> None:
    models = [read_model(FILE), read_model(stated(A="a I"))]
    models.append(read_model(with_weights("u y X' A q", 'A = "matrix"\nu = "scalar"')))
    found = {id for one in models if one.regression for id in results(one.regression)}
    kinds = {re.sub(r"gradient-\w", "gradient-<weight>", id) for id in found}
    assert {re.sub(r"flow-\w", "flow-<scale>", id) for id in kinds} == set(RESULTS)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_each_command_derives(
    arguments: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    outcome = run(*arguments)
    assert (outcome.code, outcome.err) == (0, "")
    assert "verified" in outcome.out


def test_the_python_runs() -> None:
    run = [sys.executable, "-c", PYTHON + "print(loss)"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) > 0
