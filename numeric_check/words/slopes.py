"""Derivatives of the loss of a model in words, by differences that are exact for polynomials."""

from typing import Any, NamedTuple

import numpy as np

from numeric_check.words.arrays import Array, Number
from numeric_check.words.interpreter import Scene
from numeric_check.words.nodes import slope_factors


class Slope(NamedTuple):
    """A derivative.

    Attributes:
        value: the number.
        size: the sum of the absolute terms of the difference, of which rounding is a part.
    """

    value: Number
    size: Number


class Gradient(NamedTuple):
    """A gradient, entry by entry.

    Attributes:
        value: its entries.
        size: the largest size of one of them.
    """

    value: Array
    size: Number


def gradient(scene: Scene, weight: str) -> Array:
    """Return the gradient of the loss in a weight, entry by entry."""
    return sized_gradient(scene, weight).value


def sized_gradient(scene: Scene, weight: str) -> Gradient:
    """Return the gradient of the loss in a weight, and the size of what cancels in it."""
    shape = scene.matrices[weight].shape
    found = np.zeros(shape, dtype=scene.matrices[weight].dtype)
    largest: Number = 0
    for place in np.ndindex(*shape):
        unit = np.zeros(shape, dtype=object)
        unit[place] = 1
        found[place], size = sized_slope(scene, {weight: unit})
        largest = max(largest, size)
    return Gradient(found, largest)


def slope(scene: Scene, along: dict[str, Array]) -> Number:
    """Return the derivative of the loss as weights move along matrices."""
    return sized_slope(scene, along).value


def sized_slope(scene: Scene, along: dict[str, Array]) -> Slope:
    """Return the derivative of the loss along matrices, and the size of what cancels in it."""
    degree = sum(scene.model.degree(weight) for weight in along)
    total: Any = 0  # exact, or a double
    size: Any = 0
    for step, factor in enumerate(slope_factors(degree), start=1):
        ends: list[Any] = [_moved(scene, along, sign * step).loss for sign in (1, -1)]
        number = scene.number(factor)
        total += (ends[0] - ends[1]) * number
        size += (abs(ends[0]) + abs(ends[1])) * abs(number)
    return Slope(total, size)


def _moved(scene: Scene, along: dict[str, Array], step: int) -> Scene:
    matrices = {}
    for name, unit in along.items():
        kind = scene.matrices[name].dtype
        matrices[name] = scene.matrices[name] + (step * unit).astype(kind)
    return scene.placed(matrices)
