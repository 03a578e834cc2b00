"""Several layers of linear attention on prompts without noise, as Ahn et al. write them.

Z = [x_1 … x_N q; y_1 … y_N 0], and a layer adds P Z M (Z' Q_k Z)/N, where P has −1 in its last
entry alone, M is the identity without the query's column, and Q_k has A_k for its first d rows and
columns. The prediction is minus the last entry of the last row after all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from math import prod
from typing import Any

import numpy as np

from numeric_check.linear import solved
from numeric_check.words.arrays import Array
from numeric_check.words.pairings import counted
from numeric_check.words.prompts import hermite

Number = Any
ROOT = ((1.0, 0.5), (0.0, 2.0))  # of Λ


@dataclass(frozen=True)
class DeepPrompts:
    """Every prompt at Gauss–Hermite nodes that are exact for a number of layers.

    Attributes:
        depth: L.
        dim: d, 1 or 2.
        samples: N.
    """

    depth: int
    dim: int
    samples: int

    @cached_property
    def _parts(self) -> tuple[Array, Array, Array, Array]:
        """X, q and w by prompt, with the weights."""
        counts = [2 * self.depth + 1] * (self.dim * self.samples) + [2] * (2 * self.dim)
        places = np.indices(counts, dtype=np.int8).reshape(len(counts), -1)
        every = [hermite(count) for count in counts]
        values = np.array([np.array(n.values)[p] for n, p in zip(every, places, strict=True)])
        weights = np.array([np.array(n.weights)[p] for n, p in zip(every, places, strict=True)])
        ends = [self.dim * self.samples, self.dim * self.samples + self.dim]
        x, q, w = np.split(values, ends)
        total = prod(float(nodes.total) for nodes in every)
        x = x.reshape(self.dim, self.samples, -1).transpose(2, 0, 1)
        return x, q.T, w.T, np.prod(weights, axis=0) / total

    def loss(self, steps: Sequence[float]) -> float:
        """Return half the mean square of the prediction less w'q, at A_k = a_k Λ⁻¹."""
        z, q, u, weights = self._parts
        root = np.array(ROOT)[: self.dim, : self.dim]
        inverse = np.linalg.inv(root @ root.T)
        x, query, w = root @ z, q @ root.T, u @ np.linalg.inv(root)
        tokens = np.concatenate([x, query[:, :, None]], axis=2)
        row = np.concatenate([np.einsum("ni,nis->ns", w, x), np.zeros((len(w), 1))], axis=1)
        for step in steps:
            scores = np.einsum("nis,ij,njt->nst", x, step * inverse, tokens)
            row = row - np.einsum("ns,nst->nt", row[:, :-1], scores) / self.samples
        rest = -row[:, -1] - np.einsum("ni,ni->n", w, query)
        return float(weights @ rest**2) / 2

    def moments(self) -> list[float]:
        """Return the mean of tr (ZZ'/N)^j, j = 0, 1, …, 2L."""
        z, _, _, weights = self._parts
        gram = np.einsum("nis,njs->nij", z, z) / self.samples
        found, each = [float(self.dim)], np.broadcast_to(np.eye(self.dim), gram.shape)
        for _ in range(2 * self.depth):
            each = each @ gram
            found.append(float(weights @ np.trace(each, axis1=1, axis2=2)))
        return found


@cache  # pure
def exact_moments(depth: int, dim: int, samples: int) -> list[Fraction]:
    """Return the same as fractions, by pairings counted."""
    return [
        Fraction(counted([j], dim, samples), samples**j) if j else Fraction(dim)
        for j in range(2 * depth + 1)
    ]


def best(moments: Sequence[Number]) -> list[Number]:
    """Return the coefficients of the polynomial p with p(0) = 1 and the least mean of p²."""
    depth = len(moments) // 2
    order = range(1, depth + 1)
    if isinstance(moments[0], Fraction):
        return [
            Fraction(1),
            *solved([[*(moments[i + j] for j in order), -moments[i]] for i in order]),
        ]
    matrix = np.array([[moments[i + j] for j in order] for i in order])
    return [1.0, *np.linalg.solve(matrix, [-moments[i] for i in order])]


def half_square(coefficients: Sequence[Number], moments: Sequence[Number]) -> Number:
    """Return half the mean of tr p(S)²."""
    pairs = ((i, j) for i in range(len(coefficients)) for j in range(len(coefficients)))
    total = sum(coefficients[i] * coefficients[j] * moments[i + j] for i, j in pairs)
    return total / 2


def multiplied_out(steps: Sequence[Number]) -> list[Number]:
    """Return the coefficients of the product of 1 − a_k s."""
    found = [steps[0] ** 0]
    for step in steps:
        found = [x - step * y for x, y in zip([*found, 0], [0, *found], strict=True)]
    return found
