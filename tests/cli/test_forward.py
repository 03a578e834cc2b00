"""``--forward``: a stated model beside its user's own forward pass."""

from pathlib import Path

import numpy as np
import pytest

from numeric_check.forward import comparison, running
from numeric_check.forward.points import Point, lengths, points
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.stating.files import read_model
from symbolic_mesa.text.errors import InvalidInput
from tests.cli import Run

MODEL = """
title = "Two heads"
[data]
process = "diagonal-phases"
[model]
steps = "t = 2 .. T-1"
prediction = '''
    sum(s = 1 .. t) B1[i,j] x[s,j] conj(x[s-1,k]) A1[k,l] x[t,l] / (t-1)
  + sum(s = 1 .. t) B2[i,j] x[s,j] conj(x[s-3,k]) A2[k,l] x[t-1,l] / (t-1)
'''
target = "x[t+1,i]"
[weights]
A1 = "a I"
A2 = "0"
B1 = "b I"
B2 = "0"
"""
FORWARD = """
import numpy as np

def predict(x, weights):
    T, d = x.shape
    A1, A2, B1, B2 = (weights[name] for name in ("A1", "A2", "B1", "B2"))
    before = lambda time, lag: x[time - lag - 1] if time > lag else np.zeros(d)
    y = np.full((T, d), np.nan, dtype=complex)
    for t in range(2, T):
        first = sum(B1 @ x[s - 1] * (before(s, 1).conj() @ A1 @ x[t - 1]) for s in range(1, t + 1))
        other = sum(B2 @ x[s - 1] * (before(s, 3).conj() @ A2 @ x[t - 2]) for s in range(1, t + 1))
        y[t - 1] = (first + other) / (t - 1)
    return y
"""
MISTAKES = {
    "x[s] for x[s-1]": ("before(s, 1)", "before(s, 0)", "d = 2, T = 3, t = 2"),
    "a lag that shows late": ("before(s, 3)", "before(s, 4)", "d = 2, T = 5, t = 4"),
    "a transposed weight": ("@ A1 @", "@ A1.T @", "d = 2, T = 3, t = 2"),
    "conj forgotten": ("before(s, 1).conj()", "before(s, 1)", "d = 2, T = 3, t = 2"),
    "t for t - 1": ("/ (t - 1)", "/ t", "d = 2, T = 3, t = 2"),
    "a sum that ends early": (
        "range(1, t + 1))\n        y",
        "range(1, t))\n        y",
        "T = 5, t = 4",
    ),
    "coordinates above 2": ("return y", "y[:, 2:] *= 2; return y", "d = 3, T = 3, t = 2"),
}
NAN = "return y * np.nan"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "heads.toml"
    path.write_text(MODEL)
    return path


