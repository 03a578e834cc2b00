"""Layers that descend on the in-context least-squares problem, run step by step on every sequence.

Sequences are the points of a finite law of x_1 times roots of unity for every phase. The error of k
steps from 0 is a Laurent polynomial in each phase, of degree at most (2k + 1)(t − 1) in size: with
more roots than that its mean over them is its mean over the circle.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.laws.finite import TokenNodes
from numeric_check.model.attention import Complex


def sequences_of(nodes: TokenNodes, steps: int, time: int) -> int:
    """Return how many sequences there are."""
    return len(nodes.points) * int(_roots(steps, time) ** (nodes.points.shape[1] - 1))


def _roots(steps: int, time: int) -> int:
    return (2 * steps + 1) * (time - 1) + 2


def mean_error(nodes: TokenNodes, steps: int, size: float, time: int) -> Estimate:
    """Return E |Φ_k x_t − x_{t+1}|² after k steps of size η/(t−1) from Φ = 0.

    The first phase is 1: all of them times one number leave the error as it is.
    """
    roots, dim = _roots(steps, time), nodes.points.shape[1]
    circle = np.exp(2j * np.pi * np.arange(roots) / roots)
    phases = np.array([(1, *rest) for rest in product(circle, repeat=dim - 1)])
    total = Estimate(0.0, 0.0)
    for point, weight in zip(nodes.points, nodes.weights, strict=True):
        tokens = [point * phases**power for power in range(time + 1)]
        value = float(np.mean(_errors(tokens, steps, size / (time - 1))))
        whole = float(np.mean(np.sum(np.abs(tokens[-1]) ** 2, axis=1)))
        total += Estimate(weight * value, abs(weight) * max(value, whole))
    return total


def _errors(tokens: Sequence[Complex], steps: int, size: float) -> Complex:
    """Return the error of each sequence: the gradient is a sum over pairs, as it is written."""
    count, dim = tokens[0].shape
    weights = np.zeros((count, dim, dim), dtype=np.complex128)
    *pairs, last, truth = tokens
    for _ in range(steps):
        gradient = np.zeros_like(weights)
        for before, after in zip([*pairs], [*pairs[1:], last], strict=True):
            residual = np.einsum("nij,nj->ni", weights, before) - after
            gradient += residual[:, :, None] * before.conj()[:, None, :]
        weights = weights - size * gradient
    found = np.einsum("nij,nj->ni", weights, last)
    squares: Complex = np.sum(np.abs(found - truth) ** 2, axis=1)
    return squares


def exact_from(dim: int) -> int:
    """Return the least t from which on x_t is in the span of the tokens before it, in rationals.

    With any distinct numbers λ_j; here 2, 3, 4, … and x_1 without zeros.
    """
    rows: list[list[Fraction]] = []
    for time in range(1, dim + 3):
        token = [Fraction(j + 1) * Fraction(j + 2) ** (time - 1) for j in range(dim)]
        if not any(left := _reduced(token, rows)):
            return time
        rows.append(left)
    raise AssertionError("more independent tokens than coordinates")


def _reduced(token: list[Fraction], rows: Sequence[list[Fraction]]) -> list[Fraction]:
    """Return a token less its part along rows in which an entry is 0 in all later rows."""
    for row in rows:
        place = next(k for k, value in enumerate(row) if value)
        factor = token[place] / row[place]
        token = [x - factor * y for x, y in zip(token, row, strict=True)]
    return token
