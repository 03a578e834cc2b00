"""Files in words made wrong by chance: each states a model, or gets one line that says where."""

from collections import Counter
from pathlib import Path

import pytest

from symbolic_mesa import InvalidInput
from symbolic_mesa.stating.files import read_model
from tests.cli import Run
from tests.in_words import FILE, stated, with_weights
from tests.stating.mutations import mutated
from tests.stating.test_fuzz import fault

SEED = 20261128
GOOD = (
    FILE,
    stated("y X' A q / (N + 1)", A="a Lambda^-1", w="d x 1, columns Lambda^-1"),
    with_weights(
        "block(0, 1) E E' block(A; c') q / N - 1/2 tr(A Lambda) w' q",
        'A = "matrix"\nc = "matrix d x 1"',
        'E = "block(X, q; y, 0)"',
    ),
    with_weights(
        "u y X' (U V + I) q / (2 N)", 'U = "matrix d x r"\nV = "matrix r x d"\nu="scalar"'
    ),
)
MANY = pytest.param(5000, marks=pytest.mark.exhaustive)


@pytest.mark.parametrize("count", [300, MANY])
def test_no_file_is_worth_more_than_a_line(count: int) -> None:
    found = {k: fault(mutated(SEED, k, GOOD)) for k in range(count)}
    assert {k: said for k, said in found.items() if said} == {}


def test_most_are_wrong_and_some_are_not() -> None:
    def accepted(text: str) -> bool:
        try:
            read_model(text)
        except InvalidInput:
            return False
        return True

    assert all(map(accepted, GOOD))
    seen = Counter(accepted(mutated(SEED, k, GOOD)) for k in range(100))
    assert seen[False] > seen[True] > 5


@pytest.mark.parametrize(
    "text",
    [
        "".join(f'{chr(97 + k)} = "{chr(98 + k)} {chr(98 + k)}\'"\n' for k in range(20)),
        'y = "' + "w' X " * 700 + '"',
        'y = "' + "(" * 50 + "w' X" + ")" * 50 + '"',
        'y = "' + "block(" * 30 + "X" + ", 0)" * 30 + '"',
        'y = "' + "block(0, 1) " * 300 + '"',
    ],
)
def test_what_grows_is_refused_at_once(text: str) -> None:
    before = next(line for line in FILE.splitlines() if line.startswith("y = "))
    assert fault(FILE.replace(before, text)) == ""


def test_the_command_says_one_line_and_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my.toml").write_text(stated("y X A q"), encoding="utf-8")
    outcome = run("--model", "my.toml")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith("mesa-derive: my.toml:20:17: prediction: ")
