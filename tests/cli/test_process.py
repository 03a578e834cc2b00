"""What only a process of its own shows: imports, pipes, signals, terminals."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symbolic_mesa.cli import running
from tests.cli import MODULE, ROOT, as_process

STATED = ROOT / "docs" / "two-heads.toml"


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import symbolic_mesa", "import symbolic_mesa.cli.derive"])
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str) -> None:
    assert not loaded_by(statement) & {"sympy", "numpy", "rich", "mpmath"}


def test_laws_and_the_witness_load_no_sympy() -> None:
    assert "sympy" not in loaded_by("from symbolic_mesa import laws; laws.gaussian(1)")
    assert "sympy" not in loaded_by("import numeric_check.model.scene")


def test_a_law_loads_its_file_and_none_after_it() -> None:
    catalogue = "symbolic_mesa.laws.catalogue."
    loaded = loaded_by("from symbolic_mesa import laws; laws.two_point(p='1/3', scale=1)")
    assert {f"{catalogue}symmetric", f"{catalogue}skewed"} <= loaded
    after = ("counts", "transcendental", "dependent", "mixtures", "permutations", "compounds")
    assert not loaded & {catalogue + name for name in after}
    assert f"{catalogue}compounds" in loaded_by("from symbolic_mesa import laws; laws.k_sparse(2)")


def test_a_stated_model_loads_what_reads_it_and_nothing_else_does() -> None:
    command = "import sys; sys.argv = ['mesa-derive', '--results', 'loss', '--no-check'{}]\n"
    command += "from symbolic_mesa.cli.derive import main\ntry: main()\nexcept SystemExit: pass"
    reads = {"symbolic_mesa.stating.files", "symbolic_mesa.stating.syntax"}
    assert not loaded_by(command.format("")) & {*reads, "symbolic_mesa.words.letters"}
    assert reads <= loaded_by(command.format(f", '--model', {str(STATED)!r}"))


def test_numpy_is_loaded_to_check() -> None:
    derive = (
        "from symbolic_mesa import derive, laws; "
        "found = derive(laws.gaussian(), results=['loss'], check=False)"
    )
    check = "from symbolic_mesa.results.checks import check; check(found)"
    assert "numpy" not in loaded_by(derive)
    assert "numpy" in loaded_by(f"{derive}; {check}")


def test_a_closed_pipe_is_no_error() -> None:
    script = f"{sys.executable} -m {MODULE} --no-check | head -c 1 > /dev/null"
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", script], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.exhaustive
def test_ctrl_c_ends_with_130_and_no_word() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE, "--results", "all"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(2.5)  # by now it derives, for a while yet
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "")


def test_an_ascii_terminal_gets_ascii() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    outcome = as_process("--distribution", "gaussian", "--no-check", env=environment)
    assert outcome.code == 0
    assert outcome.out.isascii()


def test_a_swapped_moment_is_caught(tmp_path: Path) -> None:
    """The negative control of the whole command: κ2 and κ3 change places in a copy."""
    broken = tmp_path / "broken.py"
    broken.write_text(
        "from symbolic_mesa.models.causal_linear_attention import MOMENTS as moments\n"
        "moments['kappa_2'], moments['kappa_3'] = moments['kappa_3'], moments['kappa_2']\n"
        "from symbolic_mesa.cli.derive import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, str(broken), "--distribution", "gaussian"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == 1
    assert "kappa-2 failed" in done.stderr
    assert "kappa-3 failed" in done.stderr


def test_a_command_that_takes_long_says_that_it_is_at_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "SILENCE", 0.01)
    with running._signs_of_life("mesa-derive"):
        time.sleep(0.2)
    assert "mesa-derive: still at work after 0 s" in capsys.readouterr().err
