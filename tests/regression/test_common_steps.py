"""Layers that all take one step: the best, what it leaves, and what wrong ones are caught by."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from derivations import REGISTRY
from derivations.regression.keys import AtPrompts
from numeric_check.sampling.prompts import layers_loss
from numeric_check.words.common_steps import derivative, least
from symbolic_mesa import Results, derive
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.regression import WHITENED_PROMPTS
from symbolic_mesa.record import Claim, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from symbolic_mesa.witness.measures.common_steps import MEASURES
from tests.exhaustive import first

FALSE_ALARM = 5  # standard errors: one in a million


@pytest.fixture(scope="module")
def layers() -> Results:
    return derive(theorem="ahn-layers", check=False)


def at(layers: Results, id: str, **numbers: int | Fraction) -> float:
    """Return the value of a formula for every d and N."""
    formula = layers[id].formula
    assert formula is not None
    return float(formula.at({name: Fraction(value) for name, value in numbers.items()}))


def digits(layers: Results, depth: int) -> dict[AtPrompts, str]:
    """Return the digits that are stated."""
    return dict(layers[f"common-digits-{depth}"].step.claim.value.texts)


def outcomes(step: Step, claim: Claim) -> Iterator[str]:
    """Yield what every route says of a claim in the place of a step's own."""
    measure = MEASURES[type(step.observable)]
    for route in measure.routes:
        yield measure.check(route, step, claim, None).outcome  # type: ignore[arg-type]  # no law is asked


def test_one_layer_is_the_best_of_one_layer(layers: Results) -> None:
    (first_sum,) = layers["polynomial-1"].step.claim.parts.values()
    assert str(layers["common-step-1"].step.claim.value.expr) == str(first_sum.expr)
    assert str(layers["common-loss-1"].expr) == str(layers["minimum-loss-1"].expr)


def test_losses_of_two_and_three_layers_with_four_samples_of_two_dimensions(
    layers: Results,
) -> None:
    found = [float(digits(layers, depth)[AtPrompts("L", 2, 4)]) for depth in (2, 3)]
    assert found == pytest.approx([0.3062082987, 0.2518221667], abs=1e-10)


@pytest.mark.parametrize("depth", [2, 3])
def test_digits_are_where_the_derivative_is_0_between_the_losses_of_one_layer_and_the_best(
    layers: Results, depth: int
) -> None:
    for key, text in digits(layers, depth).items():
        if key.name == "L":
            continue
        sizes, step = {"N": key.samples, "d": key.dim}, Fraction(text)
        loss = at(layers, f"common-loss-{depth}", **sizes, a=step)
        assert abs(at(layers, f"common-step-{depth}", **sizes, a=step)) < 1e-15
        assert loss == pytest.approx(float(digits(layers, depth)[replace(key, name="L")]))
        one, best = (at(layers, f"minimum-loss-{k}", **sizes) for k in (1, depth))
        assert best < loss < one


@pytest.mark.parametrize("depth", first((2, 3), 2))
def test_layers_with_that_step_have_that_loss_on_random_prompts(
    layers: Results, depth: int
) -> None:
    step, loss = (float(digits(layers, depth)[AtPrompts(name, 2, 4)]) for name in ("a", "L"))
    found = layers_loss([step] * depth, 2, 4, 100_000, 7)
    assert abs(found.value - loss) < FALSE_ALARM * found.error
    best = at(layers, f"minimum-loss-{depth}", N=4, d=2)
    assert abs(found.value - best) > FALSE_ALARM * found.error


@pytest.mark.parametrize("kind", ["common-step", "common-loss"])
@pytest.mark.parametrize("depth", first((1, 2, 3), 2))
def test_a_formula_that_is_off_is_caught_by_each_check(
    layers: Results, kind: str, depth: int
) -> None:
    step = layers[f"{kind}-{depth}"].step
    form = step.claim.value
    off = Formula(form.element + form.algebra.number(Fraction(1, 1000)), form.algebra)
    wrong = replace(step.claim, value=off)
    assert {*outcomes(step, step.claim)} == {"passed"}
    assert {*outcomes(step, wrong)} == {"failed"}
    assert [check(step.claim).outcome for check in step.obligations] == ["passed"]
    assert [check(wrong).outcome for check in step.obligations] == ["failed"]


@pytest.mark.parametrize("depth", [2, 3])
def test_a_digit_that_is_off_is_caught(layers: Results, depth: int) -> None:
    step = layers[f"common-digits-{depth}"].step
    assert {*outcomes(step, step.claim)} == {"passed"}
    for k, (key, text) in enumerate(step.claim.value.texts):
        for change, caught in (("9e-10", {"failed"}), ("2e-18", {"passed", "failed"})):
            texts: list[Any] = list(step.claim.value.texts)
            texts[k] = key, str(Decimal(text) + Decimal(change))
            wrong = replace(step.claim, value=replace(step.claim.value, texts=tuple(texts)))
            assert {*outcomes(step, wrong)} == caught, (key, change)


def test_digits_at_a_given_dimension_are_those_of_it() -> None:
    two = derive(WHITENED_PROMPTS, dim=2, theorem="ahn-layers", results=["common-digits-2"])
    (found,) = two.values()
    assert found.status == "verified"
    assert {key.dim for key, _ in found.step.claim.value.texts} == {2}
    other = derive(WHITENED_PROMPTS, dim=3, theorem="ahn-layers", results=["common-digits-2"])
    (found,) = other.values()
    assert found.status == "not-applicable"


def test_other_digits_at_a_given_dimension_are_caught() -> None:
    setting = Setting(WHITENED_PROMPTS, 2)
    witness = Witness(REGISTRY["ahn-layers"], setting)
    step = witness.general(setting).step("common-digits-2")
    (key, text), *others = step.claim.value.texts
    for texts in (((key, text[:-1] + "5"), *others), (*others,), ((key, text), *others)):
        claim = replace(step.claim, value=replace(step.claim.value, texts=texts))
        right = texts == step.claim.value.texts
        found = {check.outcome for check in witness.checks(step, claim)}
        assert found == {"passed" if right else "failed"}


def test_the_least_of_a_power_in_doubles() -> None:
    def loss(step: float) -> float:
        return (1 - 2 * step) ** 4 + (1 - step) ** 4

    place = least(loss, 2)
    assert -8 * (1 - 2 * place) ** 3 - 4 * (1 - place) ** 3 == pytest.approx(0, abs=1e-12)
    assert derivative(loss, 2, 0.0) == pytest.approx(-12)
