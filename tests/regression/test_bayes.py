"""The predictor by the mean of the task: its loss, and what a wrong one would be caught by."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from derivations.regression.keys import MinorsOf, Samples
from numeric_check.sampling.prompts import posterior_loss
from numeric_check.words.posteriors import ExactPrompt
from symbolic_mesa import Results, derive
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.record import Step
from symbolic_mesa.witness.measures.posteriors import MEASURES

FALSE_ALARM = 5  # standard errors: one in a million


@pytest.fixture(scope="module")
def layers() -> Results:
    return derive(theorem="ahn-layers", check=False)


def outcomes(step: Step, parts: Mapping[Any, Any]) -> set[str]:
    """Return what every route and every check of a step say of other parts."""
    claim, measure = replace(step.claim, parts=parts), MEASURES[type(step.observable)]
    routes = (measure.check(route, step, claim, None) for route in measure.routes)  # type: ignore[arg-type]  # no law is asked
    own = (obligation(claim) for obligation in step.obligations)
    return {check.outcome for check in (*routes, *own)}


def more(form: Formula, number: int) -> Formula:
    """Return a formula and half a number."""
    half = form.algebra.number(Fraction(number, 2))
    return Formula(form.element + half, form.algebra)


@pytest.mark.parametrize(
    ("samples", "dim", "expected"),
    [
        (1, 3, {"N <= d": 1.0}),
        (2, 5, {"N <= d": 1.5}),
        (4, 2, {"N >= d": 0.0}),
        (3, 3, {"N <= d": 0.0, "N >= d": 0.0}),
    ],
)
def test_the_loss_is_that_of_the_case_which_holds(
    layers: Results, samples: int, dim: int, expected: dict[str, float]
) -> None:
    assert layers["bayes-loss"](N=samples, d=dim) == expected


def test_what_is_stated_is_what_random_prompts_leave_and_one_dimension_more_is_not() -> None:
    found = posterior_loss(5, 2, 20_000, 11)
    assert abs(found.value - (5 - 2) / 2) < FALSE_ALARM * found.error
    assert abs(found.value - (5 - 2 + 1) / 2) > FALSE_ALARM * found.error
    assert posterior_loss(2, 4, 100, 11).value < 1e-20


@pytest.mark.parametrize("case", Samples)
@pytest.mark.parametrize("wrong", [1, -1])
def test_one_dimension_more_or_less_is_caught_by_each_check(
    layers: Results, case: Samples, wrong: int
) -> None:
    step = layers["bayes-loss"].step
    parts = step.claim.parts
    assert outcomes(step, parts) == {"passed"}
    assert outcomes(step, {**parts, case: more(parts[case], wrong)}) == {"failed"}


@pytest.mark.parametrize("case", Samples)
def test_another_mean_of_the_task_is_caught_by_each_check(layers: Results, case: Samples) -> None:
    step = layers["posterior-mean"].step
    parts = step.claim.parts
    assert outcomes(step, parts) == {"passed"}
    ((word, form),) = parts[case]
    for wrong in (((word, more(form, 1)),), ((word[1:], form),)):
        assert outcomes(step, {**parts, case: MatrixSum(wrong)}) == {"failed"}


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_another_mean_of_minors_is_caught_by_each_check(layers: Results, rows: int) -> None:
    step, key = layers["minors"].step, MinorsOf(rows)
    parts = step.claim.parts
    assert outcomes(step, parts) == {"passed"}
    assert outcomes(step, {**parts, key: more(parts[key], 1)}) == {"failed"}


def test_minors_vanish_exactly_beyond_the_lesser_of_samples_and_dimensions(layers: Results) -> None:
    for key, side in layers["minors"].step.claim.parts.items():
        for samples in range(1, 5):
            for dim in range(1, 5):
                positive = side.at({"N": samples, "d": dim}) > 0
                assert positive == (key.rows <= min(samples, dim))


def test_tokens_that_are_not_independent_tell_less() -> None:
    prompt = ExactPrompt(3, 2, 1)
    assert prompt.loss == Fraction(1, 2)
    prompt.__dict__["tokens"] = tuple((row[0], 2 * row[0]) for row in prompt.tokens)
    for name in ("mean", "loss"):
        prompt.__dict__.pop(name, None)
    assert prompt.loss == 1


@pytest.mark.parametrize("dim", [2, 5])
def test_no_layers_go_below_it(layers: Results, dim: int) -> None:
    of_case = layers["bayes-loss"].step.claim.parts
    for samples in (1, 2, 3, 8):
        sizes = {"N": Fraction(samples), "d": Fraction(dim)}
        forms = (layers[f"minimum-loss-{depth}"].formula for depth in (1, 2, 3))
        least = [form.at(sizes) for form in forms if form]
        assert len(least) == 3
        assert least == sorted(least, reverse=True)
        floors = {side.at(sizes) for case, side in of_case.items() if case.holds(sizes)}
        assert floors == {Fraction(max(dim - samples, 0), 2)}
        assert least[-1] > max(floors)
