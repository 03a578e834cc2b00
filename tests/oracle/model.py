"""The model, written down once more: linear causal attention on x_{t+1} = W x_t, as a quartic form.

    yhat_t = sum over s <= t of (PV12 x_s + PV13 x_{s-1}) (e_s^* W^KQ e_t) / (t - 1),  x_0 = 0

is Σ PV[i,j] KQ[k,l] F_t[j,k,l], each F_t a sum over s of one product of three tokens. With
x_t[j] = λ_j^(t-1) x_1[j] the mean over the phases of a product of two F is a count of pairs (s, s')
whose exponents agree, and the mean over x_1 is one moment. All numbers are fractions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import product
from typing import Any

import numpy as np

from tests.oracle.tokens import Tokens

PV = ("PV12", "PV13")
KQ = ("KQ22", "KQ23", "KQ32", "KQ33")
BLOCKS = (*PV, *KQ)
Weights = Mapping[str, Any]  # the name of a block: its d x d matrix
Feature = tuple[str, int, str, int, int]  # PV block, its column j, KQ block, its row k, column l
Exponents = tuple[int, ...]  # of the phases λ_1, …, λ_d

ROW = {"2": 0, "3": 1}  # how far behind s (or t) the token is that a row of a block is about


@cache
def features(dim: int) -> tuple[Feature, ...]:
    """Return every product of an entry of PV[i, .] and an entry of KQ, whatever i is."""
    size = range(dim)
    return tuple(product(PV, size, KQ, size, size))


def times_of(feature: Feature, s: int, t: int) -> tuple[int, int, int]:
    """Return the times of the three tokens in a product."""
    pv, _, kq, _, _ = feature
    return s - ROW[pv[3]], s - ROW[kq[2]], t - ROW[kq[3]]


@cache
def exponents(dim: int, t: int) -> tuple[Counter[Exponents], ...]:
    """Return for each feature how often each monomial of phases occurs in it at time t."""
    found = []
    for feature in features(dim):
        _, j, _, k, m = feature
        counts: Counter[Exponents] = Counter()
        for s in range(1, t + 1):
            first, second, third = times_of(feature, s, t)
            if 0 in (first, second, third):  # x_0 = 0
                continue
            powers = [0] * dim
            powers[j] += first - 1
            powers[k] -= second - 1
            powers[m] += third - 1
            counts[tuple(powers)] += 1
        found.append(counts)
    return tuple(found)


@cache
def phase_means(dim: int, times: tuple[int, ...]) -> tuple[Any, Any, int]:
    """Return Σ_t E F F' and Σ_t E x̄_{t+1,i} F over the phases alone, and their denominator."""
    below = int(np.lcm.reduce([(t - 1) ** 2 for t in times]))
    size = len(features(dim))
    square, cross = np.zeros((size, size), dtype=np.int64), np.zeros((dim, size), dtype=np.int64)
    for t in times:
        counted = exponents(dim, t)
        columns = {e: n for n, e in enumerate(sorted({e for one in counted for e in one}))}
        table = np.zeros((size, len(columns)), dtype=np.int64)
        for n, counts in enumerate(counted):
            for exponent, times_it_occurs in counts.items():
                table[n, columns[exponent]] = times_it_occurs
        square += below // (t - 1) ** 2 * (table @ table.T)
        for i in range(dim):
            target = tuple(t * (k == i) for k in range(dim))
            if target in columns:
                cross[i] += below // (t - 1) * table[:, columns[target]]
    return square, cross, below


def _powers(dim: int, indices: Sequence[int]) -> tuple[int, ...]:
    return tuple(indices.count(k) for k in range(dim))


