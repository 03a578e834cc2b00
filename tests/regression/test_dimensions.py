"""Theorems about no initial token, asked for a d: each claim is that for every d, taken there."""

from dataclasses import replace

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive
from symbolic_mesa.witness.comparison import Witness
from tests.exhaustive import first

ABOUT_OTHER_DATA = [id for id, entry in REGISTRY.items() if entry.law is not None]
OTHERS = {"verified", "not-applicable"}


@pytest.mark.parametrize("theorem", first(sorted(ABOUT_OTHER_DATA, key="wishart".__ne__)))
@pytest.mark.parametrize("dim", first([3, 1, 2]))
def test_claims_at_a_dimension_are_verified(theorem: str, dim: int) -> None:
    found = derive(theorem=theorem, dim=dim)
    assert {id: one.status for id, one in found.items() if one.status not in OTHERS} == {}


def test_a_claim_of_another_dimension_is_not_taken_for_one() -> None:
    entry = REGISTRY["mahankali"]
    three, four = (replace(entry.settings[0], dim=dim) for dim in (3, 4))
    step, other = (entry.derive(setting).step("step-size") for setting in (three, four))
    witness = Witness(entry, three)
    assert {one.outcome for one in witness.checks(step)} == {"passed"}
    checks = witness.checks(step, other.claim)
    assert {one.outcome for one in checks} == {"failed"}
    assert all("taken at d = 3" in one.detail for one in checks)
