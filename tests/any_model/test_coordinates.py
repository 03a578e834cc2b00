"""A number for each coordinate: ``diag(a)``, for a given d."""

import pytest

from derivations.coordinate_flow import ByCoordinate
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from tests.any_model import stating

DIAG = stating.stated('A = "diag(a)"\nB = "diag(b)"')
PAIR = stating.derived(DIAG, Setting(laws.gaussian(), dim=2))
MEASURED = (
    "loss",
    "gradient-A-diagonal",
    "gradient-A-off",
    "flow-a",
    "flow-b",
    "conserved",
    "hessian",
    "hessian-B-diagonal",
    "hessian-B-off",
)


@pytest.mark.parametrize("id", MEASURED)
def test_claims_by_coordinate_are_those_of_the_model(id: str) -> None:
    step = PAIR.derivation.step(id)
    assert stating.outcomes(PAIR, step) == stating.PASSED
    parts = step.claim.parts or {"": step.claim.value}
    key, side = next(iter(parts.items()))
    moved = Formula(side.element + side.algebra.symbol("a_1") ** 2, side.algebra)
    if step.claim.parts:
        wrong = stating.with_part(step, key, moved)
    else:
        wrong = stating.with_value(step, moved)
    assert stating.outcomes(PAIR, wrong) == stating.FAILED


def test_training_stays_on_it() -> None:
    step = PAIR.derivation.step("stays")
    assert step.claim.value is True
    assert stating.outcomes(PAIR, step) == stating.PASSED


def test_its_flow_is_that_of_the_papers_model() -> None:
    flow = ByCoordinate(PAIR.setting).velocities
    for name in ("a", "b"):
        for key, side in PAIR.derivation.step(f"flow-{name}").claim.parts.items():
            assert side.expr == flow[key].expr


def test_one_coordinate_has_the_fixed_point_of_one_scale() -> None:
    one = stating.derived(DIAG, Setting(laws.gaussian(1), dim=1))
    same = stating.derived(stating.stated('A = "a I"\nB = "b I"'), Setting(laws.gaussian(1), dim=1))
    for id in ("fixed-point", "minimum-loss"):
        step = one.derivation.step(id)
        assert stating.outcomes(one, step) == stating.PASSED
        assert step.claim.value.expr == same.derivation.step(id).claim.value.expr


@pytest.mark.parametrize(("dim", "said"), [(None, "give d, as --dim 2"), (5, "give d <= 4")])
def test_another_d_is_asked_for(dim: int | None, said: str) -> None:
    one = stating.derived(DIAG, Setting(laws.gaussian(), dim=dim))
    for id in ("loss", "flow-a", "stays", "hessian"):
        step = one.derivation.step(id)
        assert step.obstacle is not None
        assert str(step.obstacle.error) == f"a has a number for each coordinate; {said}"


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ('A = "diag(a)"\nB = "a I"', "(a number for each coordinate)"),
        ('A = "diag(a)"\nB = "a_1 I"', "(an entry of a diagonal)"),
    ],
)
def test_a_scale_has_one_meaning(weights: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said.replace("(", r"\(").replace(")", r"\)")):
        stating.stated(weights)
