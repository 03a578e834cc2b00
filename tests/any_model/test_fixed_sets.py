"""Sets of fixed points for every d and T, and the places where they are others."""

from dataclasses import replace

import pytest

from derivations.any_model.keys import OnSet
from derivations.lookup import of_model
from symbolic_mesa import derive, laws, load_model
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from symbolic_mesa.witness.stated import measures
from tests.gallery import MODELS

GAUSSIAN = laws.gaussian(1)


def step_of(
    name: str, law: TokenLaw = GAUSSIAN, length: int | None = None, check: bool = False
) -> Step:
    found = derive(
        law, length=length, model=load_model(MODELS[name]), results=["fixed-point"], check=check
    )
    return found["fixed-point"].step


def places(step: Step) -> set[str]:
    return {key.where for key in step.claim.parts if isinstance(key, OnSet)}


def measured(name: str, step: Step, claim: Claim, place: int) -> Check:
    model = load_model(MODELS[name])
    (entry,) = of_model(model).values()
    measure = measures(model)[type(step.observable)]
    witness = Witness(entry, Setting(GAUSSIAN))
    return measure.check(measure.routes[place], step, claim, witness)


@pytest.mark.exhaustive
def test_the_places_where_two_lags_rest_on_other_sets() -> None:
    step = step_of("two-lags")
    assert places(step) == {"", "T = 4", "d = 1", "d = 1 and T = 4"}
    both = {str(k): str(v) for k, v in step.claim.parts.items() if k.where == "d = 1 and T = 4"}
    assert [key for key in both if key.endswith(("h", "L"))] == [
        "set 1, any a and g and b, at d = 1 and T = 4: h",
        "set 1, any a and g and b, at d = 1 and T = 4: L",
        "set 2, a point, at d = 1 and T = 4: h",
        "set 2, a point, at d = 1 and T = 4: L",
    ]


@pytest.mark.exhaustive
def test_tokens_with_one_coordinate_that_is_not_0_are_another_place() -> None:
    """For ±e_i, of which mixed moments are 0, the two lags differ from what they are in general."""
    assert "mu_4_2 = 0" in places(step_of("two-lags", laws.generic()))


@pytest.mark.parametrize("name", ["two-heads", "affine-kernel", "undivided-attention"])
def test_the_sets_of_others_are_those_of_every_size(name: str) -> None:
    assert places(step_of(name)) <= {""}


@pytest.mark.exhaustive
def test_sets_that_are_left_out_are_seen() -> None:
    """Planted: the special sizes of a claim, then one of its sets; the flow rests elsewhere too."""
    step = step_of("two-lags")
    parts = step.claim.parts
    general = {key: side for key, side in parts.items() if not key.where}
    fewer = {key: side for key, side in parts.items() if key.number != 4}
    assert measured("two-lags", step, step.claim, 1).outcome == "passed"
    assert measured("two-lags", step, replace(step.claim, parts=general), 1).outcome == "failed"
    assert measured("two-lags", step, replace(step.claim, parts=fewer), 1).outcome == "failed"


@pytest.mark.exhaustive
@pytest.mark.parametrize("length", [4, 50])
def test_the_sets_at_one_length_are_verified(length: int) -> None:
    step = step_of("two-lags", length=length, check=True)
    assert step.status == "verified"
    assert places(step) == {"", "d = 1"}
