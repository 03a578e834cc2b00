"""A text means what an independent reader of it says, on sequences that follow no rule."""

from collections.abc import Mapping

import numpy as np
import pytest

from numeric_check.interpreter.doubles import run
from numeric_check.interpreter.rationals import ExactPopulation
from numeric_check.interpreter.reading import steps
from numeric_check.interpreter.weights import blocks_at
from numeric_check.laws.rational_moments import pair_moments
from symbolic_mesa import laws
from symbolic_mesa.engine.loss import population_loss
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.stating.files import read_model
from symbolic_mesa.text.errors import NotClosed
from tests.exhaustive import first
from tests.interpreter import SCALES
from tests.stating import TWO_HEADS, ZHENG, stated
from tests.stating.evaluator import Array, evaluated

DIM, LENGTH = 3, 6
FORMS = {"A": "a I", "B": "b I + c (J - I)"}

PREDICTIONS = [
    "A[i,j] x[t,j]",
    "- A[i,j] x[t,j] + B[i,k] x[t-1,k]",
    "-1/2 A[i,j] x[t,j] 2/3 - 3 4 B[i,j] x[t,j] / 5",
    "A[i,j] x[t,j] / (t-1)^2",
    "A[i,j] x[t,j] / t",
    "A[i,j] x[t,j] / (2/3)",
    "A[i,j] x[t,j] 1/2/3",
    "2^2^3 A[i,j] x[t,j]",
    "sum(s = 1 .. t) A[i,j] x[s,j] conj(x[s-1,k]) B[k,l] x[t,l] / (t-1)",
    "sum(s = 3 .. t) A[i,j] x[s,j]",
    "sum(s = 1 .. t) sum(r = s .. t) A[i,j] x[r - s + 1,j] conj(x[s,k]) x[r,k] / (t + 1)",
    "A[i,j] sum(s = 1 .. t-1) x[t - s,j] + B[i,j] x[t,j]",
    "A[i,j] (sum(s = 1 .. t) x[s,j] / (t-1) - 2 x[t,j]) + A[i,k] x[t-1,k]",
    "(sum(s = 1 .. t) A[i,j] x[s,j]) (sum(s = 2 .. t) conj(x[s,k]) x[s-1,k])",
    "(sum(s = 1 .. t) A[i,j] x[s,j]) sum(s = 2 .. t) conj(x[s,k]) x[s-1,k] / (t-1)",
    "(sum(s = 1 .. t) (sum(r = 1 .. s) x[r,k] conj(x[s,k]))) sum(r = 1 .. t) A[i,j] x[r,j]",
    "sum(q = 1 .. t) (sum(s = 1 .. q) 1) (sum(s = 1 .. q) conj(x[s,k]) x[q,k]) A[i,j] x[q,j]",
    "(sum(s = 1 .. t) 1)^2 A[i,j] x[t,j]",
    "conj(A[i,j] conj(x[t,j]))",
    "conj(conj(B[i,j] x[t,j]) - conj(x[t-1,k]) delta[k,l] A[i,l])",
    "delta[j,k] A[i,j] x[t,k] + delta[k,k] B[i,j] x[t,j]",
    "A[j,j] x[t,i] + B[j,i] x[t,j]",
    "A[j,k]^2 x[t,i]",
    "A[i,j] A[j,k] x[t,k]",
    "(A[i,j] + B[i,j]) (x[t,j] + x[t-1,k] delta[j,k])",
    "A[i,j] (B[j,k] x[t,k]) conj(x[t,l]) x[t-1,l]",
    "0 A[i,j] x[t,j] + B[i,j] x[t,j]",
]


def listed(prediction: str) -> Mapping[str, str]:
    return {name: form for name, form in FORMS.items() if f"{name}[" in prediction}


