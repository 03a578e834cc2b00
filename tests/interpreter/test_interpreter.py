"""The interpreter against the engine, against the specialised scenes, and against itself."""

from fractions import Fraction
from itertools import cycle

import numpy as np
import pytest

from numeric_check.estimates import TOLERANCE, relative_error
from numeric_check.interpreter.doubles import Blocks, Population
from numeric_check.interpreter.rationals import ExactPopulation
from numeric_check.interpreter.reading import phase_roots, token_degree
from numeric_check.interpreter.scenes import Entry, ExactStatedScene, StatedScene
from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_laws import signed_points
from numeric_check.laws.rational_moments import pair_moments
from numeric_check.model.exact_full_scene import SCALES as PAPER_SCALES
from numeric_check.model.exact_full_scene import ExactFullScene
from numeric_check.model.exact_tokens import Enumerated
from symbolic_mesa import laws
from symbolic_mesa.engine.loss import population_loss
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.models.single_token_head import PROBLEM as SINGLE
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.contractions import Model
from symbolic_mesa.statement.manifolds import Manifold
from tests.interpreter import MODELS, SCALES

SKEWED, GAUSSIAN = laws.two_point("1/3", 2), laws.gaussian(1)  # no moment is 0; no end of nodes
LAWS: dict[str, TokenLaw] = {
    "gaussian": GAUSSIAN,
    "two-point": SKEWED,
    "data": laws.samples([[1, 2], [-3, 1], [0, 1]]),
}
SIZES = ((1, 4), (2, 3), (2, 4))


def exact(model: Model, manifold: Manifold, law: TokenLaw, dim: int, T: int) -> ExactStatedScene:
    return ExactStatedScene(model, {"m": manifold}, pair_moments(law, dim), dim, T, {})


def doubles(model: Model, manifold: Manifold, law: TokenLaw, dim: int, T: int) -> StatedScene:
    nodes = token_nodes(law, dim, token_degree(model) // 2 + 1)
    return StatedScene(model, {"m": manifold}, nodes, T, {})


@pytest.mark.parametrize("law", ["gaussian", "two-point"])
@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("dim", "T"), SIZES)
def test_engine_and_both_interpreters_agree(name: str, law: str, dim: int, T: int) -> None:
    model, manifold = MODELS[name]
    problem = Problem("a model", model, {"m": manifold}, {}, {})
    total = population_loss(model, manifold)
    setting = Setting(LAWS[law], dim, T)
    field = field_of(problem, setting, manifold.scales, [total])
    derived = Formula(field.evaluate(total, setting), field).at(SCALES)
    assert exact(model, manifold, LAWS[law], dim, T).loss("m", SCALES) == derived
    measured = doubles(model, manifold, LAWS[law], dim, T).loss("m", SCALES)
    assert relative_error(float(derived), measured) < TOLERANCE


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("dim", "T"), [(2, 3), (2, 4)])
def test_they_agree_with_the_scenes_of_the_paper(law: str, dim: int, T: int) -> None:
    old = ExactFullScene(Enumerated(signed_points(LAWS[law], dim)), T)
    manifold = PROBLEM.manifolds["symmetric"]
    new = exact(PROBLEM.model, manifold, LAWS[law], dim, T)
    rounded = doubles(PROBLEM.model, manifold, LAWS[law], dim, T)
    assert new.loss("m", PAPER_SCALES) == old.loss("symmetric")
    for block in PROBLEM.model.blocks:
        for row, column in ((0, 0), (0, 1), (1, 0)):
            wanted = old.gradient("symmetric", block, row, column)
            assert new.slope("m", PAPER_SCALES, (block, row, column)) == wanted
            measured = rounded.slope("m", PAPER_SCALES, (block, row, column))
            assert relative_error(float(wanted), measured) < TOLERANCE


def blocks_of(model: Model, dim: int) -> dict[str, tuple[tuple[Fraction, ...], ...]]:
    """Return weights of which none is 0."""
    numbers = cycle(Fraction(x, 4) for x in (1, -3, 2, 5, -2, 7, 3))
    size = range(dim)
    return {name: tuple(tuple(next(numbers) for _ in size) for _ in size) for name in model.blocks}


STATEMENTS = {
    "paper": PROBLEM.model,
    "single": SINGLE.model,
    **{name: model for name, (model, _) in MODELS.items()},
}


def loss(model: Model, law: TokenLaw, T: int, roots: int, order: int) -> tuple[float, float]:
    """Return the loss at weights that are nothing special, in doubles and exactly."""
    dim = 2
    blocks = blocks_of(model, dim)
    floats: Blocks = {name: np.array(rows, dtype=float) for name, rows in blocks.items()}
    found = Population(model, token_nodes(law, dim, order), T, roots).derivative(floats)
    right = ExactPopulation(model, pair_moments(law, dim), dim, T).derivative(blocks)
    return found.value, float(right)


@pytest.mark.parametrize("T", [3, 4, 5])
@pytest.mark.parametrize("name", STATEMENTS)
def test_one_root_fewer_is_not_exact(name: str, T: int) -> None:
    model = STATEMENTS[name]
    order = token_degree(model) // 2 + 1
    found, right = loss(model, SKEWED, T, phase_roots(model, T), order)
    assert found == pytest.approx(right, rel=1e-12)
    found, _ = loss(model, SKEWED, T, phase_roots(model, T) - 1, order)
    assert abs(found / right - 1) > 1e-6


@pytest.mark.parametrize("name", STATEMENTS)
def test_one_node_fewer_is_not_exact(name: str) -> None:
    model = STATEMENTS[name]
    found, right = loss(model, GAUSSIAN, 3, phase_roots(model, 3), token_degree(model) // 2)
    assert abs(found / right - 1) > 1e-6


@pytest.mark.parametrize("name", MODELS)
def test_second_derivatives_are_differences_of_first_ones(name: str) -> None:
    """Central differences are exact: in entries of A1 slopes are at most quadratic."""
    scene = exact(*MODELS[name], SKEWED, 2, 3)
    rounded = doubles(*MODELS[name], SKEWED, 2, 3)
    for one in (("A1", 0, 1), ("A1", 1, 0), ("B1", 0, 0)):
        wanted = _difference(scene, one, ("A1", 0, 1))
        assert scene.curvature("m", SCALES, one, ("A1", 0, 1)) == wanted
        measured = rounded.curvature("m", SCALES, one, ("A1", 0, 1))
        assert relative_error(float(wanted), measured) < TOLERANCE


def _difference(scene: ExactStatedScene, one: Entry, other: Entry) -> Fraction:
    """Return the difference of slopes, between weights moved by ±1 in the other entry."""
    population = ExactPopulation(scene.model, scene.moments, scene.dim, scene.length)
    blocks = scene._blocks("m", SCALES)
    block, row, column = other
    ends = []
    for step in (1, -1):
        moved = [list(entries) for entries in blocks[block]]
        moved[row][column] += step
        there = {**blocks, block: tuple(map(tuple, moved))}
        ends.append(population.derivative(there, [_unit(one, scene.dim)]))
    return (ends[0] - ends[1]) / 2


def _unit(entry: Entry, dim: int) -> dict[str, tuple[tuple[Fraction, ...], ...]]:
    block, row, column = entry
    size = range(dim)
    return {block: tuple(tuple(Fraction((i, j) == (row, column)) for j in size) for i in size)}
