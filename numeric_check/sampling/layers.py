"""Layers that solve least-squares problems or copy tokens, run in doubles on random ones."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from numeric_check.model.attention import Complex, Real
from numeric_check.sampling.spectra import Sampled, Spectrum, mean


def problem(least: float, largest: float, dim: int, seed: int) -> tuple[Real, Real]:
    """Return a symmetric matrix with eigenvalues from `least` to `largest`, and a query."""
    chance = np.random.default_rng(seed)
    basis, _ = np.linalg.qr(chance.normal(size=(dim, dim)))
    values = np.geomspace(least, largest, dim)
    return (basis * values) @ basis.T, chance.normal(size=dim)


def stepped(matrix: Real, query: Real, step: float, layers: int) -> list[float]:
    """Return the errors of q ← q + α (query − M q), beside that at the start."""
    return _beside_first(_stepped(matrix, query, step), matrix, query, layers)


def _stepped(matrix: Real, query: Real, step: float) -> Iterator[Real]:
    now = query
    while True:
        yield now
        now = now + step * (query - matrix @ now)


def accelerated(matrix: Real, query: Real, weights: Sequence[float], middle: float) -> list[float]:
    """Return the errors of accelerated layers, beside that at the start.

    Args:
        matrix: M.
        query: the query.
        weights: w_1, w_2, …, one for each layer.
        middle: θ, the middle of the eigenvalues.
    """
    return _beside_first(_accelerated(matrix, query, weights, middle), matrix, query, len(weights))


def _accelerated(
    matrix: Real, query: Real, weights: Sequence[float], middle: float
) -> Iterator[Real]:
    before = now = query
    yield now
    for weight in weights:
        moved = now - before + (query - matrix @ now) / middle
        before, now = now, before + weight * moved
        yield now


def _beside_first(found: Iterable[Real], matrix: Real, query: Real, layers: int) -> list[float]:
    wanted = np.linalg.solve(matrix, query)
    errors = [float(np.linalg.norm(x - wanted)) for x in islice(found, layers + 1)]
    return [error / errors[0] for error in errors]


def circle_leak(period: int, scale: float) -> float:
    """Return the weight that softmax gives to others than one token, on a circle of positions.

    Args:
        period: how many tokens there are, evenly on the circle.
        scale: the score of the wanted token; that of another is its cosine as a part of it.
    """
    cosines = np.cos(2 * np.pi * np.arange(period) / period)
    weights = np.exp(scale * (cosines - 1))
    return float(1 - weights[0] / weights.sum())


def single_token_excess(
    scale: float, pieces: Iterable[tuple[Real, Complex]], length: int
) -> Sampled:
    """Return the loss of a head whose tokens hold x_t alone, less that of predicting 0.

    Both blocks of the head are scale · I; the difference is taken sequence by sequence.
    """
    return mean(np.concatenate([_excesses(scale, *piece, length) for piece in pieces]))


def _excesses(scale: float, tokens: Real, phases: Complex, length: int) -> Real:
    now = tokens.astype(np.complex128)
    gram = np.zeros((*now.shape, now.shape[1]), dtype=np.complex128)
    found: Real = np.zeros(len(now))
    for time in range(1, length):
        gram += now[:, :, None] * now.conj()[:, None, :]
        predicted = scale**2 * np.einsum("nij,nj->ni", gram, now) / time
        now = phases * now
        squares = np.abs(predicted - now) ** 2 - np.abs(now) ** 2
        found = found + squares.sum(axis=1) / 2
    return found


def steps_error(spectra: Iterable[Spectrum], size: float, steps: int) -> Sampled:
    """Return the squared error of steps of one size, at random sequences."""

    def left(values: Real) -> Real:
        found: Real = (1 - size * values) ** steps
        return found

    return mean(np.concatenate([one.left(left) for one in spectra]))
