"""Inputs of the layer, drawn."""

from typing import Any, NamedTuple

import numpy as np

Array = Any


class Example(NamedTuple):
    """Arguments of the layer, in its order."""

    keys: Array
    values: Array
    queries: Array
    gamma: Array
    lam: Array


def example(seed: int, length: int, batch: tuple[int, ...] = (), dim: int = 3) -> Example:
    source = np.random.default_rng(seed)
    return Example(
        source.normal(size=(*batch, length, dim)),
        source.normal(size=(*batch, length, 2)),
        source.normal(size=(*batch, length, dim)),
        source.uniform(0.5, 1, size=(*batch, length)),
        source.uniform(0.5, 2, size=batch),
    )
