"""Derivatives of the loss of a model in words, by differences that are exact for polynomials."""

import numpy as np

from numeric_check.words.arrays import Array, Number
from numeric_check.words.interpreter import Scene
from numeric_check.words.nodes import slope_factors


def gradient(scene: Scene, weight: str) -> Array:
    """Return the gradient of the loss in a weight, entry by entry."""
    shape = scene.matrices[weight].shape
    found = np.zeros(shape, dtype=scene.matrices[weight].dtype)
    for place in np.ndindex(*shape):
        unit = np.zeros(shape, dtype=object)
        unit[place] = 1
        found[place] = slope(scene, {weight: unit})
    return found


def slope(scene: Scene, along: dict[str, Array]) -> Number:
    """Return the derivative of the loss as weights move along matrices."""
    degree = sum(scene.model.degree(weight) for weight in along)
    total: Number = 0
    for step, factor in enumerate(slope_factors(degree), start=1):
        ends = [_moved(scene, along, sign * step).loss for sign in (1, -1)]
        total += (ends[0] - ends[1]) * scene.number(factor)
    return total


def _moved(scene: Scene, along: dict[str, Array], step: int) -> Scene:
    matrices = {}
    for name, unit in along.items():
        kind = scene.matrices[name].dtype
        matrices[name] = scene.matrices[name] + (step * unit).astype(kind)
    return scene.placed(matrices)
