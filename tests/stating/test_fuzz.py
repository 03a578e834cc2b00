"""Files made wrong by chance: each states a model, or gets a line that says where it does not."""

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from symbolic_mesa import InvalidInput, load_model
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.stating.files import read_model
from tests.cli import Run
from tests.stating.mutations import GOOD, mutated

SEED = 20240715
PATIENCE = 10  # seconds of processor after which a file hangs, on a slow machine too
PLACE = re.compile(r"my\.toml:\d+:\d+: \S")
MANY = pytest.param(5000, marks=pytest.mark.exhaustive)


def fault(text: str) -> str:
    """Return what is wrong with what comes of a file; nothing where all is well."""
    begun = time.process_time()
    try:
        if not isinstance(read_model(text, "my.toml"), Problem):
            return "no problem"
    except InvalidInput as error:
        said = str(error)
        if not PLACE.match(said) or not said.isprintable() or len(said) > 600:
            return f"said {said!r}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    seconds = time.process_time() - begun
    return f"{seconds:.1f} s" if seconds > PATIENCE else ""


@pytest.mark.parametrize("count", [500, MANY])
def test_no_file_is_worth_more_than_a_line(count: int) -> None:
    found = {k: fault(mutated(SEED, k)) for k in range(count)}
    assert {k: said for k, said in found.items() if said} == {}


def test_most_are_wrong_and_some_are_not() -> None:
    def accepted(text: str) -> bool:
        try:
            read_model(text)
        except InvalidInput:
            return False
        return True

    assert all(map(accepted, GOOD))
    seen = Counter(accepted(mutated(SEED, k)) for k in range(300))
    assert seen[False] > seen[True] > 10


def test_the_same_seed_gives_the_same_files() -> None:
    assert [mutated(1, k) for k in range(50)] == [mutated(1, k) for k in range(50)]
    assert mutated(1, 0) != mutated(2, 0)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 7_900,
        "a." * 3_950 + "a = 1",
        "a = " + "[" * 7_900,
        "[weights]\n" + "".join(f"A{k} = 'a I'\n" for k in range(500)),
        "title = '" + "x" * 7_900 + "'",
        "#" * 10**6,
        "\ud800",
    ],
)
def test_what_is_large_or_no_text_is_refused_at_once(text: str) -> None:
    assert fault(text) == ""


@pytest.mark.parametrize("count", [40, MANY])
def test_the_command_says_one_line_and_code_2(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    told: dict[int, object] = {}
    for k in range(count):
        Path("my.toml").write_bytes(mutated(SEED, k).encode("utf-8", "surrogatepass"))
        if not refused(Path("my.toml")):
            continue
        outcome = run("--model", "my.toml", "--distribution", "gaussian")
        one_line = outcome.err.startswith("mesa-derive: my.toml:") and outcome.err.count("\n") == 1
        if (outcome.code, outcome.out, one_line) != (2, "", True):
            told[k] = outcome
    assert told == {}


def refused(path: Path) -> bool:
    try:
        load_model(path)
    except InvalidInput:
        return True
    return False
