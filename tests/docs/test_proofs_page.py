"""The page on proofs, followed word by word in a folder that has nothing but its lemma."""

import os
import re
import shlex
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from textwrap import dedent

import pytest

from tests.cli import ROOT, Outcome, said
from tests.exhaustive import first

PAGE = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8")
WORKFLOW = (ROOT / "docs" / "proofs-workflow.yml").read_text(encoding="utf-8")
SECTION = PAGE.split("## A lemma of your own")[1].split("\n## ")[0]
(LEMMA,) = re.findall(r"```python\n(.*?)```", SECTION, re.S)
TYPED = re.findall(r"^    (mesa-.*)$|`((?:mesa-|pytest )[^`]*)`", SECTION, re.M)
COMMANDS = [indented or quoted for indented, quoted in TYPED]
CI = PAGE.split("## In your CI")[1].split("\n## ")[0]
SETTINGS = dedent("\n".join(re.findall(r"^    .*$", CI, re.M))) + "\n"
(IN_PYTHON,) = re.findall(r"`(derive\([^`]*\))`", SECTION)
PLUGIN = "symbolic_mesa.proofs.pytest_plugin"
INSTALLED = any(point.value == PLUGIN for point in entry_points(group="pytest11"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my_lemmas.py").write_text(LEMMA)
    return tmp_path


def typed(line: str, folder: Path) -> Outcome:
    """Run a line of the page as an installed command does: Python looks not into the folder."""
    name, *arguments = shlex.split(line)
    if name == "python":
        assert arguments.pop(0) == "-m"
        name = arguments.pop(0)
    if name == "pytest":
        code = "import pytest, sys; sys.exit(pytest.main())"
        arguments += ["-p", "no:cacheprovider", *(() if INSTALLED else ("-p", PLUGIN))]
    else:
        module = name.removeprefix("mesa-")
        code = f"from symbolic_mesa.cli.{module} import main; main()"
    return python("-P", "-W", "error", "-c", code, *arguments, folder=folder)


def python(*arguments: str, folder: Path) -> Outcome:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Outcome(done.returncode, done.stdout, said(done.stderr))


@pytest.mark.exhaustive
def test_every_command_of_the_page_works(folder: Path) -> None:
    assert {line.split()[0] for line in COMMANDS} == {
        "mesa-derive",
        "mesa-lock",
        "mesa-mutate",
        "pytest",
    }
    said_by = {}
    for line in COMMANDS:
        outcome = said_by[line] = typed(line, folder)
        assert (outcome.code, outcome.err) == (0, ""), (line, outcome)
    assert said_by["mesa-lock my_lemmas"].out == "proofs.lock.json: 1 claim of 1 proof\n"
    assert "1 passed" in said_by["pytest --proofs -o proofs=my_lemmas"].out
    assert said_by["mesa-mutate --module my_lemmas"].out.splitlines() == [
        "one-coordinate[rademacher d=1] limit: 5 mutants; caught by symbolic-zero 5; the claim "
        "states nothing measurable, and is judged by its symbolic checks alone",
        "symbolic and exact checks: killed 5 of 5",
        "numerical checks alone: killed 0 of 0",
        "killed 5 of 5",
    ]
    code = f"from symbolic_mesa import derive, laws\nprint({IN_PYTHON}['limit'].expr)"
    assert python("-c", code, folder=folder) == Outcome(0, "c**(-2)\n", "")


@pytest.mark.exhaustive
def test_the_workflow_works_with_what_it_installs(folder: Path) -> None:
    install, *commands = re.findall(r"run: (.*)", WORKFLOW)
    assert install == "python -m pip install ./vendor/symbolic-mesa pytest"
    assert "`vendor/symbolic-mesa`" in PAGE.split("## In your CI")[1]
    (folder / "vendor").mkdir()
    (folder / "vendor" / "symbolic-mesa").symlink_to(ROOT)
    assert 'name = "symbolic-mesa"' in (folder / "vendor/symbolic-mesa/pyproject.toml").read_text()
    (folder / "pyproject.toml").write_text(SETTINGS)
    (folder / "vendor" / "test_theirs.py").write_text("raise RuntimeError('not mine')\n")
    assert typed("mesa-lock my_lemmas", folder).code == 0
    for line in commands:
        outcome = typed(line, folder)
        assert (outcome.code, outcome.err) == (0, ""), (line, outcome)
    (folder / "my_lemmas.py").write_text(LEMMA.replace('symbol("c") ** 2', 'symbol("c") ** 3'))
    assert [typed(line, folder).code for line in commands] == [1, 1]


@pytest.mark.exhaustive
def test_the_packages_own_claims_are_asked_for_by_name(folder: Path) -> None:
    code = (
        "import derivations; from dataclasses import replace\n"
        "first = next(iter(derivations.REGISTRY.values()))\n"
        "derivations.REGISTRY = {first.id: replace(first, settings=first.settings[:1])}\n"
        "from symbolic_mesa.cli.lock import main; main()"
    )
    for names, proofs in (
        (("my_lemmas",), 1),
        (("derivations",), 1),
        (("derivations", "my_lemmas"), 2),
        (("my_lemmas", "derivations", "my_lemmas"), 2),
        ((), 1),
    ):
        outcome = python("-P", "-c", code, *names, folder=folder)
        ending = f" of {proofs} proof{'s' if proofs > 1 else ''}\n"
        assert outcome.out.endswith(ending), (names, outcome)


def test_a_module_of_the_folder_hides_none_that_is_installed(folder: Path) -> None:
    for name in ("sympy", "numpy", "tomllib", "fractions"):
        (folder / f"{name}.py").write_text("raise RuntimeError('hidden')\n")
    assert typed("mesa-lock my_lemmas", folder).code == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "name", first(["../x", "", "./my_lemmas", "my_lemmas/", ".", "..x", "ä-ö"], 2)
)
def test_what_is_no_name_of_a_module_is_one_line(name: str, folder: Path) -> None:
    for line in (
        f"mesa-lock -- {shlex.quote(name)}",
        f"mesa-mutate --module={shlex.quote(name)}",
        f"mesa-derive --list --module={shlex.quote(name)}",
    ):
        outcome = typed(line, folder)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
        assert "cannot be imported" in outcome.err
        assert "such as my_lemmas" in outcome.err


@pytest.mark.exhaustive
def test_a_measurable_claim_is_still_judged_twice(folder: Path) -> None:
    blind = LEMMA.replace(", obligations=(agrees,)", "")
    (folder / "my_lemmas.py").write_text(blind)
    outcome = typed("mesa-mutate --module my_lemmas", folder)
    assert outcome.code == 1
    assert "limit: coefficient 1 -> 2 (exact checks)" in outcome.out
    assert outcome.out.endswith("killed 0 of 5\n")
    seen = LEMMA.replace("(agrees,)", "(agrees,), observable=StationaryProduct()")
    imported = "from derivations.observables import StationaryProduct\n"
    seen = seen.replace(
        "SETTINGS),", "SETTINGS, witness='symbolic_mesa.witness.measures.diagonal'),"
    )
    (folder / "my_lemmas.py").write_text(imported + seen)
    outcome = typed("mesa-mutate --module my_lemmas", folder)
    assert outcome.code == 0, outcome
    assert outcome.out.endswith("numerical checks alone: killed 5 of 5\nkilled 5 of 5\n")
