"""A model in words at weights, run: on all nodes that are exact for it, or on random prompts."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from numeric_check.sampling.words import mean_loss
from numeric_check.words.adjoints import loss_and_slopes
from numeric_check.words.arrays import Arrays
from numeric_check.words.interpreter import Scene
from numeric_check.words.scenes import count_of, drawn_at_nodes

GROUPS = 32  # of random prompts, left out one by one
MOST_NODES = 1 << 17


@dataclass(frozen=True, eq=False)
class Seen:
    """What prompts show at weights.

    Attributes:
        loss: the mean loss.
        slopes: its gradient, by weight.
    """

    loss: float
    slopes: Arrays

    def plus(self, other: "Seen", factor: float = 1.0) -> "Seen":
        """Return this and a multiple of another."""
        slopes = {n: one + factor * other.slopes[n] for n, one in self.slopes.items()}
        return Seen(self.loss + factor * other.loss, slopes)

    def times(self, factor: float) -> "Seen":
        """Return a multiple."""
        return Seen(factor * self.loss, {n: factor * one for n, one in self.slopes.items()})


def nodes_of(scene: Scene) -> int:
    """Return how many prompts are exact for the loss, up to rounding."""
    return count_of(scene.model, _sizes(scene), False)


def at_nodes(scene: Scene) -> Seen:
    """Return what all of these prompts show."""
    drawn, weights = drawn_at_nodes(scene.model, _sizes(scene), False)
    found = {}
    for one in scene.model.drawn:
        root: Any = np.linalg.cholesky(scene.matrices[one.covariance]) if one.covariance else None
        found[one.name] = drawn[one.name] if root is None else root @ drawn[one.name]
    return Seen(*loss_and_slopes(replace(scene.placed(found), weights=weights)))


def on_random(scene: Scene, count: int, seed: int) -> list[Seen]:
    """Return what groups of random prompts show, less what does not fill the last group.

    The same seed gives the same prompts, at any weights.
    """
    size = count // GROUPS
    return [Seen(*mean_loss(scene, size, (seed, k))) for k in range(GROUPS)]


def _sizes(scene: Scene) -> dict[str, int]:
    spaces = scene.model.spaces
    return {name: int(scene.numbers[name]) for name in spaces}
