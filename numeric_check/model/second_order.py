"""The Hessian of the full model's loss in all six blocks, by differences that are exact.

The loss is quadratic in each single weight, so that each entry of its gradient is a polynomial of
degree 2 at most in a single weight: a central difference of any size is its derivative.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from numeric_check.model.attention import BLOCKS, Blocks, Real, blocks_of
from numeric_check.model.quadrature import Population

At = Callable[[Blocks], Population]


@dataclass(frozen=True)
class Hessian:
    """Second derivatives of the loss: blocks in the order of BLOCKS, row by row.

    Attributes:
        values: of shape (6 d², 6 d²).
        scales: what the rounding error of each is relative to, of the same shape.
    """

    values: Real
    scales: Real


def hessian(at: At, blocks: Blocks) -> Hessian:
    """Return the Hessian at these weights.

    Args:
        at: measures the loss and its gradient.
        blocks: the weights.
    """
    entries = blocks.dim**2
    units = _units(blocks)
    values, scales = [], []
    for k in range(len(BLOCKS) * entries):
        unit = units[BLOCKS[k // entries][:2].lower()]
        above, below = (at(_moved(blocks, k, sign * unit)) for sign in (1, -1))
        (high, size), (low, other) = _gradient(above), _gradient(below)
        values.append((high - low) / (2 * unit))
        scales.append((size + other) / (2 * unit))
    slopes, sizes = np.array(values), np.array(scales)
    return Hessian((slopes + slopes.T) / 2, np.maximum(sizes, sizes.T))


def _units(blocks: Blocks) -> Mapping[str, float]:
    """Return by how much a weight of W^KQ and of W^PV is moved: about its own size.

    One may be much smaller than the other, and a step of the other's size drowns it in rounding.
    """
    sizes = {name: float(np.max(np.abs(w))) for name, w in (("kq", blocks.kq), ("pv", blocks.pv))}
    largest = max(sizes.values()) or 1.0
    return {name: size or largest for name, size in sizes.items()}


def moved(blocks: Blocks, direction: Real) -> Blocks:
    """Return the weights plus a direction, a vector in the order of the Hessian."""
    dim = blocks.dim
    parts = np.reshape(direction, (len(BLOCKS), dim, dim))
    more = blocks_of(dim, dict(zip(BLOCKS, parts, strict=True)))
    return Blocks(blocks.kq + more.kq, blocks.pv + more.pv)


def _moved(blocks: Blocks, k: int, size: float) -> Blocks:
    direction = np.zeros(len(BLOCKS) * blocks.dim**2)
    direction[k] = size
    return moved(blocks, direction)


def _gradient(population: Population) -> tuple[Real, Real]:
    """Return every entry of the gradient, and its scale."""
    parts = [population.block(name) for name in BLOCKS]
    values, scales = (np.concatenate([part[k].ravel() for part in parts]) for k in (0, 1))
    return values, scales
