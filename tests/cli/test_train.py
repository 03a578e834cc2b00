"""mesa-train as a person runs it: cut, continued, refused."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS
from symbolic_mesa.cli import train
from symbolic_mesa.training.files import load
from tests.cli import Outcome, Run
from tests.exhaustive import first

LAW = ("--distribution", "gaussian", "--param", "sigma=1")
SIZES = ("--dim", "2", "--length", "6", "--step-size", "1/1000")
BASE = (*LAW, *SIZES, "--init-std", "1/5")
EPOCHS = 4000
LONG = (*BASE, "--epochs", str(EPOCHS), "--format", "json")
SAMPLES = ("--samples", "20", "--fresh", "--epochs", "800")
EAGER = "from symbolic_mesa.cli import train; train.SECONDS = 0; train.main()"


def begun(*arguments: str) -> subprocess.Popen[str]:
    """Start a process that writes its file after every step: nobody waits for a checkpoint."""
    return subprocess.Popen(
        [sys.executable, "-c", EAGER, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stopped(process: subprocess.Popen[str], file: Path, how: signal.Signals, epoch: int) -> Outcome:
    """Send a signal once the file has so many epochs."""
    until = time.monotonic() + 60
    while not file.exists() or load(file)[1].epoch < epoch:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    return Outcome(process.returncode, out, err)


@pytest.mark.exhaustive
@pytest.mark.parametrize("options", first([(), SAMPLES, (*SAMPLES, "--single")]))
def test_a_killed_run_is_resumed_to_the_same_bits(
    options: tuple[str, ...], mesa_train: Run, tmp_path: Path
) -> None:
    """SIGKILL twice, at moments of the machine's choosing; then on to the end."""
    file = tmp_path / "run.npz"
    kept = (*LONG, *options, "--output", str(file), "--resume")
    for epoch in (1, 150):
        outcome = stopped(begun(*kept), file, signal.SIGKILL, epoch)
        assert (outcome.code, outcome.out) == (-signal.SIGKILL, "")
        assert load(file)[1].epoch > 0
    resumed, unbroken = mesa_train(*kept), mesa_train(*LONG, *options)
    assert (resumed.code, resumed.err) == (0, "")
    assert resumed.out == unbroken.out


@pytest.mark.parametrize("epoch", first(range(1, 6)))
def test_ctrl_c_is_never_lost(epoch: int, tmp_path: Path) -> None:
    """At moments of the machine's choosing: while a file is written, or threads are cleaned up."""
    file = tmp_path / "run.npz"
    process = begun(*LONG, *SAMPLES, "--output", str(file))
    assert stopped(process, file, signal.SIGINT, epoch) == Outcome(130, "", "")
    assert [one.name for one in tmp_path.iterdir()] == ["run.npz"]


