"""Which sets of fixed points are minima and which saddles, and the sizes at which that differs."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from derivations.lookup import of_model
from symbolic_mesa import derive, laws, load_model
from symbolic_mesa.record import Check, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from symbolic_mesa.witness.special_places import with_unmet
from symbolic_mesa.witness.stated import measures
from tests.exhaustive import first
from tests.gallery import MODELS

TWO_LAGS = {
    "set 1, any a and g": "minimum",
    "set 2, any a": "saddle",
    "set 3, any g": "saddle",
    "set 4, a point": "saddle",
    "set 1, any a and g, at d = 1": "minimum",
    "set 2, any g and b, at d = 1": "minimum",
    "set 3, any a, at d = 1": "saddle",
    "set 4, a point, at d = 1": "saddle",
    "set 1, any a and g, at T = 4": "minimum",
    "set 2, any a and h, at T = 4": "minimum",
    "set 3, any g, at T = 4": "saddle",
    "set 4, a point, at T = 4": "saddle",
    "set 1, any a and g and b, at d = 1 and T = 4": "minimum",
    "set 2, a point, at d = 1 and T = 4": "saddle",
}
KINDS = {
    "linear-attention": {"set 1, any a": "minimum", "set 2, a point": "saddle"},
    "affine-kernel": {"set 1, a point": "saddle"},
    "two-heads": {
        "set 1, any a and g": "minimum",
        "set 2, any a and h": "minimum",
        "set 3, any g": "saddle",
        "set 4, any h": "saddle",
    },
    "two-lags": TWO_LAGS,
}


def step_of(name: str, check: bool) -> Step:
    model = load_model(MODELS[name])
    return derive(laws.gaussian(1), model=model, results=["kinds"], check=check)["kinds"].step


def said(step: Step) -> Mapping[str, str]:
    return {str(key): kind for key, kind in step.claim.parts.items()}


@pytest.mark.parametrize("name", first(sorted(KINDS), 2))
def test_sets_are_of_the_kinds_that_the_page_says(name: str) -> None:
    assert said(step_of(name, check=False)) == KINDS[name]


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sorted(KINDS))
def test_kinds_are_verified_by_two_routes(name: str) -> None:
    step = step_of(name, check=True)
    assert step.status == "verified"
    kinds = [check.kind for check in step.checks if check.outcome == "passed"]
    assert kinds == ["exact-enumeration", "quadrature"]
    if name == "two-lags":
        assert all("(2,4)" in check.detail and "(1,6)" in check.detail for check in step.checks)


@pytest.mark.exhaustive
def test_a_place_of_moments_is_measured_by_a_law_that_is_there() -> None:
    """Planted: a kind where mixed moments are 0 is another, which no other law shows."""
    model, law = load_model(MODELS["two-lags"]), laws.generic()
    (entry,) = of_model(model).values()
    step = derive(law, model=model, results=["kinds"], check=False)["kinds"].step
    measure, witness = measures(model)[type(step.observable)], Witness(entry, Setting(law))
    parts = dict(step.claim.parts)
    place = next(key for key in parts if key.where == "mu_4_2 = 0")
    wrong = replace(step.claim, parts={**parts, place: "saddle"})
    assert parts[place] == "minimum"
    for route in measure.routes:
        assert measure.check(route, step, step.claim, witness).outcome == "passed"
        assert measure.check(route, step, wrong, witness).outcome == "failed"


@pytest.mark.exhaustive
def test_a_place_where_nothing_is_measured_is_named() -> None:
    step = step_of("two-lags", check=False)
    check = Check("quadrature", "passed", "at (2,6)", 0.0)
    found = with_unmet(check, step.claim, []).detail
    assert found == "at (2,6); not measured where d = 1, or T = 4, or d = 1 and T = 4"


@pytest.mark.exhaustive
def test_a_special_size_that_is_left_out_is_seen() -> None:
    """Planted: what holds in general is said of every size."""
    model, setting = load_model(MODELS["two-lags"]), Setting(laws.gaussian(1))
    (entry,) = of_model(model).values()
    witness = Witness(entry, setting)
    step = step_of("two-lags", check=False)
    measure = measures(model)[type(step.observable)]
    general = {key: kind for key, kind in step.claim.parts.items() if not key.place}
    wrong = replace(step.claim, parts=general)
    assert measure.check(measure.routes[0], step, wrong, witness).outcome == "failed"
    assert measure.check(measure.routes[0], step, step.claim, witness).outcome == "passed"
