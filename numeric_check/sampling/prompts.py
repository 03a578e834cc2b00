"""Random prompts for layers of linear attention: what a whole layer predicts, and its errors.

Each function returns a mean with its standard error; prompts are drawn in pieces, from one seed.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.sampling.spectra import Sampled, mean

PIECE = 1_000  # prompts drawn at a time


def _pieces(count: int, seed: int) -> Iterator[tuple[np.random.Generator, int]]:
    parents = np.random.SeedSequence(seed).spawn(-(-count // PIECE))
    for k, parent in enumerate(parents):
        yield np.random.default_rng(parent), min(PIECE, count - k * PIECE)


def _mean(errors: Callable[[np.random.Generator, int], Real], count: int, seed: int) -> Sampled:
    return mean(np.concatenate([errors(chance, n) for chance, n in _pieces(count, seed)]))


def regression_loss(
    matrix: Real, root: Real, samples: int, noise: float, count: int, seed: int
) -> Sampled:
    """Return half the squared error of one layer, W^KQ = [A 0; 0 0] and W^PV = [0 0; 0 1].

    Args:
        matrix: A, of shape (d, d).
        root: a matrix whose product with its transpose is the covariance of x.
        samples: how many pairs a prompt has.
        noise: σ.
        count: how many prompts.
        seed: of all that is random.
    """
    dim = len(matrix)

    def errors(chance: np.random.Generator, n: int) -> Real:
        x = chance.normal(size=(n, samples, dim)) @ root.T
        query, task = chance.normal(size=(n, dim)) @ root.T, chance.normal(size=(n, dim))
        labels = np.einsum("nsi,ni->ns", x, task) + noise * chance.normal(size=(n, samples))
        scores = np.einsum("nsi,ij,nj->ns", x, matrix, query)
        predicted = np.einsum("ns,ns->n", labels, scores) / samples
        found: Real = (predicted - np.einsum("ni,ni->n", task, query)) ** 2 / 2
        return found

    return _mean(errors, count, seed)


def layers_loss(steps: Sequence[float], dim: int, samples: int, count: int, seed: int) -> Sampled:
    """Return half the squared error of layers that take steps, white x and tasks.

    A layer takes from every label, the query's too, its step times the mean over the prompt of
    labels times inner products; what is left of the query's label is minus the prediction.
    """

    def errors(chance: np.random.Generator, n: int) -> Real:
        x = chance.normal(size=(n, samples, dim))
        query, task = chance.normal(size=(n, dim)), chance.normal(size=(n, dim))
        labels = np.einsum("nsi,ni->ns", x, task)
        last = np.zeros(n)
        for step in steps:
            moved = step / samples * np.einsum("ns,nsi->ni", labels, x)
            labels = labels - np.einsum("nsi,ni->ns", x, moved)
            last = last - np.einsum("ni,ni->n", query, moved)
        found: Real = (-last - np.einsum("ni,ni->n", task, query)) ** 2 / 2
        return found

    return _mean(errors, count, seed)


def posterior_loss(dim: int, samples: int, count: int, seed: int) -> Sampled:
    """Return half the squared error by the mean of the task given its prompt, white x and tasks.

    Labels have no noise: the mean is the solution of least norm of what they say.
    """

    def errors(chance: np.random.Generator, n: int) -> Real:
        x = chance.normal(size=(n, samples, dim))
        query, task = chance.normal(size=(n, dim)), chance.normal(size=(n, dim))
        labels = np.einsum("nsi,ni->ns", x, task)
        known = np.einsum("nis,ns->ni", np.linalg.pinv(x), labels)
        found: Real = np.einsum("ni,ni->n", query, known - task) ** 2 / 2
        return found

    return _mean(errors, count, seed)


def trace_moment(power: int, dim: int, samples: int, count: int, seed: int) -> Sampled:
    """Return E tr (G G')^p for a Gaussian matrix G of shape (d, N)."""

    def traces(chance: np.random.Generator, n: int) -> Real:
        matrices = chance.normal(size=(n, dim, samples))
        values = np.linalg.eigvalsh(matrices @ matrices.transpose(0, 2, 1))
        found: Real = (values**power).sum(axis=1)
        return found

    return _mean(traces, count, seed)


def few_shot_error(
    weights: Real, samples: int, size: float, spurious: bool, count: int, seed: int
) -> Sampled:
    """Return the squared error of one gradient step on a prompt x_1, W x_1, x_2, …, q.

    Args:
        weights: W, of shape (d, d).
        samples: how many pairs there are.
        size: the step size.
        spurious: whether every pair of neighbours counts, or the true pairs alone.
        count: how many prompts.
        seed: of all that is random.
    """
    dim = len(weights)

    def errors(chance: np.random.Generator, n: int) -> Real:
        x, query = chance.normal(size=(n, samples, dim)), chance.normal(size=(n, dim))
        read = np.stack([x, x @ weights.T], axis=2).reshape(n, 2 * samples, dim)
        read = np.concatenate([read, query[:, None]], axis=1)
        every = 1 if spurious else 2
        keys, values = read[:, :-1:every], read[:, 1::every]
        scores = np.einsum("nsi,ni->ns", keys, query)
        predicted = size * np.einsum("ns,nsi->ni", scores, values)
        found: Real = ((predicted - query @ weights.T) ** 2).sum(axis=1)
        return found

    return _mean(errors, count, seed)