def test_ctrl_c_ends_with_130_keeps_the_run_and_it_goes_on(mesa_train: Run, tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    kept = (*LONG, "--output", str(file))
    assert stopped(begun(*kept), file, signal.SIGINT, 5) == Outcome(130, "", "")
    assert 5 <= load(file)[1].epoch < EPOCHS
    assert mesa_train(*kept, "--resume").out == mesa_train(*LONG).out


def test_ctrl_c_before_the_first_checkpoint_keeps_every_step(
    mesa_train: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(found: Iterator[object], first: int, epochs: int) -> Iterator[object]:
        for _ in range(7):
            yield next(found)
        raise KeyboardInterrupt

    file = tmp_path / "run.npz"
    with monkeypatch.context() as patched:
        patched.setattr(train, "_shown", interrupted)
        assert mesa_train(*LONG, "--output", str(file)) == Outcome(130, "", "")
    assert load(file)[1].epoch == 7
    assert mesa_train(*LONG, "--output", str(file), "--resume").out == mesa_train(*LONG).out


def test_resuming_starts_afresh_without_a_file_and_ends_at_once_when_done(
    mesa_train: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "run.npz"
    kept = (*LONG, "--output", str(file), "--resume")
    first, bits = mesa_train(*kept), file.read_bytes()
    monkeypatch.setattr("symbolic_mesa.training.settings.Training.objective", None)  # not needed
    assert mesa_train(*kept) == first
    assert file.read_bytes() == bits


def test_a_shorter_run_is_made_longer(mesa_train: Run, tmp_path: Path) -> None:
    file, short = tmp_path / "run.npz", (*BASE, "--epochs", "9")
    assert mesa_train(*short, "--output", str(file)).code == 0
    assert mesa_train(*LONG, "--output", str(file), "--resume").out == mesa_train(*LONG).out
    assert mesa_train(*short, "--output", str(file), "--resume").code == 2


@pytest.mark.exhaustive
def test_two_runs_at_once_leave_a_file_of_one_of_them(tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    both = [begun(*LONG, "--epochs", "600", *more, "--output", str(file)) for more in ((), SAMPLES)]
    outs = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert list(load(file)[1].ab) in [out["ab"] for out in outs]
    assert [one.name for one in tmp_path.iterdir()] == ["run.npz"]


@pytest.mark.parametrize("sizes", [("1", "3"), ("3", "5")])
@pytest.mark.parametrize("options", [(), ("--samples", "9"), ("--samples", "9", "--gather")])
def test_json_has_every_epoch_and_every_block(
    sizes: tuple[str, str], options: tuple[str, ...], mesa_train: Run
) -> None:
    dim = int(sizes[0])
    given = ("--dim", sizes[0], "--length", sizes[1], "--step-size", "1/100", "--epochs", "4")
    found = json.loads(mesa_train(*LAW, *given, *options, "--format", "json").out)
    assert set(found) == {"source", "ab", "loss", "blocks"}
    assert found["source"] == ("simulated" if options else "engine-derived")
    assert [len(found["ab"]), len(found["loss"])] == [5, 5]
    assert found["ab"][0] == pytest.approx(0.01, rel=1e-15)
    assert set(found["blocks"]) == set(BLOCKS)
    assert {np.shape(block) for block in found["blocks"].values()} == {(dim, dim)}
    product = np.diag(found["blocks"]["KQ32"]) * np.diag(found["blocks"]["PV12"])
    assert found["ab"][-1] == pytest.approx(np.mean(product), rel=1e-15)


@pytest.mark.parametrize("options", [(), ("--samples", "9"), ("--samples", "9", "--single")])
def test_complex_weights_have_imaginary_parts_beside(
    options: tuple[str, ...], mesa_train: Run, tmp_path: Path
) -> None:
    file, given = tmp_path / "weights.npz", (*LAW, *SIZES, "--epochs", "5", "--format", "json")
    np.savez(file, **dict.fromkeys(BLOCKS, np.array([[0.1, 0.2j], [0.3, 0.1 - 0.1j]])))
    found = json.loads(mesa_train(*given, *options, "--init-from", str(file)).out)
    assert set(found["imaginary"]) == set(found["blocks"]) == set(BLOCKS)
    assert found["loss"][-1] < found["loss"][0]
    last = tmp_path / "run.npz"
    mesa_train(*given, *options, "--init-from", str(file), "--output", str(last))
    kept = load(last)[1].named_blocks
    assert all(kept[name].imag.tolist() == found["imaginary"][name] for name in BLOCKS)


def test_a_person_reads_where_training_ended_and_what_the_theory_says(mesa_train: Run) -> None:
    given = (*LAW, "--dim", "2", "--length", "8", "--step-size", "1/100", "--epochs", "8000")
    lines = mesa_train(*given).out.splitlines()
    assert lines[0] == "gaussian, d = 2, T = 8, population (engine-derived), 8000 epochs"
    ends = [float(line.split()[column]) for line, column in ((lines[1], -1), (lines[2], 1))]
    assert ends[0] == pytest.approx(ends[1], rel=1e-10)


def test_a_person_reads_that_training_leaves_the_diagonal(mesa_train: Run) -> None:
    """Where it does, s* is the masked model's, and only that is trained with --mask."""
    given = ("--dim", "2", "--length", "4", "--step-size", "1/100", "--epochs", "2")
    leaving = ("--distribution", "full-one", "--param", "c=1", *given)
    assert "about the masked model" in mesa_train(*leaving).out
    for staying in ((*leaving, "--mask"), (*leaving, "--dim", "1"), (*LAW, *given)):
        out = mesa_train(*staying).out
        assert "s*" in out
        assert "masked" not in out


def test_a_law_by_moments_is_trained_on_the_population(mesa_train: Run) -> None:
    law = ("--moments", "m1=0,m2=1,m3=0,m4=3,m5=0,m6=15")
    given = (*SIZES, "--epochs", "5", "--population", "--format", "json")
    one, other = (json.loads(mesa_train(*which, *given).out)["ab"] for which in (law, LAW))
    assert one == pytest.approx(other, rel=1e-12)
