"""mesa-train --model: a stated model as a person trains it, and what is refused."""

import json
from pathlib import Path

import pytest

from tests.cli import ROOT, Run
from tests.cli.test_train import LAW
from tests.exhaustive import first

FILE = str(ROOT / "docs" / "two-heads.toml")
SIZES = ("--dim", "2", "--length", "6", "--step-size", "1/50")
MODEL = ("--model", FILE, *LAW, *SIZES)
START = ("--init", "1/2,1/3,1/2,1/4")


@pytest.mark.exhaustive
def test_a_person_reads_where_it_ended_and_what_is_derived(mesa_train: Run) -> None:
    lines = mesa_train(*MODEL, *START, "--epochs", "300").out.splitlines()
    assert lines[0] == "gaussian, d = 2, T = 6, population (engine-derived), 300 epochs"
    assert [line.split()[0] for line in lines[1:6]] == ["a", "g", "b", "h", "loss"]
    loss, least = (float(lines[k].split()[column]) for k, column in ((5, -1), (6, 2)))
    assert loss == pytest.approx(least, rel=1e-12)
    assert lines[7].startswith("off the ansatz: 0 of")


@pytest.mark.parametrize("options", first([("--samples", "20", "--seed", "3"), ()]))
def test_a_run_is_kept_and_goes_on(
    options: tuple[str, ...], mesa_train: Run, tmp_path: Path
) -> None:
    file = ("--output", str(tmp_path / "run.npz"), "--format", "json")
    given = (*MODEL, "--init-std", "1/5", *options)
    assert mesa_train(*given, "--epochs", "3", *file).code == 0
    resumed = mesa_train(*given, "--epochs", "6", *file, "--resume")
    assert resumed.out == mesa_train(*given, "--epochs", "6", *file[2:]).out
    found = json.loads(resumed.out)
    assert set(found) == {"source", "a", "g", "b", "h", "loss", "blocks"}
    assert len(found["a"]) == len(found["loss"]) == 7
    assert set(found["blocks"]) == {"A1", "A2", "B1", "B2"}
    again = mesa_train(*MODEL, "--epochs", "2", "--init-from", str(tmp_path / "run.npz"))
    assert again.code == 0


REFUSED = {
    ("--epochs", "3"): "--init: 0 numbers; give one each for a_0, g_0, b_0, h_0",
    ("--epochs", "3", "--init", "1,2"): "--init: 2 numbers; give one each for a_0",
    ("--epochs", "3", *START, "--init-std", "1"): "give one of them",
    ("--epochs", "3", *START, "--length", "2"): "length=2: training sums over t = 2 .. T-1",
    ("--epochs", "3", *START, "--samples", "5", "--single"): "--single: a stated model",
    ("--epochs", "3", *START, "--samples", "5", "--gather"): "--gather: a stated model",
    ("--epochs", "3", *START, "--dim", "1" + "0" * 9): "would be held at a time",
    ("--epochs", "3", "--init-from", "nowhere.npz"): "no such file",
    ("--epochs", "3", *START, "--model", "nowhere.toml"): "cannot be read",
    ("--epochs", "3", "--model", str(ROOT / "docs" / "regression.toml")): "belongs to sequences",
}


@pytest.mark.parametrize("options", REFUSED)
def test_what_cannot_be_trained_is_one_line(options: tuple[str, ...], mesa_train: Run) -> None:
    outcome = mesa_train(*MODEL, *options)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
    assert REFUSED[options] in outcome.err
