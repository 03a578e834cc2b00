"""Fixed points of one scale that have no rational form: their digits, and which are minima."""

from dataclasses import replace
from fractions import Fraction

import pytest

from derivations.any_model.keys import AtPoint, Kind
from numeric_check.real_roots import count_real_roots
from symbolic_mesa import derive, laws
from symbolic_mesa.export import json, latex, markdown
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.record import Step
from symbolic_mesa.setting import Setting
from tests.any_model import stating

TIED = stating.stated('A = "a I"', stating.HEAD.replace("B[", "A["))  # L in a^2 and a^4
CUBIC = stating.stated('A = "a I"', f"{stating.HEAD.replace('B[', 'A[')} + A[i,j] x[t,j]")
SETTING = Setting(laws.gaussian(1), 2, 5)


@pytest.mark.parametrize("problem", [TIED, CUBIC], ids=["even", "not even"])
def test_points_are_those_of_the_model(problem: object) -> None:
    one = stating.derived(problem, SETTING)
    assert stating.outcomes(one, one.derivation.step("fixed-point")) == stating.PASSED


def test_two_minima_lie_about_a_maximum() -> None:
    """L = (101 a^4 - 36 a^2 + 6)/2, so that a^2 is 18/101 where L is least."""
    step = stating.derived(TIED, SETTING).derivation.step("fixed-point")
    found = {(key.number, key.name): (key.kind, text) for key, text in step.claim.value.texts}
    kinds = [found[number, "a"][0] for number in (1, 2, 3)]
    assert kinds == [Kind.MINIMUM, Kind.MAXIMUM, Kind.MINIMUM]
    assert found[2, "a"][1] == "0"
    assert abs(Fraction(found[3, "a"][1]) ** 2 - Fraction(18, 101)) < Fraction(1, 10**29)
    assert abs(Fraction(found[3, "L"][1]) - Fraction(141, 101)) < Fraction(1, 10**28)


def changed(step: Step, key: AtPoint, new: AtPoint, text: str) -> Step:
    """The claim with another number, or another kind, in one place."""
    texts = tuple((new, text) if k == key else (k, t) for k, t in step.claim.value.texts)
    return stating.with_value(step, Decimals(texts))


@pytest.mark.parametrize(
    ("name", "digits", "refusing"),
    [
        ("a", "0.422158526838175113771413748", ["exact-enumeration"]),
        ("a", "0.42", [*stating.ROUTES]),
        ("L", "1.39603960396039603960396", ["exact-enumeration"]),
        ("L", "1.4", [*stating.ROUTES]),
    ],
)
def test_a_wrong_digit_is_refused(name: str, digits: str, refusing: list[str]) -> None:
    one = stating.derived(TIED, SETTING)
    key = AtPoint(3, Kind.MINIMUM, name)
    wrong = changed(one.derivation.step("fixed-point"), key, key, digits)
    found = stating.outcomes(one, wrong)
    assert [kind for kind, outcome in found.items() if outcome == "failed"] == refusing


def test_a_wrong_kind_is_refused() -> None:
    one = stating.derived(TIED, SETTING)
    step = one.derivation.step("fixed-point")
    texts = tuple((replace(k, kind=Kind.MINIMUM), text) for k, text in step.claim.value.texts)
    wrong = stating.with_value(step, Decimals(texts))
    assert stating.outcomes(one, wrong)["exact-enumeration"] == "failed"


def test_a_point_that_is_left_out_is_missed() -> None:
    one = stating.derived(TIED, SETTING)
    step = one.derivation.step("fixed-point")
    wrong = stating.with_value(step, Decimals(step.claim.value.texts[:-2]))
    assert stating.outcomes(one, wrong)["exact-enumeration"] == "failed"


@pytest.mark.parametrize(
    ("coefficients", "roots"),
    [((1, 0, 1), 0), ((0, 1), 1), ((1, -2, 1), 1), ((0, 0, -2, 1), 2), ((6, -5, -2, 1), 3)],
)
def test_real_roots_are_counted_once(coefficients: tuple[int, ...], roots: int) -> None:
    assert count_real_roots([Fraction(c) for c in coefficients]) == roots


def test_without_numbers_they_are_asked_for() -> None:
    obstacle = stating.derived(TIED, Setting(laws.gaussian())).derivation.step("fixed-point")
    assert "with numbers for d, T and the law they have digits" in str(obstacle.obstacle.error)


def test_they_are_written_in_every_format() -> None:
    results = derive(laws.gaussian(1), 2, 5, ["fixed-point"], model=TIED)
    assert results["fixed-point"].status == "verified"
    for text in (json.dumps(results), latex.dumps(results), markdown.dumps(results)):
        assert "0.42215852" in text
