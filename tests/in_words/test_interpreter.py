"""The interpreter of models in words: its nodes, and its averages beside those written by hand."""

from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
import pytest

from numeric_check.words.interpreter import Scene
from numeric_check.words.nodes import hermite_nodes, integer_nodes, slope_factors
from numeric_check.words.scenes import scenes
from symbolic_mesa.stating.files import read_model
from tests.in_words import stated, with_weights


def scenes_of(text: str, exact: bool) -> tuple[Scene, ...]:
    model = read_model(text).regression
    assert model is not None
    return scenes(model, None, exact)


@pytest.mark.parametrize("degree", range(12))
def test_nodes_have_the_moments_of_a_gaussian(degree: int) -> None:
    for power in range(degree + 1):
        moment = 0 if power % 2 else prod(range(1, power, 2))
        exact = sum(Fraction(w) * Fraction(x) ** power for x, w in integer_nodes(degree))
        assert exact == moment
        rounded = sum(w * x**power for x, w in hermite_nodes(degree))
        assert float(rounded) == pytest.approx(moment, abs=1e-9)


@pytest.mark.parametrize("degree", range(1, 8))
def test_differences_are_derivatives(degree: int) -> None:
    for power in range(degree + 1):
        steps = enumerate(slope_factors(degree), start=1)
        found = sum(c * (k**power - (-k) ** power) for k, c in steps)
        assert found == (power == 1)


def by_hand(scene: Scene) -> Any:
    """Return the loss of the layer, written as a loop over samples and coordinates."""
    x, q, w, eps = (scene.matrices[name] for name in ("X", "q", "w", "eps"))
    a, sigma = scene.matrices["A"], scene.numbers["sigma"]
    dim, samples = x.shape[1:]
    total: Any = 0
    for node, weight in enumerate(scene.weights):
        gap: Any = -sum(w[node, i, 0] * q[node, i, 0] for i in range(dim))
        for n in range(samples):
            label = sum(w[node, i, 0] * x[node, i, n] for i in range(dim))
            label += sigma * eps[node, 0, n]
            for i in range(dim):
                for j in range(dim):
                    term = label * x[node, i, n] * a[i, j] * q[node, j, 0]
                    gap += term * scene.number(Fraction(1, samples))
        total += gap * gap * weight
    return total * scene.number(Fraction(1, 2))


@pytest.mark.parametrize("exact", [True, False])
def test_the_interpreter_runs_the_layer_as_it_is_written(exact: bool) -> None:
    for scene in scenes_of(stated(), exact):
        if len(scene.weights) < 4_000:
            assert scene.loss == (by_hand(scene) if exact else pytest.approx(by_hand(scene)))


def test_blocks_stand_where_they_are_written() -> None:
    more = 'E = "block(X, q; y, 0)"'
    text = with_weights("tr(block(A, 0; 0, 1) E E')", 'A = "matrix"', more)
    (scene, *_) = scenes_of(text, False)
    x, q, w = (scene.matrices[name][7] for name in ("X", "q", "w"))
    y = w.T @ x + scene.numbers["sigma"] * scene.matrices["eps"][7]
    full = np.block([[x, q], [y, np.zeros((1, 1))]])
    weight = np.block([[scene.matrices["A"], np.zeros_like(q)], [np.zeros_like(q.T), np.eye(1)]])
    assert scene.value(scene.model.prediction)[7, 0, 0] == pytest.approx(
        np.trace(weight @ full @ full.T)
    )


@pytest.mark.parametrize("exact", [True, False])
def test_scenes_tell_matrices_from_their_transposes(exact: bool) -> None:
    wide = [scene for scene in scenes_of(stated(), exact) if scene.numbers["d"] > 1]
    assert wide
    for scene in wide:
        weight, given = scene.matrices["A"], scene.matrices["Lambda"]
        assert np.any(weight != weight.T)
        assert np.any(weight @ given != given @ weight)
