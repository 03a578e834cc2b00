"""``--fixed``: the matrix of a block of a stated model that is not trained."""

import json
from pathlib import Path

import numpy as np
import pytest

from derivations.any_model import entry
from symbolic_mesa.cli import lock, mutate, train
from tests.cli import Outcome, Run, called, checked

MODEL = """
title = "A head that compares by a matrix that stays"
[data]
process = "diagonal-phases"
[model]
steps = "t = 2 .. T-1"
prediction = "sum(s = 1 .. t) B[i,j] x[s,j] conj(x[s-1,k]) F[k,l] A[l,m] x[t,m] / (t-1)"
target = "x[t+1,i]"
[weights]
A = "a I"
B = "b I"
F = "fixed"
"""
FORWARD = """
import numpy as np

F = np.array([[1, 0.5], [0, 1]])

def predict(x, weights):
    T, d = x.shape
    A, B = weights["A"], weights["B"]
    y = np.zeros((T, d), dtype=complex)
    for t in range(2, T):
        y[t - 1] = sum(B @ x[s - 1] * (x[s - 2].conj() @ F @ A @ x[t - 1]) for s in range(2, t + 1))
        y[t - 1] /= t - 1
    return y
"""


@pytest.fixture
def asked(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("heads.toml").write_text(MODEL)
    Path("mine.py").write_text(FORWARD)
    law = ("--distribution", "gaussian", "--param", "sigma=1", "--results", "loss", "--no-check")
    return lambda *more: run("--model", "heads.toml", *law, *more)


def test_json_names_the_matrix(asked: Run) -> None:
    texts = ("F=1,1/2;0,1", "F=1,1/3;0,1")
    found = [
        json.loads(asked("--dim", "2", "--fixed", text, "--format", "json").out) for text in texts
    ]
    assert found[0]["setting"]["fixed"] == {"F": [["1", "1/2"], ["0", "1"]]}
    assert found[0]["derivations"] == ["heads[F=1,1/2;0,1]"]
    assert found[0]["results"]["loss"]["expr"] != found[1]["results"]["loss"]["expr"]


def test_latex_names_the_matrix(asked: Run) -> None:
    done = asked("--dim", "2", "--fixed", "F=1,1/2;0,1", "--format", "latex")
    assert "Not trained is $F$, with rows $(1, 1/2)$, (0, 1)." in done.out


def test_a_file_is_the_matrix_that_is_typed(asked: Run) -> None:
    np.save("F.npy", np.array([[1, 0.5], [0, 1]]))
    typed, read = (
        asked("--dim", "2", "--fixed", f"F={text}", "--format", "json").out
        for text in ("1,1/2;0,1", "F.npy")
    )
    assert typed == read


def test_a_forward_pass_may_have_the_matrix_written_into_it(asked: Run) -> None:
    given = ("--dim", "2", "--forward", "mine.py:predict", "--fixed")
    done = asked(*given, "F=1,1/2;0,1")
    assert (done.code, done.err) == (0, "")
    assert "is the prediction of heads.toml at 100 random points, d = 2" in done.out
    other = asked(*given, "F=1,1/3;0,1")
    assert (other.code, other.out, other.err.count("\n")) == (1, "", 1)
    assert "mine.py:predict: at d = 2, T = 3, t = 2, coordinate 1 it gives" in other.err


REFUSED = {
    (): "heads: F is fixed, and its matrix is not given",
    ("--fixed", "F=1,0;0,1"): "F is fixed, and d is not given; give it, as --dim 2",
    ("--dim", "2", "--fixed", "F"): "write NAME=1,1/2;0,1 or NAME=FILE.npy",
    ("--dim", "2", "--fixed", "F="): "write NAME=1,1/2;0,1 or NAME=FILE.npy",
    ("--dim", "2", "--fixed", "F=1,0;0"): "not 2 rows of 2 numbers",
    ("--dim", "2", "--fixed", "F=1,x;0,1"): "row 1='x': not an exact number",
    ("--dim", "2", "--fixed", "F=none.npy"): "none.npy",
    ("--dim", "2", "--fixed", "F=code.npy"): "code.npy: not a .npy file of numbers",
    ("--dim", "2", "--fixed", "F=1,0;0,1", "--fixed", "F=1,0;0,1"): "F is given twice",
    ("--dim", "2", "--fixed", "F=1,0;0,1", "--fixed", "A=1,0;0,1"): "'A': no fixed block of heads",
}


@pytest.mark.parametrize("more", REFUSED, ids=" ".join)
def test_what_is_no_matrix_is_refused(more: tuple[str, ...], asked: Run) -> None:
    np.save("code.npy", np.array([[{"F": 1}, 0], [0, 1]]), allow_pickle=True)
    done = asked(*more)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
    assert REFUSED[more] in done.err


def test_it_belongs_to_a_model(run: Run) -> None:
    done = run("--distribution", "gaussian", "--fixed", "F=1")
    assert (done.code, done.out) == (2, "")
    assert "--fixed belongs to --model; give a model too, or leave it out" in done.err


MATRIX = ("--model", "heads.toml", "--fixed", "F=1,1/2;0,1")
LAW = ("--distribution", "rademacher", "--param", "c=1", "--dim", "2", "--length", "4")
SHORT = ("--step-size", "1/10", "--epochs", "20")


def test_training_moves_every_block_but_that_one(
    asked: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def trained(*more: str) -> Outcome:
        return called(train, monkeypatch, capsys, *MATRIX, *LAW, *SHORT, *more)

    done = trained("--init-std", "1/10", "--output", "run.npz")
    assert (done.code, done.err) == (0, "")
    with np.load("run.npz") as found:
        assert (found["F"] == [[1, 0.5], [0, 1]]).all()
        assert np.abs(found["A"]).max() > 0.3
    assert trained("--init-from", "run.npz").code == 0
    np.savez("other.npz", A=np.eye(2), B=np.eye(2), F=np.eye(2))
    other = trained("--init-from", "other.npz")
    assert (other.code, other.out) == (2, "")
    assert "--init-from: F is another matrix there; give that one" in other.err


@pytest.mark.parametrize(
    ("matrix", "held", "free"), [("1,1/2;0,1", 62 / 63, 6 / 7), ("1,0;0,0", 10 / 7, 1)]
)
def test_claims_are_held_against_training_with_the_matrix(
    matrix: str,
    held: float,
    free: float,
    asked: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A matrix without an inverse bounds the loss: were it trained, that would end at 6/7 too."""
    claims = ("--claims", "loss,stays,minimum-loss", "--format", "json")
    model = ("--model", "heads.toml", "--fixed", f"F={matrix}")
    done = checked(monkeypatch, capsys, *model, *LAW, *claims)
    assert (done.code, done.err) == (0, "")
    training = json.loads(done.out)["training"]
    assert training["stays"] is False  # the matrix is no multiple of the ansatz
    assert training["loss"] == pytest.approx(held, rel=1e-9)
    assert training["loss_off_ansatz"] == pytest.approx(free, rel=1e-6)


def test_claims_are_locked_and_mutated_with_the_matrix(
    asked: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def locked(*more: str) -> Outcome:
        return called(lock, monkeypatch, capsys, "--model", "heads.toml", *more)

    monkeypatch.setattr(entry, "SETTINGS", entry.SETTINGS[1:2])
    assert locked("--fixed", "F=1,1/2;0,1").code == 0
    assert [*json.loads(Path("proofs.lock.json").read_text())["proofs"]] == [
        "heads[F=1,1/2;0,1][two-point d=2]"
    ]
    other = locked("--fixed", "F=1,1/3;0,1", "--check")
    assert other.code == 1
    assert "heads[F=1,1/3;0,1][two-point d=2]" in other.out
    wrong = locked("--fixed", "F=1,1/2;0,1", "--fixed", "G=1")
    assert (wrong.code, wrong.out, wrong.err.count("\n")) == (2, "", 1)
    assert "fixed 'G': no model has such a block; leave it out" in wrong.err
    done = called(mutate, monkeypatch, capsys, *MATRIX, "loss", "--sample", "3")
    assert done.code == 0
    assert "killed 3 of 3" in done.out
