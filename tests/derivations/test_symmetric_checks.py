"""Checks of where training ends: wrong ends fail, long sequences and nearly flat ones do not."""

from dataclasses import replace

import pytest

from derivations import REGISTRY, coordinate_flow
from derivations.symmetric.theorem import derive
from symbolic_mesa import laws
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.comparison import Witness

LIMIT, COMPARISON = "symmetric-fixed-point", "masked-comparison"


@pytest.mark.parametrize("length", [1003, 10**9])
@pytest.mark.parametrize("id", [LIMIT, COMPARISON])
def test_long_sequences_are_at_rest_to_all_digits(id: str, length: int) -> None:
    setting = Setting(laws.full_one(1), 2, length)
    step = derive(setting).step(id)
    assert step.checked().status == "consistent"
    checks = Witness(REGISTRY["symmetric-manifold"], setting).checks(step)
    assert step.checked(checks).status == "verified"


def test_a_wrong_balance_fails_a_check() -> None:
    setting = Setting(laws.full_one())
    step = derive(setting).step(LIMIT)
    balance = step.claim.parts["balance"]
    wrong = replace(balance, element=balance.element + 1)
    claim = replace(step.claim, parts={**step.claim.parts, "balance": wrong})
    found = [obligation(claim) for obligation in step.obligations]
    found += Witness(REGISTRY["symmetric-manifold"], setting).checks(step, claim)
    assert "failed" in {check.outcome for check in found}


@pytest.mark.exhaustive
@pytest.mark.parametrize("length", [3, 7])
def test_a_nearly_flat_direction_is_no_failure(length: int) -> None:
    setting = Setting(laws.two_point("1/3000", 1), 2, length)
    step = derive(setting).step(LIMIT)
    found = Witness(REGISTRY["symmetric-manifold"], setting).checks(step)
    assert "failed" not in {check.outcome for check in found}


@pytest.mark.parametrize("sign", [0, -1])
def test_another_fixed_point_is_refused_where_the_full_model_is_too_large(sign: int) -> None:
    setting = Setting(laws.full_one(1), 5, 100)
    step = derive(setting).step(LIMIT)
    texts = {
        n: "0" if not sign else t[1:] if t[0] == "-" else f"-{t}" for n, t in step.claim.value.texts
    }
    claim = replace(step.claim, value=Decimals(tuple(texts.items())))
    checked = replace(step, claim=claim).checked(
        Witness(REGISTRY["symmetric-manifold"], setting).checks(step, claim)
    )
    assert checked.status != "verified"


def test_a_symbol_of_the_law_is_no_scale() -> None:
    given = {"m1": 0, "m2": 1, "m3": 0, "m4": "a_1", "m5": 0, "m6": 15}
    try:
        setting = Setting(laws.moments(given), 2, 4)
        step = coordinate_flow.derive(setting).step("coordinate-flow")
    except MesaError:
        return
    assert (
        step.checked(Witness(REGISTRY["coordinate-flow"], setting).checks(step)).status
        == "verified"
    )


def test_tokens_beyond_doubles_are_refused_in_words() -> None:
    step = derive(Setting(laws.full_one(10**60), 2, 4)).step(LIMIT)
    assert step.checked().status in ("verified", "not-applicable")


def test_a_masked_product_of_zero_fails() -> None:
    setting = Setting(laws.full_one(1), 2, 4)
    step = derive(setting).step(COMPARISON)
    texts = tuple((n, "0" if n == "masked-product" else t) for n, t in step.claim.value.texts)
    claim = replace(step.claim, value=Decimals(texts))
    found = [obligation(claim) for obligation in step.obligations]
    found += Witness(REGISTRY["symmetric-manifold"], setting).checks(step, claim)
    assert {check.outcome for check in found} == {"failed"}
