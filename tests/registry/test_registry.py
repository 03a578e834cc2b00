"""Theorems of other people: derived, listed, locked and refused as this package's are."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from derivations import REGISTRY
from derivations.lookup import by_default, every_result, registered
from symbolic_mesa import InvalidInput, derive, laws
from symbolic_mesa.proofs import lockfile
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.proofs.mutation import Target, verdicts
from symbolic_mesa.results.derived import at_their_settings
from tests.cli import Run
from tests.registry import TOY
from tests.registry.conftest import Module

GAUSSIAN = ("--distribution", "gaussian", "--param", "sigma=1", "--dim", "2", "--length", "4")


def test_no_result_belongs_to_two_theorems() -> None:
    """Of the first paper; another paper's theorems are asked for by name."""
    entries = by_default(REGISTRY)
    count = Counter(id for entry in entries.values() for id in entry.results)
    assert set(count.values()) == {1}
    assert tuple(count) == every_result(entries)
    paper = next(iter(REGISTRY.values())).problem
    assert {REGISTRY[id].problem is paper for id in entries} == {True}
    assert {REGISTRY[id].problem is paper for id in {*REGISTRY} - {*entries}} == {False}


def test_the_first_theorem_is_the_one_that_is_shown_when_none_is_named() -> None:
    assert next(iter(REGISTRY)) == "theorem-4.1"


def test_a_theorem_says_whose_model_it_is_about(module: Module) -> None:
    name = module(TOY.replace("PROBLEM, RESULTS", "RESULTS"), "homeless_lemmas")
    with pytest.raises(InvalidInput, match=r"cannot be imported \(TypeError: .*'settings'"):
        registered([name])


def test_a_theorem_of_ones_own_is_derived_and_checked(toy: str) -> None:
    results = derive(laws.gaussian(1), 2, 4, theorem="toy", modules=(toy,))
    assert list(results) == ["loss", "toy-verdict"]
    least = derive(laws.gaussian(1), 2, 4, ["minimum-loss"])["minimum-loss"].value
    assert results["loss"].value == least
    assert [check.kind for check in results["loss"].checks] == ["symbolic-zero"]
    assert results["toy-verdict"].status == "unchecked"
    assert (
        results["loss"](T=5)
        == derive(laws.gaussian(1), 2, 5, ["minimum-loss"])["minimum-loss"].value
    )


def test_a_theorem_has_its_own_results_only(toy: str) -> None:
    ours = derive(laws.gaussian(1), results=["loss"], theorem="theorem-4.1", modules=(toy,))
    assert ours["loss"].entry is REGISTRY["theorem-4.1"]
    with pytest.raises(InvalidInput, match="'flow-a': choose from loss, toy-verdict"):
        derive(laws.gaussian(1), results=["flow-a"], theorem="toy", modules=(toy,))
    with pytest.raises(InvalidInput, match=r"theorem 'tpy': choose from theorem-4.1, .*, toy"):
        derive(laws.gaussian(1), theorem="tpy", modules=(toy,))


def test_an_id_of_one_theorem_needs_no_theorem(toy: str) -> None:
    results = derive(laws.gaussian(1), 2, 4, ["toy-verdict", "flow-a"], modules=(toy,))
    assert [results[id].entry.id for id in results] == ["toy", "theorem-4.1"]
    with pytest.raises(KeyError):
        results["loss"]


@pytest.mark.parametrize("results", [["loss"], None])
def test_an_id_of_two_theorems_is_refused(toy: str, results: list[str] | None) -> None:
    with pytest.raises(InvalidInput, match=r"'loss': .*'theorem-4.1', .*'toy'"):
        derive(laws.gaussian(1), results=results, modules=(toy,))


def test_what_is_installed_does_not_take_away_what_there_was(installed: str) -> None:
    assert list(registered()) == [*REGISTRY, "toy"]
    assert list(registered([installed])) == [*REGISTRY, "toy"]
    assert tuple(derive(laws.gaussian(1), check=False)) == every_result(by_default(REGISTRY))
    assert derive(laws.gaussian(1), results=["toy-verdict"], check=False)["toy-verdict"].value


