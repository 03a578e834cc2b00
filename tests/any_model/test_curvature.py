"""Second derivatives of a stated model: each by two routes, and a wrong one is refused."""

from dataclasses import replace

import pytest

from derivations.any_model.keys import Pair
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from tests.any_model import stating

SETTING = Setting(laws.two_point("1/3"))
SCALED = stating.derived(stating.stated('A = "a I"\nB = "b I"'), SETTING)
BESIDE = f"{stating.HEAD} + C[i,j] x[t,j]"  # of another charge
STARTED = stating.derived(stating.stated('A = "a I"\nB = "b I"\nC = "0"', BESIDE), SETTING)
ENTRIES = [f"hessian-{block}-{kind}" for block in "AB" for kind in ("diagonal", "off")]


def test_every_pair_of_scales_has_a_second_derivative() -> None:
    step = SCALED.derivation.step("hessian")
    assert list(step.claim.parts) == [Pair("a", "a"), Pair("a", "b"), Pair("b", "b")]
    assert stating.outcomes(SCALED, step) == stating.PASSED


@pytest.mark.parametrize("key", [Pair("a", "a"), Pair("a", "b")], ids=str)
def test_a_wrong_second_derivative_in_scales_is_refused(key: Pair) -> None:
    step = SCALED.derivation.step("hessian")
    side = step.claim.parts[key]
    wrong = stating.with_part(step, key, Formula(2 * side.element, side.algebra))
    assert stating.outcomes(SCALED, wrong) == stating.FAILED
    assert [check.outcome for check in replace(wrong, checks=()).checked().checks] == ["failed"]


@pytest.mark.parametrize("id", ENTRIES)
def test_a_second_derivative_in_an_entry_is_that_of_the_model(id: str) -> None:
    refuses(SCALED, id)


@pytest.mark.parametrize("kind", ["diagonal", "off"])
def test_what_is_zero_without_a_gradient_may_have_curvature(kind: str) -> None:
    assert not STARTED.derivation.step(f"gradient-C-{kind}").claim.value.element
    assert STARTED.derivation.step(f"hessian-C-{kind}").claim.value.element
    refuses(STARTED, f"hessian-C-{kind}")


def refuses(one: Derived, id: str) -> None:
    """A claim is verified, and 1 more is refused."""
    step = one.derivation.step(id)
    assert stating.outcomes(one, step) == stating.PASSED
    side = step.claim.value
    wrong = stating.with_value(step, Formula(side.element + 1, side.algebra))
    assert stating.outcomes(one, wrong) == stating.FAILED


def test_there_is_no_entry_off_the_diagonal_in_one_dimension() -> None:
    one = stating.derived(SCALED.entry.problem, Setting(laws.gaussian(1), dim=1))
    assert one.derivation.step("hessian-A-off").status == "not-applicable"
    assert stating.outcomes(one, one.derivation.step("hessian")) == stating.PASSED
