"""The gradient of the loss of a model in words, in every weight, by one pass from the loss back."""

from collections.abc import Mapping
from functools import reduce
from math import prod

import numpy as np

from numeric_check.words.arrays import Array
from numeric_check.words.interpreter import Scene
from symbolic_mesa.statement.words import (
    Blocks,
    Letter,
    Node,
    Product,
    Sum,
    Trace,
    Transposed,
    names_in,
)


def loss_and_slopes(scene: Scene) -> tuple[float, Mapping[str, Array]]:
    """Return the loss of a scene in doubles, and its gradient in each weight, of its shape."""
    model = scene.model
    gap = scene.value(model.prediction) - scene.value(model.target)
    weights = np.reshape(scene.weights, (-1, 1, 1))
    slopes = {one.name: np.zeros_like(scene.matrices[one.name]) for one in model.trained}
    _back(scene, model.prediction, weights * gap, slopes)  # a target has no weight
    return float(np.sum(weights * gap * gap)) / 2, slopes


def _back(scene: Scene, node: Node, slope: Array, slopes: Mapping[str, Array]) -> None:
    """Add to the gradients what comes through a node, of the gradient in its value."""
    if not names_in(node) & slopes.keys():
        return
    match node:
        case Letter(name=name):
            slopes[name][...] += slope.reshape(-1, *slope.shape[-2:]).sum(axis=0)
        case Transposed(of=of):
            _back(scene, of, np.swapaxes(slope, -1, -2), slopes)
        case Trace(of=of):
            _back(scene, of, slope * np.eye(scene.value(of).shape[-1]), slopes)
        case Sum(terms=terms):
            for term in terms:
                _back(scene, term, slope, slopes)
        case Product():
            _through_product(scene, node, slope, slopes)
        case Blocks(rows=rows):
            _through_blocks(scene, rows, slope, slopes)


def _through_product(
    scene: Scene, node: Product, slope: Array, slopes: Mapping[str, Array]
) -> None:
    numbers = [scene.value(one) for one in node.numbers]
    chain = [scene.value(one) for one in node.chain]
    whole = reduce(np.matmul, chain) if chain else np.ones((1, 1))
    for k, one in enumerate(node.numbers):
        others = prod([*numbers[:k], *numbers[k + 1 :]], start=np.ones((1, 1)))
        total = np.sum(slope * whole, axis=(-1, -2), keepdims=True)
        _back(scene, one, total * others, slopes)
    scale = prod(numbers, start=np.ones((1, 1)))
    turned = [np.swapaxes(one, -1, -2) for one in chain]
    for k, one in enumerate(node.chain):
        moved = reduce(lambda found, m: m @ found, turned[:k], scale * slope)
        moved = reduce(lambda found, m: found @ m, reversed(turned[k + 1 :]), moved)
        _back(scene, one, moved, slopes)


def _through_blocks(
    scene: Scene, rows: tuple[tuple[Node, ...], ...], slope: Array, slopes: Mapping[str, Array]
) -> None:
    top = 0
    for row in rows:
        left, height = 0, 0
        for entry in row:
            height, width = scene.value(entry).shape[-2:]
            part = slope[..., top : top + height, left : left + width]
            _back(scene, entry, part, slopes)
            left += width
        top += height