def test_a_broken_package_stops_only_what_asks_for_all_that_is_installed(
    run: Run, installed: str, module: Module
) -> None:
    assert module("1/0", installed) == installed
    assert run(*GAUSSIAN, "--no-check").code == 0
    assert run(*GAUSSIAN, "--no-check", "--theorem", "theorem-4.2").code == 0
    for asked in (("--list",), ("--results", "loss"), ("--theorem", "toy")):
        outcome = run(*asked)
        assert (outcome.code, outcome.out) == (2, "")
        (line,) = outcome.err.splitlines()
        assert "cannot be imported (ZeroDivisionError" in line


def test_the_command_derives_it_in_every_format(run: Run, toy: str) -> None:
    mine = (*GAUSSIAN, "--module", toy, "--theorem", "toy")
    for more in (("--results", "all"), ()):
        outcome = run(*mine, "--format", "json", *more)
        assert (outcome.code, outcome.err) == (0, "")
        found = json.loads(outcome.out)
        assert found["derivations"] == ["toy"]
        assert list(found["results"]) == ["loss", "toy-verdict"]
    assert "toy: the loss at the end" in run(*mine).out
    assert ":toy:loss}" in run(*mine, "--format", "latex").out
    assert "toy-verdict" in run(*mine, "--explain").out
    assert list(json.loads(run(*mine, "--results", "loss", "--format", "json").out)["results"]) == [
        "loss"
    ]


def test_without_a_theorem_the_nine_are_shown(run: Run, installed: str) -> None:
    ours = (*GAUSSIAN, "--format", "json", "--no-check")
    results = json.loads(run(*ours, "--module", installed).out)["results"]
    assert tuple(results) == REGISTRY["theorem-4.1"].results
    assert json.loads(run(*ours, "--theorem", "theorem-4.2").out)["derivations"] == ["theorem-4.2"]


