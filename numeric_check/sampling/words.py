"""A model in words on random matrices: its mean loss, and the gradient in every weight."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import prod

import numpy as np

from numeric_check.words.adjoints import loss_and_slopes
from numeric_check.words.arrays import Array
from numeric_check.words.interpreter import Scene
from symbolic_mesa.statement.regression import Drawn, Regression
from symbolic_mesa.statement.words import LINE

CELLS = 1 << 20  # entries of random matrices at a time: 8 MB

Seed = int | tuple[int, int]


def mean_loss(scene: Scene, count: int, seed: Seed) -> tuple[float, dict[str, Array]]:
    """Return the mean loss over draws of what is random, and its gradient.

    Pieces are added in their order: the same seed gives the same bits.

    Args:
        scene: the model at numbers, in doubles; what is random need not be in it.
        count: how many draws.
        seed: of all of them.
    """
    loss = 0.0
    slopes = {one.name: np.zeros_like(scene.matrices[one.name]) for one in scene.model.trained}
    for part in pieces(scene, count, seed):
        value, more = loss_and_slopes(part)
        loss += value
        slopes = {name: slope + more[name] for name, slope in slopes.items()}
    return loss, slopes


def pieces(scene: Scene, count: int, seed: Seed) -> Iterator[Scene]:
    """Yield the scene with random matrices, some at a time; each draw weighs one over the count."""
    model = scene.model
    size = max(1, CELLS // max(1, sum(_cells(one, scene) for one in model.drawn)))
    parents = np.random.SeedSequence(seed).spawn(-(-count // size))
    for k, parent in enumerate(parents):
        number = min(size, count - k * size)
        drawn = _drawn(model, scene, np.random.default_rng(parent), number)
        weights = np.full(number, 1 / count)
        yield replace(scene.placed(drawn), weights=weights)


def _drawn(
    model: Regression, scene: Scene, chance: np.random.Generator, count: int
) -> Mapping[str, Array]:
    found = {}
    for one in model.drawn:
        standard = chance.normal(size=(count, *_shape(one, scene)))
        if one.covariance:
            standard = np.linalg.cholesky(scene.matrices[one.covariance]) @ standard
        found[one.name] = standard
    return found


def _shape(one: Drawn, scene: Scene) -> tuple[int, int]:
    rows, columns = (1 if s == LINE else int(scene.numbers[s]) for s in (one.rows, one.columns))
    return rows, columns


def _cells(one: Drawn, scene: Scene) -> int:
    return prod(_shape(one, scene))