def difference(problem: Problem, text: str) -> float:
    """Return by how much what is read and what is written differ, over all steps."""
    draw = np.random.default_rng(3)
    x = draw.normal(size=(LENGTH, DIM)) + 1j * draw.normal(size=(LENGTH, DIM))
    weights = {name: draw.normal(size=(DIM, DIM)) for name in problem.model.blocks}
    tokens = {time: x[time - 1 : time] for time in range(1, LENGTH + 1)}
    gaps: list[Array] = []
    for step in steps(problem.model, LENGTH):
        read = run(problem.model.prediction, problem.model, step, weights, tokens)[0]
        written = evaluated(text, {"t": step["t"]}, x, weights)
        gaps.append(np.max(np.abs(read - written)))
    assert len(gaps) == LENGTH - 2
    return float(np.max(gaps))


@pytest.mark.parametrize("text", PREDICTIONS)
def test_a_prediction_means_what_it_says(text: str) -> None:
    assert difference(read_model(stated(text, listed(text))), text) < 1e-11


@pytest.mark.parametrize("file", [TWO_HEADS, ZHENG])
def test_a_file_means_what_it_says(file: str) -> None:
    text = file.split('"""')[1]
    assert difference(read_model(file), text) < 1e-11


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A[i,j] x[t,j]", "A[j,i] x[t,j]"),
        ("A[i,j] x[t,j] / (t-1)^2", "A[i,j] x[t,j] / (t-1)"),
        ("A[i,j] x[t,j] 1/2/3", "A[i,j] x[t,j] 3/2"),
        (PREDICTIONS[8], PREDICTIONS[8].replace("conj(x[s-1,k])", "conj(x[s,k])")),
        (PREDICTIONS[14], PREDICTIONS[14].replace("s = 2", "s = 3")),
        (PREDICTIONS[12], PREDICTIONS[12].replace(") + A", " + 0 x[t,j]) - A")),
    ],
)
def test_another_text_means_something_else(one: str, other: str) -> None:
    assert difference(read_model(stated(one, listed(one))), other) > 1e-3


def test_the_other_reader_knows_numbers() -> None:
    """By hand: x_1 = (1, 2), x_2 = (3, i), A = [[0, 1], [2, 0]]."""
    x = np.array([[1, 2], [3, 1j]])
    weights = {"A": np.array([[0, 1], [2, 0]], dtype=complex)}

    def value(text: str) -> Array:
        return evaluated(text, {"t": 2}, x, weights)

    assert np.allclose(value("A[i,j] x[t,j]"), [1j, 6])
    assert np.allclose(value("sum(s = 1 .. t) conj(x[s,k]) x[t,k] x[s,i]"), [33 + 2j, 6 + 14j])
    assert np.allclose(value("x[t-2,i] + x[t,i] / 2"), [1.5, 0.5j])
    assert np.allclose(value("delta[k,k] x[1,i] - A[k,k] x[t,i]"), [2, 4])


HALVES = (PREDICTIONS[10], PREDICTIONS[16])
"""Where phases vanish at halves of a time: the engine says that it has no closed form."""


@pytest.mark.parametrize("text", HALVES)
def test_what_has_no_closed_form_is_refused_by_the_engine(text: str) -> None:
    problem = read_model(stated(text, listed(text)))
    with pytest.raises(NotClosed, match="fraction"):
        population_loss(problem.model, problem.manifolds["ansatz"])


@pytest.mark.parametrize("text", first([x for x in PREDICTIONS if x not in HALVES], 10))
def test_the_engine_and_the_interpreter_agree_on_what_is_read(text: str) -> None:
    problem = read_model(stated(text, listed(text)))
    law, dim, length = laws.two_point("1/3", 2), 2, 4
    manifold = problem.manifolds["ansatz"]
    total = population_loss(problem.model, manifold)
    setting = Setting(law, dim, length)
    field = field_of(problem, setting, manifold.scales, [total])
    scales = {name: SCALES[name] for name in manifold.scales}
    derived = Formula(field.evaluate(total, setting), field).at(scales)
    blocks = blocks_at(manifold, scales, dim)
    population = ExactPopulation(problem.model, pair_moments(law, dim), dim, length)
    assert population.derivative(blocks) == derived
