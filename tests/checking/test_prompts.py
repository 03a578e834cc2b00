"""Claims about models on prompts beside their training, right ones and planted wrong ones."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import islice
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from numeric_check.words.weight_flow import flowed
from symbolic_mesa import derive
from symbolic_mesa.checking import prompts
from symbolic_mesa.checking.courses import PromptCourse
from symbolic_mesa.checking.prompts import checked_on_prompts
from symbolic_mesa.checking.simulation import Checked
from symbolic_mesa.cli.prompts import Prompts
from symbolic_mesa.cli.prompts import stated as stated_by
from symbolic_mesa.cli.starts import Starts
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.stating.files import load_model
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.samples import Samples
from symbolic_mesa.training.word_training import WordTraining
from tests.cli import ROOT
from tests.exhaustive import first

pytestmark = pytest.mark.xdist_group("prompts")  # what is trained once serves every test

SIGMA = {"sigma": "1/2"}
OF_MODEL = ("loss", "gradient-A", "normal-matrix", "minimiser")
OF_LAYER = ("full-loss", "blocks-stay", "loss", "gradient-A", "gamma", "minimum-loss", "flow-u")
OF_LAYER += ("flow-U", "conserved", "stationary-minima")


def of_model() -> WordTraining:
    model = load_model(ROOT / "docs" / "regression.toml")
    given = Prompts(model, "diag(2)", SIGMA, None, "2")
    return given.training(None, Starts(None, None, None, 1), Fraction(1), 0)


def of_theorem(theorem: str, covariance: str | None = None, start: str = "") -> WordTraining:
    model = stated_by(theorem, None)
    assert model is not None
    scalars = {} if theorem == "ahn-layers" else SIGMA
    given = Prompts(model, covariance, scalars, None if covariance else "1", "2")
    starts = Starts(start or given.default_start, None, None, 1)
    return given.training(None, starts, Fraction(1), 0)


@cache
def model() -> Checked:
    return checked_on_prompts(of_model(), None)


@cache
def layer() -> Checked:
    training = of_theorem("zhang-frei-bartlett", "diag(2)")
    return checked_on_prompts(training, None, OF_LAYER, "zhang-frei-bartlett")


def course(done: Checked) -> PromptCourse:
    assert isinstance(done.simulation, PromptCourse)
    return done.simulation


@pytest.mark.exhaustive
def test_every_claim_about_a_model_in_words_is_held_against_its_training() -> None:
    done = model()
    assert done.agrees is True
    assert [row.step.id for row in done.rows] == list(OF_MODEL)
    assert all(row.numbers for row in done.rows)
    assert (course(done).exact, course(done).at_rest) == (True, True)


@pytest.mark.exhaustive
def test_every_claim_about_the_training_of_a_layer_is() -> None:
    done = layer()
    assert done.agrees is True
    assert [row.step.id for row in done.rows] == list(OF_LAYER)
    assert all(row.numbers and row.agrees for row in done.rows)
    least = next(row for row in done.rows if row.step.id == "minimum-loss")
    assert least.numbers[0].predicted == pytest.approx(course(done).loss, rel=1e-12)


def planted(
    done: Checked, id: str, training: WordTraining, theorem: str | None, patch: pytest.MonkeyPatch
) -> Checked:
    """Return wrong claims in the place of one, beside the training."""
    step = next(row.step for row in done.rows if row.step.id == id)
    wrong = [replace(step, claim=one.claim, checks=()) for one in islice(mutants(step.claim), 4)]
    assert wrong
    steps = {str(k): SimpleNamespace(step=one) for k, one in enumerate(wrong)}

    def given(*arguments: Any, **more: Any) -> Mapping[str, Any]:  # passed on as they come
        return steps if arguments else derive(*arguments, **more)

    patch.setattr(prompts, "derive", given)
    return checked_on_prompts(training, None, (), theorem)


@pytest.mark.parametrize("id", first(OF_MODEL, 2))
def test_a_planted_claim_about_a_model_differs(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = planted(model(), id, of_model(), None, monkeypatch)
    assert [row.agrees for row in wrong.rows] == [False] * len(wrong.rows)


@pytest.mark.parametrize("id", first(sorted({*OF_LAYER} - {"blocks-stay"}), 0))
def test_a_planted_claim_about_a_layer_differs(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    training = of_theorem("zhang-frei-bartlett", "diag(2)")
    wrong = planted(layer(), id, training, "zhang-frei-bartlett", monkeypatch)
    assert [row.agrees for row in wrong.rows] == [False] * len(wrong.rows)


@pytest.mark.exhaustive
def test_random_prompts_have_standard_errors_and_convict_a_planted_loss(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = checked_on_prompts(of_model(), Samples(4_000, 1), ("loss", "minimiser"))
    assert done.agrees is True
    assert course(done).exact is False
    loss = done.rows[0]
    assert all(one.found.error > 0 for one in loss.numbers)
    twice = replace(loss.step.claim.value, element=2 * loss.step.claim.value.element)
    step = replace(loss.step, claim=replace(loss.step.claim, value=twice), checks=())
    given = {"loss": SimpleNamespace(step=step)}
    monkeypatch.setattr(prompts, "derive", lambda *some, **more: given if some else derive(**more))
    assert checked_on_prompts(of_model(), Samples(4_000, 1), ()).agrees is False


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("theorem", "ids"),
    [
        ("zhang-singh-merged", ("flow-u", "flow-U", "stationary-minima", "conserved")),
        ("mahankali", ("loss", "step-size", "minimum-loss")),
        ("ahn-layers", ("loss-2", "minimum-loss-2")),
    ],
)
def test_other_layers_end_where_they_are_derived_to(theorem: str, ids: tuple[str, ...]) -> None:
    done = checked_on_prompts(of_theorem(theorem), None, ids, theorem)
    assert done.agrees is True
    assert all(row.numbers for row in done.rows)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(InvalidInput, match="nothing moves there"):
        checked_on_prompts(of_theorem("zhang-frei-bartlett", "diag(2)", "0,0"), None, ("loss",))
    with pytest.raises(InvalidInput, match="covariance I"):
        checked_on_prompts(of_theorem("mahankali", "diag(2)"), None, None, "mahankali")
    with pytest.raises(InvalidInput, match="too few for a standard error"):
        checked_on_prompts(of_model(), Samples(9, 1))
    large = Prompts(of_model().problem, None, SIGMA, "3", "9")
    with pytest.raises(InvalidInput, match="give --samples M"):
        checked_on_prompts(large.training(None, Starts(None, None, None, 1), Fraction(1), 0), None)


def test_a_flow_ends_where_its_slopes_are_0() -> None:
    end = {"A": np.array([[1.0, -2.0], [0.5, 3.0]]), "b": np.array([[4.0]])}

    def slopes(at: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"A": 3 * (at["A"] - end["A"]), "b": at["b"] - end["b"]}

    start = {"A": np.zeros((2, 2)), "b": np.ones((1, 1))}
    found = flowed(slopes, start)
    assert found.at_rest
    assert all(found.end[name] == pytest.approx(end[name], rel=1e-9) for name in end)
    assert not flowed(lambda at: {"b": np.ones((1, 1))}, {"b": start["b"]}).at_rest
    with pytest.raises(ArithmeticError, match="nothing moves"):
        flowed(slopes, end)
