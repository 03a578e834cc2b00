"""The tests that are run for a mutant, from what each test enters; and the share that is killed."""

import json
from pathlib import Path

import pytest

from tests.code_mutants import outcomes
from tests.code_mutants.changes import Change
from tests.code_mutants.choice import Mutant
from tests.code_mutants.running import exit_code
from tests.code_mutants.selection import (
    BUDGET,
    FIRST,
    Covered,
    Selection,
    budget,
    covered,
    selections,
)

ROOT = Path(__file__).parents[2]
MODULE = "symbolic_mesa/witness/written_out.py"
NEAR, FAR = "tests/witness/test_written_out.py", "tests/proofs/test_mutants.py"
MUTANT = Mutant(MODULE, Change("constant", "exact_gap", 1, 0, 1, "2"), "m")


def entering(id: str, seconds: float, *functions: str) -> Covered:
    return Covered(id, seconds, frozenset(f"{MODULE}: {name}" for name in functions))


TESTS = [
    entering("tests/text/test_surds.py::nothing", 0.1),
    entering(f"{FAR}::room", 0.1),
    entering(f"{NEAR}::other", 0.1),
    entering(f"{FAR}::module", 0.1, "written_out"),
    entering(f"{FAR}::too_long", BUDGET, "exact_gap"),
    entering(f"{FAR}::slow", 2.0, "exact_gap"),
    entering(f"{FAR}::quick", 1.0, "exact_gap.inner"),
    entering(f"{NEAR}::near", 3.0, "exact_gap"),
]


def names(part: Selection) -> list[str]:
    return [id.partition("::")[2] for id in part.ids]


def test_those_that_enter_the_function_come_first_and_near_ones_before_quick_ones() -> None:
    (chosen,) = selections(ROOT, TESTS, MUTANT)
    assert names(chosen) == ["near", "quick", "slow", "module", "other", "room"]
    assert chosen.seconds == pytest.approx(6.3)
    assert NEAR in chosen.files
    assert FAR in chosen.files
    assert "tests/text/test_surds.py" not in chosen.files
    assert f"#{FAR}::too_long" in chosen.listing(TESTS).splitlines()


def test_the_examples_of_a_module_come_first_whatever_they_enter() -> None:
    example = Covered(f"{MODULE}::{MODULE}.exact_gap", 0.1, frozenset())
    (chosen,) = selections(ROOT, [*TESTS, example], MUTANT)
    assert chosen.ids[:2] == (example.id, f"{NEAR}::near")


def test_what_takes_longer_is_run_after_the_others_up_to_a_time() -> None:
    long = [entering(f"{FAR}::{k}", (k + 1) * FIRST, "exact_gap") for k in range(6)]
    first, second = selections(ROOT, [*TESTS[-1:], *long], MUTANT)
    assert names(first) == ["near"]
    assert names(second) == ["0", "1", "2"]  # 3 + 8 + 16 + 24 s of 60; 32 s more are too many
    assert second.files == (FAR,)


def test_a_file_that_was_not_measured_is_run() -> None:
    (chosen,) = selections(ROOT, TESTS[:2], MUTANT)
    assert chosen.ids == (f"{FAR}::room",)
    assert NEAR in chosen.files
    assert chosen.listing(TESTS[:1]).splitlines() == [f"{FAR}::room"]


def test_a_mutant_that_ends_is_not_called_endless() -> None:
    assert budget(BUDGET) > 3 * BUDGET


TOY = """
def used():
    return max(n for n in (1, 2))

def on_import():
    return 3
"""
TOY_TESTS = """
from numeric_check.toy import on_import, used

TABLE = on_import()
def test_second(): assert used() == 2
def test_first(): assert True
def test_unknown(): assert True
"""


@pytest.mark.exhaustive
def test_the_plugin_writes_what_tests_enter_and_runs_them_in_an_order(tmp_path: Path) -> None:
    (tmp_path / "numeric_check").mkdir()
    for name, text in (("__init__", ""), ("toy", TOY)):
        (tmp_path / "numeric_check" / f"{name}.py").write_text(text, "utf-8")
    (tmp_path / "test_toy.py").write_text(TOY_TESTS, "utf-8")

    def told(option: str) -> str:
        asked = ["-p", "tests.code_mutants.covering", "-vv", option, "test_toy.py"]
        assert exit_code(tmp_path, asked, 20, tmp_path / "log") == 0
        return (tmp_path / "log").read_text("utf-8")

    told(f"--covered-to={tmp_path / 'covered'}")
    first, second, _ = covered((tmp_path / "covered").read_text("utf-8"))
    assert first.id == "test_toy.py::test_second"
    assert first.functions == {"numeric_check/toy.py: used", "numeric_check/toy.py: on_import"}
    assert second.functions == {"numeric_check/toy.py: on_import"}
    (tmp_path / "tests.txt").write_text(f"{second.id}\n{first.id}\n", "utf-8")
    lines = told(f"--tests-of={tmp_path / 'tests.txt'}").splitlines()
    ran = [line.partition("::")[2] for line in lines if "::" in line]
    assert [name.split()[0] for name in ran] == ["test_unknown", "test_first", "test_second"]


def test_outcomes_are_read_again_and_a_line_that_was_cut_is_not(tmp_path: Path) -> None:
    file = tmp_path / "outcomes.tsv"
    assert outcomes.read(file) == {}
    for what in ("survived", "killed"):
        outcomes.added(file, what, "a: f: x -> y")
    file.write_text(file.read_text("utf-8") + "surv", "utf-8")
    assert outcomes.read(file) == {"a: f: x -> y": "killed"}


def test_the_share_counts_what_is_not_equivalent() -> None:
    assert (
        outcomes.share({"killed": 2, "timeout": 1, "survived": 1, "equivalent": 5}) == "3/4 = 75.0%"
    )
    assert outcomes.share({}) == "0/0"
    lines = outcomes.table([MUTANT], {"m": "killed", "else": "survived"}).splitlines()
    assert [line.split() for line in lines] == [
        [room, "killed", "1/1", "=", "100.0%", "equivalent", "0"]
        for room in ("symbolic_mesa/witness", "all")
    ]


def test_lines_of_what_tests_enter_are_data() -> None:
    line = json.dumps(["t.py::one", 0.5, ["a.py: f"]])
    assert covered(line + "\n") == [Covered("t.py::one", 0.5, frozenset({"a.py: f"}))]