def test_the_command_lists_it_last(run: Run, toy: str) -> None:
    ours = run("--list").out
    assert run("--list", "--module", toy).out == ours + "toy the loss at the end\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--results", "loss"), ("theorem-4.1", "toy", "--theorem")),
        (("--theorem", "tpy"), ("'tpy'", "choose from", "toy")),
        (("--theorem", "toy", "--results", "kappa-1"), ("'kappa-1'", "loss, toy-verdict")),
        (("--module", "no_such_module"), ("cannot be imported", "check its name")),
        (("--theorem", "toy", "--compare"), ("--compare", "leave --theorem out")),
        (("--theorem", "toy", "--step-sizes"), ("--step-sizes", "leave --theorem out")),
        (("--theorem", "toy", "--format", "coq"), ("lemmas for Coq",)),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_one_line(
    run: Run, toy: str, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    law = () if "--compare" in arguments else GAUSSIAN
    outcome = run(*law, "--module", toy, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    assert all(word in line for word in words), line


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("(loss, Step", "1 / 0 or (loss, Step", "cannot be derived (ZeroDivisionError"),
        ("claim.value.element - least", "1 / 0 - least", "cannot be checked (ZeroDivisionError"),
        ("def derive", "def derived", "cannot be derived (AttributeError"),
        ('("loss", "toy-verdict")', '("loss", "verdict")', "no step 'verdict'"),
        ('Entry("toy"', 'Entry("theorem-4.2"', "the id 'theorem-4.2' is taken"),
        ("ENTRIES =", "entries =", "has no ENTRIES"),
        ("return Derivation(", "return None and Derivation(", "returned NoneType, no Derivation"),
        ("PROBLEM, RESULTS", "RESULTS, RESULTS", "Entry 'toy': give problem"),
        ('"loss", "toy-verdict")', '"loss", "loss")', "Entry 'toy': give results"),
        ("RESULTS, SETTINGS", "(), SETTINGS", "Entry 'toy': give results"),
        ("RESULTS, SETTINGS", "RESULTS, RESULTS", "Entry 'toy': give settings"),
        ("RESULTS, SETTINGS", "RESULTS, SETTINGS, 7", "Entry 'toy': give lemmas"),
        ("SETTINGS),)", "SETTINGS, None, ('lost',)),)", "Entry 'toy': give indispensable"),
        ('Entry("toy"', "Entry(7", "Entry '7': give id"),
    ],
)
def test_a_broken_module_of_somebody_else_is_one_line(
    run: Run, module: Module, before: str, after: str, words: str
) -> None:
    name = module(TOY.replace(before, after), "broken_lemmas")
    outcome = run(*GAUSSIAN, "--module", name, "--theorem", "toy")
    assert (outcome.code, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    assert words in line


def test_broken_lemmas_of_somebody_else_are_one_line(run: Run, module: Module) -> None:
    name = module(TOY.replace("SETTINGS),)", 'SETTINGS, "no_such_lemmas"),)'))
    mine = (*GAUSSIAN, "--module", name, "--theorem", "toy", "--no-check")
    for more in (("--kernel",), ("--format", "coq")):
        outcome = run(*mine, *more)
        assert (outcome.code, outcome.out) == (2, "")
        (line,) = outcome.err.splitlines()
        assert "cannot be written for Coq (ModuleNotFoundError" in line
    assert run(*mine).code == 0


def test_a_check_that_breaks_on_a_mutant_is_one_line(toy: str) -> None:
    """The obligation of the toy takes formulas; its verdict has none."""
    (proof,) = at_their_settings([registered([toy])["toy"]])
    step = proof.derivation.step("toy-verdict")
    broken = replace(step, obligations=proof.derivation.step("loss").obligations)
    found = Target(proof, broken, next(iter(mutants(step.claim))))
    with pytest.raises(
        InvalidInput, match=r"cannot be mutated \(AttributeError: .*mend toy_lemmas"
    ):
        list(verdicts([found]))


def test_what_is_indispensable_is_the_theorem_s_own(run: Run, module: Module) -> None:
    """The law has no moment of degree 4: of the toy the loss alone is missing."""
    law = ("--distribution", "student-t", "--param", "nu=3", "--module")
    missing = TOY.replace(
        'least = theorem_4_1.derive(setting).step("minimum-loss").claim.value',
        'step = theorem_4_1.derive(setting).step("minimum-loss")',
    ).replace('Step("loss", claim', 'Step("loss", claim, obstacle=step.obstacle')
    text = missing.replace('"L", least)', '"L")')
    assert run(*law, module(text, "toy_1"), "--theorem", "toy").code == 0
    strict = text.replace("SETTINGS),)", 'SETTINGS, indispensable=("loss",)),)')
    outcome = run(*law, module(strict, "toy_2"), "--theorem", "toy")
    assert (outcome.code, outcome.out) == (2, "")
    assert "x_j^4" in outcome.err


def test_it_is_locked_under_its_name(toy: str, tmp_path: Path) -> None:
    (proof,) = at_their_settings([registered([toy])["toy"]])
    locked = lockfile.locked([proof])
    assert list(locked) == ["toy[gaussian sigma=1 d=2 T=4]"]
    assert list(locked[proof.name]) == ["loss", "toy-verdict"]
    assert list(lockfile.compared(lockfile.parsed(lockfile.dumps(locked), "file"), locked)) == []


LEMMA = """
from dataclasses import replace
from derivations import Entry, theorem_4_1
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.record import Claim, Derivation, Step
from symbolic_mesa.setting import Setting

def derive(setting):
    algebra = theorem_4_1.derive(setting).step("fixed-point").claim.value.algebra
    claim = Claim("a square", "c^2", "c^2", Formula(algebra.symbol("c") ** 2, algebra))
    return Derivation("square", "a square", (Step("square", claim, why="so"),))

SETTINGS = (Setting(laws.rademacher(), dim=1),)
ENTRIES = (Entry("square", "a square", __name__, PROBLEM, ("square",), SETTINGS),)
"""


def test_a_lemma_outside_its_settings_names_them(run: Run, module: Module) -> None:
    name = module(LEMMA, "square_lemma")
    wanted = ("--module", name, "--theorem", "square", "--dim", "1")
    assert run("--distribution", "rademacher", *wanted).code == 0
    outcome = run(*GAUSSIAN, *wanted)
    assert (outcome.code, outcome.out) == (2, "")
    (line,) = outcome.err.splitlines()
    assert "cannot be derived (no symbol c; the algebra has a, b, d, T); " in line
    assert line.endswith(f"it is registered for rademacher d=1: derive it there, or mend {name}")


def test_a_lemma_that_breaks_in_its_setting_is_to_be_mended(run: Run, module: Module) -> None:
    name = module(LEMMA.replace('symbol("c")', 'symbol("e")'), "broken_square")
    law = ("--distribution", "rademacher", "--dim", "1")
    outcome = run(*law, "--module", name, "--theorem", "square")
    assert "(no symbol e; the algebra has c); mend broken_square" in outcome.err
