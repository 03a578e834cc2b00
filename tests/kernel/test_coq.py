"""The Coq export: no axioms, names escaped, every file accepted, a wrong lemma rejected."""

import re
import shutil
from dataclasses import replace
from operator import attrgetter

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.export import coq
from symbolic_mesa.kernel import coqc
from symbolic_mesa.kernel.coq import CoqFile, coq_file
from symbolic_mesa.kernel.lemmas import Lemma
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.results.checks import proved
from symbolic_mesa.setting import Setting
from tests.exhaustive import first

ENTRY = REGISTRY["theorem-4.1"]
with_coqc = pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed")


def exported(setting: Setting) -> CoqFile:
    return coq_file(ENTRY.derive(setting), ENTRY.problem, setting, *ENTRY.kernel_lemmas)


def outcomes(file: CoqFile) -> list[str]:
    return [check.outcome for checks in coqc.kernel_checks(file).values() for check in checks]


@pytest.mark.parametrize("setting", ENTRY.settings, ids=attrgetter("name"))
def test_nothing_is_assumed_but_what_is_written(setting: Setting) -> None:
    text = exported(setting).text
    assert not re.search(r"\b(Axiom|Admitted|admit|Parameter|Conjecture|Abort)\b", text)
    assert text.count("Qed.") >= len(possible(setting)) > 0


def possible(setting: Setting) -> list[Lemma]:
    """The lemmas whose claims are derived: where coordinates differ few are."""
    steps = {step.id: step for step in ENTRY.derive(setting).steps}
    lemmas = ENTRY.kernel_lemmas[0]
    return [one for one in lemmas if not any(steps[id].obstacle for id in one.claims)]


def test_of_coordinates_that_are_alike_no_lemma_is_left_out() -> None:
    alike = [setting for setting in ENTRY.settings if setting.law.exchangeable]
    assert len(alike) == len(ENTRY.settings) - 1
    assert all(len(possible(setting)) == len(ENTRY.kernel_lemmas[0]) for setting in alike)


@with_coqc
@pytest.mark.parametrize("setting", first(ENTRY.settings), ids=attrgetter("name"))
def test_coqc_accepts_every_lemma(setting: Setting) -> None:
    file = exported(setting)
    assert outcomes(file) == ["passed"] * len(possible(setting))


@with_coqc
@pytest.mark.parametrize(
    "id", first(["fixed-point", "loss", "flow-a", "conserved", "minimum-loss"])
)
def test_coqc_rejects_a_mutated_claim(id: str) -> None:
    setting = Setting(laws.generic())
    derivation = ENTRY.derive(setting)
    step = derivation.step(id)
    mutant = next(m for m in mutants(step.claim) if m.words.startswith("coefficient"))
    steps = tuple(
        replace(one, claim=mutant.claim) if one.id == id else one for one in derivation.steps
    )
    file = coq_file(replace(derivation, steps=steps), ENTRY.problem, setting, *ENTRY.kernel_lemmas)
    assert outcomes(file).count("failed") == 1


@with_coqc
def test_coqc_rejects_a_mutated_lemma() -> None:
    setting = Setting(laws.gaussian())
    lemmas, abbreviations = ENTRY.kernel_lemmas
    wrong = tuple(
        replace(lemma, statement=lemma.statement.replace("(a^2 + b^2)", "(a^2 - b^2)"))
        for lemma in lemmas
    )
    assert wrong != lemmas
    file = coq_file(ENTRY.derive(setting), ENTRY.problem, setting, wrong, abbreviations)
    found = [check for checks in coqc.kernel_checks(file).values() for check in checks]
    (rejected,) = (check for check in found if check.outcome == "failed")
    assert "product_flow" in rejected.detail


@pytest.mark.exhaustive
@with_coqc
def test_the_kernel_s_word_is_a_check() -> None:
    step = proved(derive(laws.generic(), check=False))["fixed-point"].step
    assert (step.status, step.trust) == ("consistent", "unchecked")  # of claims: no model is seen
    assert {check.kind for check in step.checks} == {"kernel-from-claims"}
    measured = proved(derive(laws.generic(), results=["fixed-point"]))["fixed-point"]
    assert (measured.status, measured.trust) == ("verified", "kernel-from-claims")


def test_without_coqc_the_kernel_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coqc.shutil, "which", lambda name: None)
    step = proved(derive(laws.generic(), check=False))["fixed-point"].step
    assert step.status == "unchecked"
    assert all("kernel: not run" in check.detail for check in step.checks)
    assert {check.outcome for check in step.checks} == {"not-run"}


@pytest.mark.exhaustive
def test_names_from_outside_are_escaped() -> None:
    setting = Setting(laws.moments("m2=forall,m4=Type,m6=R,symmetric"))
    derivation = replace(ENTRY.derive(setting), id="1 *) Axiom x : False. (*", title='"*)\nbad')
    file = coq_file(derivation, ENTRY.problem, setting, *ENTRY.kernel_lemmas)
    assert "*) Axiom" not in file.text
    assert "x_forall" in file.text
    comments = [line for line in file.text.splitlines() if line.startswith("(*")]
    assert all(line.count("(*") == line.count("*)") == 1 for line in comments)
    if shutil.which("coqc"):
        assert set(outcomes(file)) == {"passed"}


def test_lemmas_whose_claims_are_missing_are_left_out() -> None:
    setting = Setting(laws.moments("m4=1,m6=2"), dim=1)
    names = [lemma.name for lemma, _ in exported(setting).ends]
    assert "fixed_point_form" in names
    assert "energy" not in names


def test_the_export_is_the_file_that_is_checked() -> None:
    results = derive(laws.gaussian(), check=False)
    assert coq.dumps(results) == exported(results.setting).text
