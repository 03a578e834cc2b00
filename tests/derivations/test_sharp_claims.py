"""What is claimed of the gradient off the diagonal is checked, and what is wrong fails."""

from dataclasses import replace

import pytest

from derivations import REGISTRY
from derivations.sharp import theorem as theorem_4_1_sharp
from numeric_check.laws.rational_laws import signed_points
from numeric_check.model.exact_full_scene import ExactFullScene
from numeric_check.model.exact_tokens import Enumerated
from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from tests.derivations.sharp import (
    COEFFICIENTS,
    IDS,
    OTHER_VERDICTS,
    SETTINGS,
    SKEWED,
    VERDICTS,
    WITH_MEAN,
    WITH_NUMBERS,
    changed,
    derived,
    one_more,
    outcomes,
    steps,
    twice,
    witness,
)


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("kind", ["exact-enumeration", "quadrature"])
def test_every_step_is_verified_by_each_route_alone(kind: str, name: str, id: str) -> None:
    step = replace(steps(name)[id], obligations=())
    routes = [route for route in witness(name).routes(step) if route.kind == kind]
    checked = step.checked(witness(name).checks(step, routes=routes))
    assert checked.status == "verified"
    assert [(check.kind, check.outcome) for check in checked.checks] == [(kind, "passed")]


@pytest.mark.parametrize("id", VERDICTS)
@pytest.mark.parametrize("name", SETTINGS)
def test_the_other_verdict_fails_by_every_check(name: str, id: str) -> None:
    claim = steps(name)[id].claim
    right = outcomes(name, id, claim)
    wrong = outcomes(name, id, replace(claim, value=not claim.value))
    assert set(right) == {"passed"}
    assert wrong == ["failed"] * len(right)


@pytest.mark.parametrize("name", OTHER_VERDICTS)
def test_verdicts_on_other_laws_pass_and_their_contraries_fail(name: str) -> None:
    measured = Witness(REGISTRY["theorem-4.1-sharp"], OTHER_VERDICTS[name])
    derivation = theorem_4_1_sharp.derive(OTHER_VERDICTS[name])
    for id in VERDICTS:
        step = derivation.step(id)
        contrary = replace(step.claim, value=not step.claim.value)
        found = [check.outcome for check in measured.checks(step)]
        assert found == ["passed", "passed"]
        assert [check.outcome for check in measured.checks(step, contrary)] == ["failed", "failed"]


def test_a_verdict_on_moments_that_cannot_all_exist_is_not_confirmed() -> None:
    """Up to degree 6 nothing speaks against the assumption for Student's t: no check decides."""
    measured = Witness(REGISTRY["theorem-4.1-sharp"], Setting(laws.student_t(9)))
    step = derived(laws.student_t(9)).step("assumption-4.1")
    for claim in (step.claim, replace(step.claim, value=True)):
        found = measured.checks(step, claim)
        assert [check.outcome for check in found] == ["not-run", "not-run"]


@pytest.mark.parametrize("id", WITH_NUMBERS)
@pytest.mark.parametrize("name", SETTINGS)
def test_a_number_that_is_one_more_fails(name: str, id: str) -> None:
    claim = steps(name)[id].claim
    for position in (0, len(claim.parts) - 1):
        assert outcomes(name, id, changed(claim, one_more, position)) == ["failed", "failed"]


@pytest.mark.parametrize("id", COEFFICIENTS)
@pytest.mark.parametrize("name", SETTINGS)
def test_a_coefficient_that_is_doubled_or_left_out_fails(name: str, id: str) -> None:
    claim = steps(name)[id].claim
    for position, moment in enumerate(claim.parts):
        assert outcomes(name, id, changed(claim, twice, position)) == ["failed", "failed"]
        rest = {words: side for words, side in claim.parts.items() if words != moment}
        if rest:  # a claim without parts states nothing
            assert outcomes("gaussian", id, replace(claim, parts=rest)) == ["failed", "failed"]


def test_a_moment_that_does_not_matter_fails_where_it_is_said_to() -> None:
    claim = steps("gaussian")["missing-conditions"].claim
    wrong = replace(claim, parts={**claim.parts, Pattern((("j", 4), ("l", 2)), ()): True})
    assert outcomes("gaussian", "missing-conditions", wrong) == ["failed", "failed"]


def test_conditions_met_and_not_met_are_told_apart_in_rationals() -> None:
    """What the conditions of a law say, its full model says at one pair of scales."""
    for law, stays in ((SKEWED, False), (WITH_MEAN, True), (laws.gaussian(1), True)):
        conditions = derived(law, 2).step("emergence-conditions").claim.parts
        met = not any(side.element for side in conditions.values())
        assert met is stays
        assert ExactFullScene(Enumerated(signed_points(law, 2)), 4).stays("diagonal") is stays