@dataclass(frozen=True)
class Model:
    """The population loss for a law of x_1 in R^d, summed over the times of prediction.

    Attributes:
        tokens: the law of x_1.
        times: the t at which x_{t+1} is predicted; 2, …, T-1 in training.
    """

    tokens: Tokens
    times: tuple[int, ...]

    @property
    def dim(self) -> int:
        return self.tokens.dim

    @cached_property
    def zero_loss(self) -> Fraction:
        """The loss of predicting 0."""
        energy = sum(self.tokens.at(_powers(self.dim, (i, i))) for i in range(self.dim))
        return Fraction(len(self.times), 2) * energy

    @cached_property
    def square(self) -> Any:
        """Σ_t E F F', an object array of fractions."""
        counted, _, below = phase_means(self.dim, self.times)
        every = features(self.dim)
        found = np.full(counted.shape, Fraction(0), dtype=object)
        for m, n in zip(*np.nonzero(counted), strict=True):
            indices = [every[k][at] for k in (m, n) for at in (1, 3, 4)]
            moment = self.tokens.at(_powers(self.dim, indices))
            found[m, n] = Fraction(int(counted[m, n]), below) * moment
        return found

    @cached_property
    def cross(self) -> Any:
        """Σ_t E x̄_{t+1,i} F, an object array of fractions."""
        _, counted, below = phase_means(self.dim, self.times)
        every = features(self.dim)
        found = np.full(counted.shape, Fraction(0), dtype=object)
        for i, n in zip(*np.nonzero(counted), strict=True):
            moment = self.tokens.at(_powers(self.dim, [int(i), *(every[n][k] for k in (1, 3, 4))]))
            found[i, n] = Fraction(int(counted[i, n]), below) * moment
        return found

    @cached_property
    def floats(self) -> tuple[Any, Any]:
        """Both arrays as doubles."""
        return self.square.astype(float), self.cross.astype(float)

    def sides(self, weights: Weights) -> tuple[Any, Any]:
        """Return the PV blocks as rows of 2d, and the KQ blocks as a vector of 4d²."""
        zero = np.full((self.dim, self.dim), Fraction(0), dtype=object)
        left = np.hstack([np.asarray(weights.get(name, zero)) for name in PV])
        right = np.concatenate([np.asarray(weights.get(name, zero)).ravel() for name in KQ])
        return left, right

    def loss(self, weights: Weights) -> Any:
        """Return the population loss."""
        left, right = self.sides(weights)
        total: Any = self.zero_loss
        for i in range(self.dim):
            products = np.outer(left[i], right).ravel()
            kept = np.flatnonzero(products)
            if kept.size:
                inner = self.square[np.ix_(kept, kept)] @ products[kept]
                total = total + products[kept] @ inner / 2 - self.cross[i, kept] @ products[kept]
        return total

    def gradient(self, weights: Weights) -> dict[str, Any]:
        """Return ∂L/∂W for each of the six blocks."""
        left, right = self.sides(weights)
        rows, rest = [], right * 0
        for i in range(self.dim):
            products = np.outer(left[i], right).ravel()
            kept = np.flatnonzero(products)
            slope = (self.square[:, kept] @ products[kept] if kept.size else 0) - self.cross[i]
            table = slope.reshape(left.shape[1], right.size)
            rows.append(table @ right)
            rest = rest + left[i] @ table
        return self._blocks(np.array(rows), rest)

    def _blocks(self, left: Any, right: Any) -> dict[str, Any]:
        parts = [left[:, : self.dim], left[:, self.dim :], *np.split(right, len(KQ))]
        shape = (self.dim, self.dim)
        return {n: np.asarray(p).reshape(shape) for n, p in zip(BLOCKS, parts, strict=True)}

    def hessian(self, weights: Weights) -> Any:
        """Return the matrix of second derivatives in all 6d² entries, in the order of BLOCKS."""
        square, cross = self.floats
        left, right = (side.astype(float) for side in self.sides(weights))
        rows, columns = left.shape
        total = np.zeros((left.size + right.size,) * 2)
        for i in range(rows):
            own = slice(i * columns, (i + 1) * columns)
            slope = np.zeros((square.shape[0], total.shape[0]))  # of the products of row i
            slope[:, own] = np.kron(np.eye(columns), right[:, None])
            slope[:, left.size :] = np.kron(left[i][:, None], np.eye(right.size))
            total += slope.T @ square @ slope
            force = (square @ np.outer(left[i], right).ravel() - cross[i]).reshape(columns, -1)
            total[own, left.size :] += force
            total[left.size :, own] += force.T
        return total

    def entry(self, block: str, row: int, column: int) -> int:
        """Return the place of an entry in the rows of `hessian`."""
        if block in PV:
            return row * 2 * self.dim + PV.index(block) * self.dim + column
        return 2 * self.dim**2 + KQ.index(block) * self.dim**2 + row * self.dim + column


def diagonal(dim: int, a: Any, b: Any, alpha: Any = 0, beta: Any = 0) -> dict[str, Any]:
    """Return KQ32 = aI + α(J − I), PV12 = bI + β(J − I)."""
    return {
        name: np.array([[x if i == k else y for k in range(dim)] for i in range(dim)], dtype=object)
        for name, x, y in (("KQ32", a, alpha), ("PV12", b, beta))
    }


def forward(weights: Weights, tokens: Any) -> Any:
    """Return yhat_t of one sequence x_1, …, x_t (rows), literally: e_t = (0, x_t, x_{t-1})."""
    length, dim = tokens.shape
    shifted = np.vstack([np.zeros(dim), tokens[:-1]])
    embedded = np.hstack([np.zeros((length, dim)), tokens, shifted])
    zero = np.zeros((dim, dim))
    rows = [np.hstack([zero, *(weights.get(f"KQ{r}{c}", zero) for c in "23")]) for r in "23"]
    inner = np.vstack([np.zeros((dim, 3 * dim)), *rows])
    outer = np.hstack([zero, *(weights.get(name, zero) for name in PV)])
    scores = embedded.conj() @ inner @ embedded[-1]
    return outer @ embedded.T @ scores / (length - 1)
