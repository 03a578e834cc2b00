"""The pytest plugin and a lemma of one's own, run by pytest in a process of its own."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.cli import Outcome
from tests.exhaustive import first_rows

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8")
(LEMMA,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
PLUGIN = "symbolic_mesa.proofs.pytest_plugin"
INSTALLED = any(point.value == PLUGIN for point in entry_points(group="pytest11"))


FEW = """
import derivations
from dataclasses import replace
one = derivations.REGISTRY["theorem-4.1"]
derivations.REGISTRY = {one.id: replace(one, settings=one.settings[:1])}
"""
"""One proof beside those of the project: what is shown does not depend on their number."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "my_lemmas.py").write_text(LEMMA)
    (tmp_path / "sitecustomize.py").write_text(FEW)
    (tmp_path / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
    return tmp_path


def python(project: Path, *arguments: str) -> Outcome:
    path = os.pathsep.join([str(ROOT), str(project)])
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": path, "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def run_pytest(project: Path, *arguments: str) -> Outcome:
    plugin = () if INSTALLED else ("-p", PLUGIN)
    return python(project, "-m", "pytest", *plugin, "-p", "no:cacheprovider", *arguments)


def lock(project: Path, *arguments: str) -> Outcome:
    return python(project, "-m", "symbolic_mesa.cli.lock", *arguments)


def test_the_lemma_takes_about_a_dozen_lines() -> None:
    body = LEMMA.split("\n\n\n", 1)[1]
    assert len([line for line in body.splitlines() if line.strip()]) <= 13


@pytest.mark.exhaustive
def test_a_lemma_of_ones_own_is_locked_and_tested(project: Path) -> None:
    mine = ("-k", "one-coordinate", "-o", "proofs=my_lemmas", "-rA")
    unlocked = run_pytest(project, "--proofs", *mine)
    assert "one-coordinate[rademacher d=1]::limit" in unlocked.out
    assert "1 passed" in unlocked.out
    law = ("--distribution", "rademacher", "--dim", "1")
    named = ("--module", "my_lemmas", "--theorem", "one-coordinate")
    derived = python(project, "-m", "symbolic_mesa.cli.derive", *named, *law)
    assert (derived.code, derived.err) == (0, "")
    assert "passed limit: 1/c^2 - s* is zero in the fraction field" in derived.out
    assert lock(project, "my_lemmas").code == 0
    assert lock(project, "my_lemmas", "--check").code == 0
    assert run_pytest(project, "--proofs", *mine).code == 0

    wrong = LEMMA.replace('symbol("c") ** 2', 'symbol("c") ** 3')
    (project / "my_lemmas.py").write_text(wrong)
    found = run_pytest(project, "--proofs", *mine)
    assert found.code == 1
    assert "symbolic-zero: 1/c^2 - s* is (1 - c)/c**3, not zero" in found.out
    assert "locked 1 / c^2; found 1 / c^3; found - locked = " in found.out
    before = (project / "proofs.lock.json").read_bytes()
    checked = lock(project, "my_lemmas", "--check")
    assert checked.code == 1
    assert "one-coordinate[rademacher d=1] limit: locked 1 / c^2; found 1 / c^3" in checked.out
    assert (project / "proofs.lock.json").read_bytes() == before


def test_a_claim_that_only_the_lock_has_fails(project: Path) -> None:
    assert lock(project, "derivations", "my_lemmas").code == 0
    found = run_pytest(project, "--proofs", "-k", "locked")
    assert found.code == 1
    assert "no such derivation or setting is registered" in found.out


@pytest.mark.exhaustive
def test_a_lock_of_modules_that_are_not_named_is_one_error(project: Path) -> None:
    assert lock(project, "my_lemmas").code == 0
    found = run_pytest(project, "--proofs")
    assert found.code == pytest.ExitCode.USAGE_ERROR
    (line,) = [one for one in found.err.splitlines() if one.strip()]
    assert (
        "proofs.lock.json: the lock has only one-coordinate[rademacher d=1]; set proofs = [...]"
        in line
    )


@pytest.mark.exhaustive
def test_a_lock_file_that_is_named_and_gone_is_an_error(project: Path) -> None:
    (project / "pytest.ini").write_text(
        "[pytest]\nproofs = my_lemmas\nproofs_lock = proofs.lock.json\n"
    )
    assert lock(project, "my_lemmas").code == 0
    assert run_pytest(project, "--proofs").code == 0
    (project / "proofs.lock.json").unlink()
    found = run_pytest(project, "--proofs")
    assert found.code == pytest.ExitCode.USAGE_ERROR
    assert "proofs.lock.json" in found.err
    assert "write it with mesa-lock" in found.err


def test_without_the_option_nothing_is_collected_or_imported(project: Path) -> None:
    (project / "conftest.py").write_text(
        "import sys\ndef pytest_sessionfinish():\n    assert 'sympy' not in sys.modules\n"
    )
    found = run_pytest(project, "-o", "proofs=my_lemmas")
    assert found.code == 0
    assert "1 passed" in found.out


def test_a_claim_that_nothing_checks_is_skipped(project: Path) -> None:
    unchecked = LEMMA.replace(", obligations=(agrees,)", "")
    (project / "my_lemmas.py").write_text(unchecked)
    found = run_pytest(project, "--proofs", "-k", "one-coordinate", "-o", "proofs=my_lemmas", "-rs")
    assert "1 skipped" in found.out
    assert "unchecked: nothing has checked this claim" in found.out


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("no_such_module", "cannot be imported"),
        ("test_nothing", "has no ENTRIES"),
        ("__import__('os')", "cannot be imported"),
    ],
)
def test_what_is_no_module_of_lemmas_is_refused(module: str, words: str, project: Path) -> None:
    found = run_pytest(project, "--proofs", "-o", f"proofs={module}")
    assert found.code == 4
    assert words in found.err
    refused = lock(project, module)
    assert refused.code == 2
    assert words in refused.err
    assert len(refused.err.splitlines()) == 1


@pytest.mark.exhaustive
@pytest.mark.parametrize("content", ["", '{"schema": "symbolic-mesa-lock/9", "proofs": {}}'])
def test_a_broken_lock_file_is_one_line(content: str, project: Path) -> None:
    (project / "proofs.lock.json").write_text(content)
    found = lock(project, "--check")
    assert (found.code, found.out) == (2, "")
    assert len(found.err.splitlines()) == 1
    assert run_pytest(project, "--proofs").code == 4


BROKEN = {
    "lock": ("proofs.lock.json", "{"),
    "module": ("my_lemmas.py", "1/0\n"),
    "syntax": ("my_lemmas.py", "def f(:\n"),
    "exit": ("my_lemmas.py", "raise SystemExit\n"),
    "derivation": ("my_lemmas.py", LEMMA.replace("return Derivation", "return 1/0 or")),
}


@pytest.mark.parametrize(
    ("which", "workers"),
    first_rows(
        [*((which, ()) for which in BROKEN), ("lock", ("-n", "2")), ("derivation", ("-n", "2"))], 1
    ),
)
def test_what_cannot_be_collected_is_one_line(
    project: Path, which: str, workers: tuple[str, ...]
) -> None:
    """With pytest-xdist as without it, where only workers collect."""
    name, text = BROKEN[which]
    (project / name).write_text(text)
    found = run_pytest(project, "--proofs", "-o", "proofs=my_lemmas", *workers)
    assert found.code == pytest.ExitCode.USAGE_ERROR
    (line,) = found.err.strip().splitlines()
    assert line.startswith("ERROR: ")
    assert "INTERNALERROR" not in found.out
