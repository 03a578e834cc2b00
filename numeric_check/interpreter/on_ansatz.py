"""Weights beside an ansatz: what its scales are there, and how far off it they are."""

from collections.abc import Callable, Mapping

import numpy as np

from numeric_check.interpreter.doubles import Blocks, Real
from numeric_check.interpreter.scenes import direction, scale_names
from symbolic_mesa.statement.manifolds import Manifold


def scales_in(manifold: Manifold, dim: int) -> tuple[str, ...]:
    """Return the scales that have an entry."""
    names = scale_names([manifold], dim)
    return tuple(name for name in names if any(map(np.any, entries(manifold, name, dim).values())))


def entries(manifold: Manifold, scale: str, dim: int) -> Blocks:
    """Return 1 where an entry of a block is this scale, 0 elsewhere."""
    return {b: np.array(one, float) for b, one in direction(manifold, scale, dim).items()}


def scales_at(manifold: Manifold, blocks: Mapping[str, Real], dim: int) -> dict[str, float]:
    """Return each scale: the mean of its entries, wherever they are by now."""
    return {name: _mean(entries(manifold, name, dim), blocks) for name in scales_in(manifold, dim)}


def held(manifold: Manifold, names: tuple[str, ...], dim: int) -> Callable[[Real], Real]:
    """Return what moves each entry of a scale alike, and no other: the projection on the ansatz.

    It takes and returns one array of shape (blocks, d, d), the blocks in the order of the names.
    """
    nothing = np.zeros((dim, dim))
    each = [entries(manifold, scale, dim) for scale in scales_in(manifold, dim)]
    ones = [np.array([one.get(name, nothing) for name in names]) for one in each]

    def projected(weights: Real) -> Real:
        parts = (one * (np.sum(one * weights) / np.sum(one)) for one in ones)
        return sum(parts, np.zeros_like(weights))

    return projected


def by_itself(manifold: Manifold, names: tuple[str, ...]) -> Callable[[Real], Real]:
    """Return what moves every entry of every block by itself, but for those that are not trained.

    It takes and returns such an array too.
    """
    moving = np.array([name not in manifold.fixed for name in names], float)[:, None, None]
    return lambda weights: moving * weights


def off_ansatz(manifold: Manifold, blocks: Mapping[str, Real], dim: int) -> dict[str, Real]:
    """Return what is left of trained weights when each entry of a scale is less by the scale."""
    rest = {name: block.copy() for name, block in trained(manifold, blocks).items()}
    for scale, value in scales_at(manifold, blocks, dim).items():
        for block, ones in entries(manifold, scale, dim).items():
            rest[block] -= value * ones
    return rest


def trained(manifold: Manifold, blocks: Mapping[str, Real]) -> dict[str, Real]:
    """Return the blocks that are trained."""
    return {name: block for name, block in blocks.items() if name not in manifold.fixed}


def _mean(ones: Blocks, blocks: Mapping[str, Real]) -> float:
    count = sum(float(np.sum(one)) for one in ones.values())
    return sum(float(np.sum(one * blocks[name])) for name, one in ones.items()) / count
