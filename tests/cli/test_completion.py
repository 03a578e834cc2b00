"""What a shell completes, and what a person is told who does not know what to type."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from derivations import REGISTRY
from symbolic_mesa.cli import completion
from symbolic_mesa.laws.listing import listed
from symbolic_mesa.trust import TRUSTS
from tests.cli import Run

CALL = "import sys; sys.argv[0] = 'mesa-derive'; from symbolic_mesa.cli.derive import main; main()"


def completed(*words: str) -> list[str]:
    """Return what bash is given for the last word."""
    given = {
        "COMP_WORDS": " ".join(("mesa-derive", *words)),
        "COMP_CWORD": str(len(words)),
        "_MESA_DERIVE_COMPLETE": "complete_bash",
    }
    done = subprocess.run(
        [sys.executable, "-c", CALL],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--distribution", "ga"), ["gaussian", "gamma", "gaussian-mixture"]),
        (("--distribution", "two-point", "--param", ""), ["p=", "scale=", "mean=", "variance="]),
        (("--param", ""), []),
        (("--results", "loss,fix"), ["loss,fixed-point"]),
        (("--theorem", "sym"), ["symmetric-manifold"]),
        (("--require", "e"), ["exact"]),
    ],
)
def test_a_shell_completes(words: tuple[str, ...], found: list[str]) -> None:
    assert completed(*words) == found


def test_everything_is_completed() -> None:
    assert completion.laws("") == [law.name for law in listed()]
    assert completion.theorems("") == list(REGISTRY)
    assert completion.levels("") == list(TRUSTS)
    every = {id for entry in REGISTRY.values() for id in entry.results}
    assert {*completion.results("")} == every | {"all"}
    assert "loss" not in {id.rpartition(",")[2] for id in completion.results("loss,")}


def test_help_shows_examples_first_and_names_what_there_is(run: Run) -> None:
    text = run("--help").out
    examples = re.findall(r"^  mesa-derive (.*)$", text, re.M)
    assert len(examples) == 3
    assert text.index(examples[0]) < text.index("Options:")
    for theorem in REGISTRY:
        assert re.search(rf"[ ,]{re.escape(theorem)}\b", text.split("theorems:")[1])
    named = re.findall(r"[\w-]+", text.split("laws:")[1].split("...")[0])
    assert {*named} <= {law.name for law in listed()}


def test_its_examples_run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    monkeypatch.chdir(tmp_path)
    np.save("tokens.npy", np.array([[1.0, 2.0], [2.0, 1.0], [-1.0, 0.5]]))
    for line in re.findall(r"^  mesa-derive (.*)$", run("--help").out, re.M):
        assert run(*line.split(), "--no-check").code == 0


def test_who_types_nothing_is_told_what_to_try(run: Run) -> None:
    alone = run()
    assert "generic" in alone.out
    tried = re.findall(r"mesa-derive (--[\w-]+ [\w-]+)", alone.out.split("next:")[1])
    assert tried == ["--distribution gaussian", "--results all", "--results emergence"]
    assert "next:" not in run("--distribution", "gaussian").out
    assert "next:" not in run("--format", "json").out
