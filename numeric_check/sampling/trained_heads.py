"""Heads of linear attention that are trained on random prompts, all entries of all heads."""

from collections.abc import Sequence

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.sampling.spectra import Sampled, mean

SETS = 8  # of prompts; the heads are trained on each
STEP = 0.02

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
    runs = [
        _run(start, *_quadratic(chance, start[1].shape[-1], samples, noise, count // SETS), times)
        for chance in map(np.random.default_rng, parents)
    ]
    return [mean(values) for values in np.array(runs).T]


def _quadratic(
    chance: np.random.Generator, dim: int, samples: int, noise: float, count: int
) -> tuple[Real, Real]:
    """Return H and c of the loss vec(A)ᵀ H vec(A)/2 − cᵀ vec(A) + … on prompts."""
    x, query = chance.normal(size=(count, samples, dim)), chance.normal(size=(count, dim))
    task = chance.normal(size=(count, dim))
    labels = np.einsum("nsi,ni->ns", x, task) + noise * chance.normal(size=(count, samples))
    read = np.einsum("ns,nsi->ni", labels, x) / samples
    features = np.einsum("ni,nj->nij", read, query).reshape(count, -1)
    target = np.einsum("ni,ni->n", task, query)
    return features.T @ features / count, features.T @ target / count


def _run(start: State, curvature: Real, slope: Real, times: Sequence[float]) -> list[float]:
    """Follow the flow by the classical Runge-Kutta rule."""
    scales, matrices = start
    found, steps = [], 0
    for time in times:
        for _ in range(round(time / STEP) - steps):
            scales, matrices = _stepped((scales, matrices), curvature, slope)
        steps = round(time / STEP)
        found.append(float(np.einsum("h,hii->", scales, matrices)) / matrices.shape[-1])
    return found


def _stepped(state: State, curvature: Real, slope: Real) -> State:
    def moved(by: float, speed: State) -> State:
        return state[0] + by * speed[0], state[1] + by * speed[1]

    first = _speed(state, curvature, slope)
    second = _speed(moved(STEP / 2, first), curvature, slope)
    third = _speed(moved(STEP / 2, second), curvature, slope)
    fourth = _speed(moved(STEP, third), curvature, slope)
    scales, matrices = (
        (a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(first, second, third, fourth, strict=True)
    )
    return moved(STEP, (scales, matrices))


def _speed(state: State, curvature: Real, slope: Real) -> State:
    scales, matrices = state
    merged = np.einsum("h,hij->ij", scales, matrices)
    gradient = (curvature @ merged.ravel() - slope).reshape(merged.shape)
    return -np.einsum("hij,ij->h", matrices, gradient), -np.multiply.outer(scales, gradient)
