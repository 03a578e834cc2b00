"""A loss gathered as a form in products of weights, and gradient flow along it."""

from dataclasses import replace
from math import exp

import numpy as np
import pytest

from numeric_check.interpreter import gradient_flow
from numeric_check.interpreter.doubles import Population
from numeric_check.interpreter.gradient_flow import COARSE, flowed, is_at_rest, stacked
from numeric_check.interpreter.on_ansatz import held, off_ansatz, scales_at
from numeric_check.interpreter.reading import phase_roots, token_degree
from numeric_check.interpreter.weight_products import ProductForm, gathered
from numeric_check.laws.nodes import token_nodes
from symbolic_mesa import laws
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.stating.files import load_model, read_model
from symbolic_mesa.text.errors import InvalidInput
from tests.cli import ROOT
from tests.exhaustive import first

MODELS = ROOT / "symbolic_mesa" / "models"
TIED = """
title = "one matrix twice, and a trace"
[data]
process = "diagonal-phases"
[model]
steps = "t = 2 .. T-1"
prediction = "A[i,j] A[j,k] x[t,k] + A[k,k] x[t,i] + x[t-1,i]"
target = "x[t+1,i]"
[weights]
A = "a I"
"""
LINE = """
title = "one matrix, whose loss is (c - 1)^2 for one coordinate and T = 4"
[data]
process = "diagonal-phases"
[model]
steps = "t = 2 .. T-1"
prediction = "C[i,j] x[t-1,j]"
target = "x[t-1,i]"
[weights]
C = "c I"
"""


def population(problem: Problem, dim: int, length: int) -> Population:
    model = problem.model
    nodes = token_nodes(laws.rademacher(1), dim, token_degree(model) // 2 + 1)
    return Population(model, nodes, length, phase_roots(model, length))


def form_of(problem: Problem, dim: int, length: int) -> ProductForm:
    return gathered(problem.model, dim, length, population(problem, dim, length).by_chunks())


@pytest.mark.parametrize("name", first(["two-lags", "linear-attention", "affine-kernel"]))
def test_it_is_the_loss_that_is_run_at_any_weights(name: str) -> None:
    problem = load_model(MODELS / f"{name}.toml")
    form, run = form_of(problem, 2, 4), population(problem, 2, 4)
    chance = np.random.default_rng(3)
    blocks = {block: chance.normal(size=(2, 2)) for block in problem.model.blocks}
    loss, slopes = form.at(stacked(form, blocks))
    assert loss == pytest.approx(run.derivative(blocks).value, rel=1e-13)
    for block, slope in zip(form.blocks, slopes, strict=True):
        assert slope == pytest.approx(run.gradient(blocks)[block][0], rel=1e-11, abs=1e-11)
    wrong = replace(form, gram=1.001 * form.gram)
    assert wrong.at(stacked(form, blocks))[0] != pytest.approx(loss, rel=1e-5)


def test_a_block_may_occur_twice_and_a_term_without_weights_may_stand_beside() -> None:
    problem = read_model(TIED)
    form, run = form_of(problem, 2, 4), population(problem, 2, 4)
    blocks = {"A": np.array([[0.3, -0.2], [0.7, 0.4]])}
    loss, slopes = form.at(stacked(form, blocks))
    assert loss == pytest.approx(run.derivative(blocks).value, rel=1e-13)
    assert slopes[0] == pytest.approx(run.gradient(blocks)["A"][0], rel=1e-12)


def test_too_many_products_are_refused() -> None:
    with pytest.raises(InvalidInput, match="products of weights for each output, more than"):
        gathered(load_model(MODELS / "two-lags.toml").model, 9, 4, [])


def test_a_flow_ends_when_its_time_is_over() -> None:
    form, start = form_of(read_model(LINE), 1, 4), {"C": np.array([[0.5]])}
    flow = flowed(form, start, 0.7, precision=COARSE)
    assert flow.time == pytest.approx(0.7, rel=1e-14)
    assert flow.end["C"] == pytest.approx(1 - 0.5 * exp(-2 * 0.7), rel=1e-6)
    way = [float(point["C"][0, 0]) for point in flow.way]
    assert way == sorted(set(way)), "every step moves, the last one too"
    assert flow.at_rest, "it has come to its end"
    assert not is_at_rest(form, flow.end)


def test_a_flow_without_a_time_ends_where_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    form, start = form_of(read_model(LINE), 1, 4), {"C": np.array([[0.5]])}
    flow = flowed(form, start, precision=COARSE)
    assert flow.at_rest
    assert flow.end["C"] == pytest.approx(1, rel=1e-6)
    assert len(flowed(form, flow.end, precision=COARSE).way) == 1, "from there it takes no step"
    monkeypatch.setattr(gradient_flow, "MOST_STEPS", 20)
    cut = flowed(form, start, precision=COARSE)
    assert not cut.at_rest
    assert 1 < len(cut.way) <= 21


@pytest.mark.exhaustive
def test_the_flow_is_the_one_that_is_known() -> None:
    """The skip connection of increments: c' = −(T − 2)(c + 1), whatever attention does."""
    problem = load_model(MODELS / "increments.toml")
    form, (manifold,) = form_of(problem, 2, 4), problem.manifolds.values()
    start = {"A": 0.4 * np.eye(2), "B": 0.3 * np.eye(2), "C": 0.5 * np.eye(2)}
    flow = flowed(form, {name: start[name] for name in form.blocks}, 0.7)
    found = scales_at(manifold, flow.end, 2)
    assert found["c"] == pytest.approx(-1 + 1.5 * exp(-2 * 0.7), rel=1e-10)
    assert max(np.max(np.abs(b)) for b in off_ansatz(manifold, flow.end, 2).values()) < 1e-14
    assert flow.time == pytest.approx(0.7, rel=1e-14)
    assert not is_at_rest(form, flow.end)
    assert is_at_rest(form, flowed(form, flow.end).end)


def test_what_is_held_moves_alike() -> None:
    problem = load_model(MODELS / "two-lags.toml")
    (manifold,) = problem.manifolds.values()
    together = held(manifold, problem.model.blocks, 2)
    found = together(np.random.default_rng(1).normal(size=(4, 2, 2)))
    assert found[0] == pytest.approx(found[0][0, 0] * np.eye(2))
    assert together(found) == pytest.approx(found)
