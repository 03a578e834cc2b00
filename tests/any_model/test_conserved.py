"""What is conserved for every d and T, and where it is more."""

from dataclasses import replace
from functools import cache

import pytest

from symbolic_mesa import laws
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from tests.any_model import stating

WEIGHTS = 'A = "a I"\nB = "b I"\nC = "g I"\nD = "h I"'
BOTH = (
    "sum(s = 1 .. t) B[i,j] x[s,j] conj(x[s-1,k]) A[k,l] x[t,l] / (t-1)"
    " + sum(s = 1 .. t) D[i,j] x[s,j] conj(x[s-1,k]) C[k,l] x[t,l]"
)
"""Two heads that differ in a divisor, which is 1 at T = 3."""

EVERYWHERE = {"Q_1": "a**2 - b**2", "Q_2": "g**2 - h**2"}
AT_3 = {
    "Q_1 at T = 3": "a**2 - b**2",
    "Q_2 at T = 3": "a*h - b*g",
    "Q_3 at T = 3": "a*g - b*h",
    "Q_4 at T = 3": "g**2 - h**2",
}


@cache
def heads(length: int | None = None) -> Derived:
    setting = Setting(laws.gaussian(1), dim=2, length=length)
    return stating.derived(stating.stated(WEIGHTS, BOTH), setting)


def step_of(one: Derived) -> Step:
    return one.derivation.step("conserved")


def written(step: Step) -> dict[str, str]:
    return {str(key): str(side.expr) for key, side in step.claim.parts.items()}


def test_two_heads_that_are_one_at_a_length_conserve_more_there() -> None:
    step = step_of(heads())
    found = written(step)
    assert found == {**EVERYWHERE, **AT_3}
    assert stating.outcomes(heads(), step) == stating.PASSED


@pytest.mark.parametrize(("length", "count"), [(3, 4), (4, 2)])
def test_what_is_conserved_at_one_length_is_the_case_of_every_length(
    length: int, count: int
) -> None:
    step = step_of(heads(length))
    assert [*written(step)] == [f"Q_{k}" for k in range(1, count + 1)]
    assert stating.outcomes(heads(length), step) == stating.PASSED


@pytest.mark.parametrize("left_out", ["Q_2", "Q_3 at T = 3"])
def test_a_form_that_is_left_out_is_seen_in_rationals(left_out: str) -> None:
    step = step_of(heads())
    parts = {key: side for key, side in step.claim.parts.items() if str(key) != left_out}
    wrong = replace(step, claim=replace(step.claim, parts=parts))
    assert stating.outcomes(heads(), wrong)["exact-enumeration"] == "failed"


def test_a_place_that_is_left_out_is_seen_in_rationals() -> None:
    step = step_of(heads())
    parts = {key: side for key, side in step.claim.parts.items() if str(key) in EVERYWHERE}
    wrong = replace(step, claim=replace(step.claim, parts=parts))
    assert stating.outcomes(heads(), wrong)["exact-enumeration"] == "failed"


def test_a_least_loss_is_not_said_where_its_gram_matrix_is_singular() -> None:
    step = heads().derivation.step("minimum-loss")
    assert step.claim.reason[-1] == (
        "; not said at T = 3, where the Gram matrix is singular: see fixed-point"
    )
    later = heads(4).derivation.step("minimum-loss").claim.reason
    assert "singular" not in str(later[-1])
    assert heads(3).derivation.step("minimum-loss").obstacle
