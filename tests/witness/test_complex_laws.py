"""Claims about complex tokens are held against the full model, by both routes."""

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from tests.exhaustive import first

FINE = ("verified", "coordinates-differ", "not-applicable", "missing-moment")
COUPLED = {
    "1|1": 1, "2|2": 2, "3|3": 6, "1|0": 0, "2|1": 0, "3|2": 0, "2|0": "1/2", "3|1": 0,
    "4|2": "1/3", "1|2,1|0": "1/5", "1|1,1|1": 1, "2|2,1|1": 3, "1|0,2|3": "1/7",
    "2|1,1|2": "1/9", "1|1,1|2,1|0": 0, "1|1,1|1,1|1": 2,
}  # fmt: skip
EACH = [
    laws.complex_gaussian(1, 0),
    laws.joint([((1, "1+i"), "1/3"), (("1/sqrt(2)", "-2*i"), "2/3")]),
    laws.moments(COUPLED),
    laws.complex_gaussian(),
    laws.phases(),
    laws.joint([((1, "i"), "1/2"), (("i", 1), "1/2")]),
    laws.moments("1|1=1,2|2=2,3|3=q"),
    laws.joint([(("i",), "1/2"), ((2,), "1/2")]),
]


@pytest.mark.parametrize("law", first([*EACH[7:], *EACH[:7]]))
def test_the_nine_results_are_verified(law: TokenLaw) -> None:
    found = derive(law)
    assert [(id, one.status) for id, one in found.items() if one.status not in FINE] == []
    kinds = {check.kind for check in found["loss"].checks if check.outcome == "passed"}
    assert kinds >= {"exact-enumeration", "quadrature"}


@pytest.mark.exhaustive
@pytest.mark.parametrize("law", EACH)
def test_every_result_is_verified(law: TokenLaw) -> None:
    every = [id for entry in REGISTRY.values() if entry.law is None for id in entry.results]
    found = derive(law, results=[*dict.fromkeys(every)])
    assert [(id, one.status) for id, one in found.items() if one.status not in FINE] == []


@pytest.mark.parametrize(
    ("step", "right", "wrong"),
    [
        ("gradient-KQ32-off", COUPLED, {**COUPLED, "1|2,1|0": "1/6"}),
        ("gradient-KQ32-off", COUPLED, {**COUPLED, "1|2,1|0": "-1/5"}),
        ("gradient-PV12-off", COUPLED, {**COUPLED, "2|1,1|2": "1/8"}),
        ("gradient-KQ32-diagonal", COUPLED, {**COUPLED, "2|2,1|1": 2}),
    ],
)
def test_another_moment_is_found_out(
    step: str, right: dict[str, object], wrong: dict[str, object]
) -> None:
    theorem = REGISTRY["theorem-4.1-sharp"]
    witness = Witness(theorem, Setting(laws.moments(right)))
    own = theorem.derive(witness.setting).step(step)
    other = theorem.derive(Setting(laws.moments(wrong))).step(step)
    assert {one.outcome for one in witness.checks(own)} == {"passed"}
    assert {one.outcome for one in witness.checks(own, other.claim)} == {"failed"}


def test_a_coordinate_that_is_turned_is_found_out() -> None:
    """Its modulus is the same, and Re x_1 x̄_2 is not."""
    theorem = REGISTRY["theorem-4.1-sharp"]
    law = laws.joint([((1, "1+2*i"), "1/3"), (("1/sqrt(2)", "-2*i"), "2/3")])
    turned = laws.joint([((1, "2+i"), "1/3"), (("1/sqrt(2)", "-2*i"), "2/3")])
    witness = Witness(theorem, Setting(law))
    own = theorem.derive(witness.setting).step("gradient-KQ32-off")
    other = theorem.derive(Setting(turned)).step("gradient-KQ32-off")
    assert {one.outcome for one in witness.checks(own, other.claim)} == {"failed"}
