"""The Hessian of the full model's loss in all six blocks, by differences that are exact.

The loss is quadratic in each single weight, so that each entry of its gradient is a polynomial of
degree 2 at most in a single weight: a central difference of any size is its derivative.
"""

from collections.abc import Callable

import numpy as np

from numeric_check.attention import BLOCKS, Blocks, Real, blocks_of
from numeric_check.quadrature import Population

At = Callable[[Blocks], Population]


def hessian(at: At, blocks: Blocks) -> Real:
    """Return the Hessian, of shape (6 d², 6 d²): blocks in the order of BLOCKS, row by row.

    Args:
        at: measures the loss and its gradient.
        blocks: the weights.
    """
    entries = blocks.dim**2
    unit = max(float(np.max(np.abs(blocks.kq))), float(np.max(np.abs(blocks.pv)))) or 1.0
    columns = []
    for k in range(len(BLOCKS) * entries):
        above, below = (at(_moved(blocks, k, sign * unit)) for sign in (1, -1))
        columns.append((_gradient(above) - _gradient(below)) / (2 * unit))
    found = np.array(columns)
    return (found + found.T) / 2


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


def _gradient(population: Population) -> Real:
    return np.concatenate([population.block(name)[0].ravel() for name in BLOCKS])
