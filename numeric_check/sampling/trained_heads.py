"""Heads of linear attention that are trained on random prompts, all entries of all heads."""

from collections.abc import Sequence

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.runge_kutta import stepped
from numeric_check.sampling.spectra import Sampled, mean
from numeric_check.words.quadratics import Quadratic

SETS = 8  # of prompts; the heads are trained on each
STEP = 0.02  # at which a step's error is far below what the sets leave open

State = tuple[Real, Real]  # every u, of shape (h,), and every U, of shape (h, d, d)


def mean_scale(
    start: State, samples: int, noise: float, times: Sequence[float], count: int, seed: int
) -> list[Sampled]:
    """Return tr(A)/d at each time of the flow, A = Σ u U, over sets of prompts.

    Tokens and tasks are white. The flow is that of half the mean squared error on a set.

    Args:
        start: u and U of each head at the time 0.
        samples: how many pairs a prompt has.
        noise: σ.
        times: multiples of `STEP`, which grow.
        count: how many prompts all sets have together.
        seed: of all that is random.
    """
    parents = np.random.SeedSequence(seed).spawn(SETS)
    losses = (
        _loss(chance, start[1].shape[-1], samples, noise, count // SETS)
        for chance in map(np.random.default_rng, parents)
    )
    return [mean(values) for values in np.array([_run(start, one, times) for one in losses]).T]


def _loss(
    chance: np.random.Generator, dim: int, samples: int, noise: float, count: int
) -> Quadratic:
    """Return the loss on prompts as a function of A, less that of A = 0."""
    x, query = chance.normal(size=(count, samples, dim)), chance.normal(size=(count, dim))
    task = chance.normal(size=(count, dim))
    labels = np.einsum("nsi,ni->ns", x, task) + noise * chance.normal(size=(count, samples))
    read = np.einsum("ns,nsi->ni", labels, x) / samples
    features = np.einsum("ni,nj->nij", read, query).reshape(count, -1)
    target = np.einsum("ni,ni->n", task, query)
    slope, curvature = -features.T @ target / count, features.T @ features / count
    return Quadratic(0.0, slope, curvature, (dim, dim))


def _run(start: State, loss: Quadratic, times: Sequence[float]) -> list[float]:
    """Follow the flow, each head's u beside the entries of its U."""
    heads, dim, _ = start[1].shape

    def velocity(point: Real) -> Real:
        scales, matrices = _parted(point, dim)
        slope = loss.gradient(np.einsum("h,hij->ij", scales, matrices))
        moved = -np.multiply.outer(scales, slope).reshape(heads, -1)
        return np.column_stack([-np.einsum("hij,ij->h", matrices, slope), moved])

    point, steps, found = np.column_stack([start[0], start[1].reshape(heads, -1)]), 0, []
    for time in times:
        for _ in range(round(time / STEP) - steps):
            point, _ = stepped(velocity, point, STEP)
        steps = round(time / STEP)
        scales, matrices = _parted(point, dim)
        found.append(float(np.einsum("h,hii->", scales, matrices)) / dim)
    return found


def _parted(point: Real, dim: int) -> State:
    return point[:, 0], point[:, 1:].reshape(-1, dim, dim)
