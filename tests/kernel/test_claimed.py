"""Lemmas whose statements are made of claims: accepted, and of a claim made wrong rejected."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from derivations import REGISTRY
from derivations.von_oswald.kernel_few_shot import FEW_SHOT_WORDS
from derivations.von_oswald.lemmas import CLAIM_LEMMAS
from symbolic_mesa.kernel import coqc
from symbolic_mesa.kernel.claimed import ClaimLemma, lemmas_of
from symbolic_mesa.kernel.matrices import matrix_file
from symbolic_mesa.proofs.mutants import Mutant, mutants
from symbolic_mesa.record import Check, Derivation
from symbolic_mesa.results.derived import at_their_settings
from tests.exhaustive import first

with_mathcomp = pytest.mark.usefixtures("mathcomp")
THEOREMS = tuple(
    id
    for id, one in REGISTRY.items()
    if one.claim_lemmas == CLAIM_LEMMAS and {x.step for x in CLAIM_LEMMAS} & set(one.results)
)
OF_CLAIMS = tuple(one for one in CLAIM_LEMMAS if one not in FEW_SHOT_WORDS)
QUICK = ("error_of_a_layer", "step_back_singular")  # to coqc; the others are exhaustive
QUICKEST = tuple(sorted(OF_CLAIMS, key=lambda one: one.name not in QUICK))
SAMPLE = 1  # of the mutants of each claim that coqc is given; every one changes the statement
HYPOTHESIS = re.compile(
    r".* != 0( :> scalars)?|.* \\in unitmx|([A-Z]\w*)\^T = \2|.* = [A-Z]|[A-Z] = .*"
    r"|M \*m q = x \*: q|e = .*|o = const_mx 1|\(0 < N\)%N"
)


@cache
def derivations() -> tuple[Derivation, ...]:
    entries = [REGISTRY[id] for id in THEOREMS]
    return tuple(one.derivation for one in at_their_settings(entries))


def of_step(lemma: ClaimLemma) -> Derivation:
    (found,) = (one for one in derivations() if lemma.step in [step.id for step in one.steps])
    return found


def wrong(lemma: ClaimLemma) -> Iterator[tuple[Mutant, Derivation]]:
    """Every mutant of the claim of a lemma, in its derivation."""
    derivation = of_step(lemma)
    for mutant in mutants(derivation.step(lemma.step).claim):
        steps = tuple(
            replace(one, claim=mutant.claim) if one.id == lemma.step else one
            for one in derivation.steps
        )
        yield mutant, replace(derivation, steps=steps)


def checks(derivation: Derivation, *lemmas: ClaimLemma) -> list[Check]:
    file = matrix_file((), derivation, lemmas_of(lemmas, derivation))
    return [check for found in coqc.kernel_checks(file).values() for check in found]


def test_every_lemma_has_its_claim() -> None:
    made = [one.name for derivation in derivations() for one in lemmas_of(CLAIM_LEMMAS, derivation)]
    assert sorted(made) == sorted(lemma.name for lemma in CLAIM_LEMMAS)


@pytest.mark.parametrize("lemma", OF_CLAIMS, ids=lambda one: one.name)
def test_every_wrong_claim_is_another_statement(lemma: ClaimLemma) -> None:
    (stated,) = lemmas_of((lemma,), of_step(lemma))
    others = [next(lemmas_of((lemma,), derivation)) for _, derivation in wrong(lemma)]
    assert others
    assert all(one.statement != stated.statement for one in others)
    assert all(one.hypotheses == stated.hypotheses for one in others)


@pytest.mark.parametrize("lemma", CLAIM_LEMMAS, ids=lambda one: one.name)
def test_hypotheses_are_of_few_kinds(lemma: ClaimLemma) -> None:
    assert all(HYPOTHESIS.fullmatch(one) for one in lemma.hypotheses)


@with_mathcomp
@pytest.mark.parametrize("lemma", first(QUICKEST[: len(QUICK)]), ids=lambda one: one.name)
def test_coqc_accepts_the_claim(lemma: ClaimLemma) -> None:
    assert [check.outcome for check in checks(of_step(lemma), lemma)] == ["passed"]


@with_mathcomp
@pytest.mark.parametrize("lemma", first(QUICKEST), ids=lambda one: one.name)
def test_coqc_rejects_a_claim_made_wrong(lemma: ClaimLemma) -> None:
    every = list(wrong(lemma))
    for mutant, derivation in Random(lemma.name).sample(every, min(SAMPLE, len(every))):  # noqa: S311  # no secret
        (check,) = checks(derivation, lemma)
        assert check.outcome == "failed", mutant.words


WRONG_WORDS = {
    "few_shot_pairs": ("X *m S *m X^T", "X *m S^T *m X^T"),
    "separated_pairs": ("q *m c^T *m q", "c *m q^T *m q"),
    "unseen_separator": ("= (W *m X", "= (W^T *m X"),
}


@with_mathcomp
@pytest.mark.parametrize("name", first(WRONG_WORDS))
def test_coqc_rejects_other_words_of_a_prompt(name: str) -> None:
    """Their words are those that claims are expectations of: no claim is made wrong here."""
    (place,) = (k for k, one in enumerate(FEW_SHOT_WORDS) if one.name == name)
    derivation = of_step(FEW_SHOT_WORDS[place])
    made = list(lemmas_of(FEW_SHOT_WORDS[: place + 1], derivation))
    made[place] = replace(made[place], statement=made[place].statement.replace(*WRONG_WORDS[name]))
    assert made != list(lemmas_of(FEW_SHOT_WORDS[: place + 1], derivation))
    file = matrix_file((), derivation, made)
    found = [check for one in coqc.kernel_checks(file).values() for check in one]
    (rejected,) = (check for check in found if check.outcome == "failed")
    assert f"lemma {name}:" in rejected.detail


@pytest.mark.exhaustive
@with_mathcomp
@pytest.mark.parametrize("theorem", THEOREMS)
def test_every_lemma_is_accepted_and_no_axiom_is_left(theorem: str, tmp_path: Path) -> None:
    (derivation,) = (one for one in derivations() if one.id == theorem)
    made = tuple(lemmas_of(CLAIM_LEMMAS, derivation))
    asked = "".join(f"Print Assumptions {lemma.name}.\n" for lemma in made)
    text = matrix_file((), derivation, made).text
    (tmp_path / "closed.v").write_text(text + asked, encoding="utf-8")
    command = [str(shutil.which("coqc")), "-q", "-w", "none", "closed.v"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count("Closed under the global context") == len(made)
    assert "Axioms" not in done.stdout
