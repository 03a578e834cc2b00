"""Charges of products of blocks with terms that turn, and with terms that do not."""

from dataclasses import replace
from functools import cache

from symbolic_mesa import laws
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from tests.any_model import stating

HEADS = 'A = "a I"\nB = "b I"'
SEVERAL = (
    "sum(s = 1 .. t) B[i,j] x[s,j] (conj(x[s-1,k]) A[k,l] x[t,l]"
    " - 1/2 conj(x[s,k]) A[k,l] x[t,l]) / (t-1)"
)


@cache
def charged(prediction: str, weights: str) -> Derived:
    return stating.derived(stating.stated(weights, prediction), Setting(laws.gaussian(1)))


def judged(one: Derived, step: Step) -> dict[str, str]:
    return {check.kind: check.outcome for check in one.derivation.step(step.id).checked(()).checks}


def test_terms_of_one_product_that_turn_in_several_ways_are_judged_one_by_one() -> None:
    one = charged(SEVERAL, HEADS)
    step = one.derivation.step("charge")
    assert step.claim.parts == {("B", "A"): "several"}
    assert judged(one, step)["symbolic-zero"] == "passed"
    assert stating.outcomes(one, step) == stating.PASSED
    wrong = replace(step, claim=replace(step.claim, parts={("B", "A"): 1}))
    assert stating.outcomes(one, wrong) == stating.FAILED


def test_a_charge_that_depends_on_times_is_written_with_them() -> None:
    one = charged("sum(s = 1 .. t) B[i,j] x[s,j] / t", 'B = "b I"')
    step = one.derivation.step("charge")
    assert step.claim.parts == {("B",): "s - t - 1"}
    assert stating.outcomes(one, step) == stating.PASSED
