"""Mutants: what counts as one, and that the checks kill a seeded sample of them, both ways."""

from dataclasses import replace

import pytest

from derivations import REGISTRY, theorem_4_1
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.proofs.mutation import sampled, targets, verdicts
from symbolic_mesa.record import Claim
from symbolic_mesa.results.derived import Derived, at_their_settings
from symbolic_mesa.setting import Setting

GENERIC = theorem_4_1.derive(Setting(laws.generic()))
SEED = 20260101


def words(id: str) -> list[str]:
    return [mutant.words for mutant in mutants(GENERIC.step(id).claim)]


@pytest.mark.exhaustive
def test_a_sample_is_killed_by_exact_and_by_numerical_checks() -> None:
    every = at_their_settings(REGISTRY.values())
    found = list(verdicts(sampled(every, (), 40, SEED)))
    survivors = [f"{v.where}: {v.words}" for v in found if not v.killed]
    assert len(found) == 40, SEED
    assert not survivors, SEED


@pytest.mark.parametrize("id", [step.id for step in GENERIC.steps])
def test_no_mutant_is_the_original_and_none_comes_twice(id: str) -> None:
    claim = GENERIC.step(id).claim
    sides = [
        tuple(getattr(side, "element", side) for side in (one.parts or {"": one.value}).values())
        for one in (claim, *(mutant.claim for mutant in mutants(claim)))
    ]
    assert len(sides) > 4
    assert len(set(sides)) == len(sides)


def test_formulas_are_changed_where_people_slip() -> None:
    found = words("fixed-point")
    assert "kappa_2 and kappa_3 exchanged" in found
    assert "harmonic(T - 2) one term longer" in found
    assert "coefficient -2 -> -1" in found  # T - 2 -> T - 1
    assert "kappa_1 -> kappa_2" in found
    assert any("dropped" in one for one in found)
    assert "a and b exchanged" in words("flow-a")
    assert "a and b exchanged" not in words("loss")  # that is the same loss
    assert any("conjugate" in one for one in words("prediction"))


SUBTLE: dict[str, tuple[TokenLaw, str, str]] = {
    "emergence-conditions": (laws.exchangeable(), "theorem-4.1-sharp", "(...)^1 -> (...)^2"),
    "recoverable": (laws.rademacher(), "theorem-4.2", "without its exceptions"),
}
"""A factor d − 2 that is its own square up to d = 3; a verdict that is another at d = 1."""


@pytest.mark.parametrize("id", SUBTLE)
def test_what_few_coordinates_hide_is_caught(id: str) -> None:
    law, theorem, words = SUBTLE[id]
    proof = Derived(REGISTRY[theorem], Setting(law))
    (subtle,) = (one for one in targets([proof], [id]) if one.mutant.words.endswith(words))
    (verdict,) = verdicts([subtle])
    assert verdict.killed
    right = proof.witness.checks(subtle.step)
    assert right
    assert all(check.outcome == "passed" for check in right)


def test_verdicts_are_negated() -> None:
    (mutant,) = mutants(Claim("it holds", "it", "it", value=True))
    assert mutant.claim.value is False


def test_a_blind_check_lets_mutants_live() -> None:
    """The negative control: without obligations and observable nothing is killed."""
    proof = Derived(REGISTRY["theorem-4.1"], Setting(laws.generic()))
    seeing = next(targets([proof], ["loss"]))
    blind = replace(seeing, step=replace(seeing.step, obligations=(), observable=None))
    (verdict,) = verdicts([blind])
    assert not verdict.exact
    assert not verdict.numerical
    assert not verdict.killed


def test_a_sample_is_the_same_for_the_same_seed() -> None:
    every = [Derived(REGISTRY["theorem-4.1"], Setting(laws.generic()))]
    one, two, other = (sampled(every, (), 10, seed) for seed in (1, 1, 2))
    assert [target.mutant.words for target in one] == [target.mutant.words for target in two]
    assert [target.mutant.words for target in other] != [target.mutant.words for target in one]
    whole = list(targets(every, ["loss"]))
    drawn = sampled(every, ["loss"], len(whole) + 5, 1)
    assert {target.mutant.words for target in drawn} == {target.mutant.words for target in whole}
    assert len(drawn) == len(whole)


def test_claims_are_restored_by_no_mutation() -> None:
    claim = GENERIC.step("loss").claim
    list(mutants(claim))
    assert isinstance(claim.value, Formula)
    assert claim == GENERIC.step("loss").claim