@pytest.fixture
def forward(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(FORWARD)
    return path


def asked(run: Run, model: Path, forward: str) -> tuple[int, str, str]:
    done = run("--model", str(model), "--forward", forward, "--no-check", "--results", "loss")
    return done.code, done.out, done.err


def test_a_right_one_is_named_after_the_results(run: Run, model: Path, forward: Path) -> None:
    code, out, err = asked(run, model, f"{forward}:predict")
    assert (code, err) == (0, "")
    said = "is the prediction of", "at 100 random points, d = 2, 3, T = 3..6\n"
    assert all(words in out for words in ("population loss", *said))


def test_other_formats_stay_what_they_are(run: Run, model: Path, forward: Path) -> None:
    done = run("--model", str(model), "--forward", f"{forward}:predict", "--no-check",
               "--results", "loss", "--format", "json")  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("{")
    assert done.out.rstrip().endswith("}")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_at_the_smallest_case(
    run: Run, model: Path, forward: Path, mistake: str
) -> None:
    right, wrong, where = MISTAKES[mistake]
    assert FORWARD.count(right) == 1
    forward.write_text(FORWARD.replace(right, wrong))
    code, out, err = asked(run, model, f"{forward}:predict")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"{where}, coordinate" in err
    assert "it gives" in err
    assert "and the prediction" in err


def test_no_number_is_no_agreement(run: Run, model: Path, forward: Path) -> None:
    forward.write_text(FORWARD.replace("return y", NAN))
    code, _, err = asked(run, model, f"{forward}:predict")
    assert code == 1
    assert "it gives nan" in err


TENSOR = """
class Tensor:
    def __init__(self, array): self.array = array
    def detach(self): return Tensor(self.array)
    def cpu(self): return Tensor(self.array.astype("complex64"))
    def resolve_conj(self): return self
    def __array__(self, dtype=None, copy=None): return self.array

def tensors(x, weights): return Tensor(predict(x, weights))
def careless(x, weights): y = predict(x, weights); x[:] = 0; weights.clear(); return y
def loud(x, weights): print("hello"); return predict(x, weights)
"""


@pytest.mark.parametrize("name", ["tensors", "careless", "loud"])
def test_tensors_and_functions_with_habits_are_taken(
    run: Run, model: Path, forward: Path, name: str
) -> None:
    forward.write_text(FORWARD + TENSOR)
    code, out, err = asked(run, model, f"{forward}:{name}")
    assert (code, err) == (0, "")
    assert "hello" not in out


USELESS = {
    "nothing": ("x = 1", "has no function predict; write def predict(x, weights) in it"),
    "no function": ("predict = 1", "has no function predict"),
    "no Python": ("def predict(:", "cannot be imported (SyntaxError"),
    "no such import": ("import no_such_thing", "cannot be imported (ModuleNotFoundError"),
    "an exit": ("import sys; sys.exit(3)", "cannot be imported (SystemExit: 3)"),
    "raises": (
        "def predict(x, weights): return weights['C']",
        "at d = 2, T = 3 it raises KeyError: 'C'; mend it",
    ),
    "another shape": (
        "def predict(x, weights): return x[1:]",
        "at d = 2, T = 3 it returns the shape (2, 2), not (3, 2)",
    ),
    "no numbers": ("def predict(x, weights): return 'a'", "it returns no numbers (<U1)"),
    "nothing returned": ("def predict(x, weights): pass", "it returns no numbers (object)"),
    "its end": (
        "import os\ndef predict(x, weights): os._exit(0)",
        "its process ends without an answer (exit code 0)",
    ),
}


@pytest.mark.parametrize("kind", USELESS)
def test_a_useless_file_is_refused_in_one_line(
    run: Run, model: Path, forward: Path, kind: str
) -> None:
    text, words = USELESS[kind]
    forward.write_text(text)
    code, out, err = asked(run, model, f"{forward}:predict")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err


@pytest.mark.parametrize("text", ["mine.py", "mine.py:", ":predict", "mine.py:a b", "no.py:f", ""])
def test_a_name_that_is_none_is_refused(run: Run, model: Path, text: str) -> None:
    code, out, err = asked(run, model, text)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_it_belongs_to_a_model(run: Run, forward: Path) -> None:
    done = run("--forward", f"{forward}:predict")
    assert done.code == 2
    assert "--forward belongs to --model" in done.err
    assert run("--compare", "--forward", f"{forward}:predict").code == 2


def test_what_takes_too_long_is_ended(forward: Path) -> None:
    forward.write_text("import time\ndef predict(x, weights): time.sleep(60)")
    with pytest.raises(InvalidInput, match=r"takes longer than 0\.5 s for 1 points"):
        running.answers(forward, "predict", [Point(np.zeros((3, 2)) + 0j, {})], 0.5)


def stated(prediction: str) -> Problem:
    return read_model(MODEL.partition("prediction")[0] + f"prediction = '{prediction}'\n"
                      "target = 'x[t+1,i]'\n[weights]\nA = 'a I'\n")  # fmt: skip


def test_sequences_are_so_long_that_every_term_is_something() -> None:
    for prediction, last in (("A[i,j] x[t,j]", 6), ("A[i,j] x[t,j] + A[i,j] x[t-8,j]", 10)):
        problem = stated(prediction)
        assert lengths(problem.model, problem.shortest_length) == range(3, last + 1)


def test_points_are_seeded_and_the_smallest_come_first() -> None:
    problem = stated("A[i,j] x[t,j]")
    first, again, other = (list(points(problem.model, 3, 100, seed)) for seed in (0, 0, 1))
    sizes = [point.size for point in first]
    assert (len(sizes), sizes, len(set(sizes))) == (100, sorted(sizes), 8)
    assert np.array_equal(first[-1].tokens, again[-1].tokens)
    assert not np.array_equal(first[-1].tokens, other[-1].tokens)
    assert set(first[0].weights) == {"A"}


def test_half_the_digits_of_the_answers_type_must_agree() -> None:
    problem = stated("A[i,j] x[t,j]")
    (point,) = points(problem.model, 3, 1, 0)
    right = (point.tokens @ point.weights["A"].T).astype(np.complex128)
    for kind, error, same in (
        (np.complex128, 1e-10, True),
        (np.complex128, 1e-6, False),
        (np.complex64, 1e-6, True),
        (np.complex64, 1e-2, False),
    ):
        answer = (right * (1 + error)).astype(kind)
        found = comparison.first_difference(problem.model, [point], [answer])
        assert (found is None) is same
