"""Weights of every shape: derived, checked, evaluated at arrays, trained, held beside training."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from derivations.lookup import of_model
from symbolic_mesa import InvalidInput, derive
from symbolic_mesa.checking.prompts import checked_on_prompts
from symbolic_mesa.cli.prompts import Prompts
from symbolic_mesa.cli.starts import Starts
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.stating.files import read_model
from symbolic_mesa.training.running import trained
from tests.exhaustive import first
from tests.in_words import with_weights

SIZES = {"d": 2, "N": 3, "m": 4, "r": 2, "1": 1}
LAMBDA = np.array([[2.0, 0.5], [0.5, 1.0]])
SIGMA = 0.5


def model(prediction: str, target: str, weight: str, given: str = "") -> str:
    """Return a model with another target, a weight and a matrix that is given."""
    text = with_weights(prediction, weight).replace('target = "w\' q"', f'target = "{target}"')
    return text.replace("[random]", f"{given}\n\n[random]")


RESTING = {  # what is predicted is odd in what is drawn, so that the least loss is at 0
    "N x d": ("w' X A q", 'A = "matrix N x d"'),
    "d x N": ("q' A X' w", 'A = "matrix d x N"'),
    "d x 1": ("y X' q A' q / N", 'A = "matrix d x 1"'),
    "N x d, no task": ("ones X A q / N", 'A = "matrix N x d"'),
    "N x 1": ("y A", 'A = "matrix N x 1"'),
    "1 x N": ("A X' q", 'A = "matrix 1 x N"'),
}
MOVING = {  # and here it is at another matrix
    "N x d": ("y A q", "y B q + w' q", 'A = "matrix N x d"', 'B = "N x d"'),
    "d x 1": ("A' q", "w' q + B' q", 'A = "matrix d x 1"', 'B = "d x 1"'),
    "1 x d": ("A q", "w' q + B' q", 'A = "matrix 1 x d"', 'B = "d x 1"'),
    "m x d": ("A q", "B q", 'A = "matrix m x d"', 'B = "m x d"'),
    "d x N": ("q' A X' w", "q' B X' w", 'A = "matrix d x N"', 'B = "d x N"'),
    "d x r": ("w' A B q", "w' q", 'A = "matrix d x r"', 'B = "r x d"'),
    "r x d": ("w' B' A q", "w' q", 'A = "matrix r x d"', 'B = "r x d"'),
}


@pytest.mark.parametrize("shape", first(RESTING))
def test_where_the_least_loss_is_at_zero(shape: str) -> None:
    prediction, weight = RESTING[shape]
    found = derive(model=read_model(with_weights(prediction, weight)))
    assert {(one.status, one.trust) for one in found.values()} == {("verified", "exact")}
    assert found["minimiser"].step.claim.value.terms == ()
    rows, columns = (SIZES[space] for space in shape.split(",")[0].split(" x "))
    given = {"Lambda": LAMBDA, "N": 3, "sigma": SIGMA}
    least = found["minimiser"](**given)
    assert least.shape == (rows, columns)
    assert not np.any(least)
    with pytest.raises(InvalidInput, match="is meant; give"):
        found["gradient-A"](A=np.ones((rows + 1, columns)), **given)


@pytest.mark.parametrize("shape", first(MOVING))
def test_where_it_is_not(shape: str) -> None:
    prediction, target, weight, given = MOVING[shape]
    found = derive(model=read_model(model(prediction, target, weight, given)))
    assert {(one.status, one.trust) for one in found.values()} == {("verified", "exact")}
    draw = np.random.default_rng(1)
    rows, columns = (SIZES[space] for space in shape.split(" x "))
    size = given.split('"')[1].split(" x ")
    matrices = {"B": draw.normal(size=[SIZES[space] for space in size]), "Lambda": LAMBDA}
    numbers = {"N": 3, "sigma": SIGMA}
    best = found["minimiser"](**matrices, **numbers)
    assert best.shape == (rows, columns)
    slopes = found["gradient-A"](A=best, **matrices, **numbers)
    np.testing.assert_allclose(slopes, 0, atol=1e-12)
    loss = found["loss"](A=best, **matrices, **numbers)
    for place in np.ndindex(rows, columns):
        moved = best.copy()
        moved[place] += 0.1
        assert found["loss"](A=moved, **matrices, **numbers) > loss


@pytest.mark.parametrize("shape", first(RESTING))
def test_a_weight_that_is_not_square_is_trained_and_held_beside_it(shape: str) -> None:
    prediction, weight = RESTING[shape]
    given = Prompts(read_model(with_weights(prediction, weight)), "2,1/2;1/2,1",
                    {"sigma": "1/2"}, None, "2")  # fmt: skip
    training = given.training(None, Starts(None, None, None, 1), Fraction(1, 100), 3)
    start = training.shapes.gaussian(Fraction(1, 3), 2)
    run = trained(replace(training, start=start))
    assert run.loss[-1] < run.loss[0]
    done = checked_on_prompts(replace(training, epochs=0), None)
    assert done.agrees is True
    assert done.simulation.at_rest
    assert all(row.numbers for row in done.rows)  # the minimiser is compared with the end


def test_a_size_that_no_array_shows_is_asked_for() -> None:
    prediction, weight = RESTING["N x d"]
    found = derive(model=read_model(with_weights(prediction, weight)), check=False)
    with pytest.raises(InvalidInput, match="N has no value; give it a number"):
        found["minimiser"](Lambda=LAMBDA, sigma=SIGMA)


@pytest.mark.parametrize(
    "terms",
    [(("A",),), (("onesN", "onesd'"),), ((),), (("Lambda",),)],
)
def test_a_planted_minimiser_is_caught(terms: tuple[tuple[str, ...], ...]) -> None:
    (entry,) = of_model(read_model(with_weights(*RESTING["N x d, no task"]))).values()
    right = Derived(entry, entry.settings[0])
    step = right.derivation.step("minimiser")
    one = right.derivation.step("loss").claim.value
    planted = MatrixSum(tuple((word, one) for word in terms), "N", "d")
    checks = right.witness.checks(step, replace(step.claim, value=planted))
    assert [check.outcome for check in checks] == ["failed", "failed"]


def test_an_identity_between_samples_is_no_matrix_of_the_covariance() -> None:
    """Γ is tr(Λ) I there, with N rows."""
    text = with_weights(*RESTING["N x d"])
    found = derive(model=read_model(text), results=["normal-matrix"], check=False)
    value = found["normal-matrix"](Lambda=LAMBDA, N=3, sigma=SIGMA)
    np.testing.assert_allclose(value, 3.0 * np.eye(3))
