"""Prompts (x_1, y_1), …, (x_N, y_N), q at nodes: y = w'x + σ ε, all of it Gaussian.

In whole numbers: ±1 have the moments of N(0, 1) up to degree 3; 0, ±1, ±2 with weights 6, 2, 1 of
12 up to degree 5; and 0, ±1, ±2, ±3 with 70, 45, 9, 1 of 180 up to degree 7, for the query: the
square of a prediction has degree 6 in it. In doubles: Gauss–Hermite nodes. A covariance is B B'
with a B of whole numbers; x = B z.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.polynomial.hermite_e import hermegauss

from numeric_check.words.arrays import Array, Number
from numeric_check.words.whole_numbers import exact_product

MOST = 600_000  # prompts


@dataclass(frozen=True)
class Nodes:
    """Nodes of one variable.

    Attributes:
        values: where.
        weights: with which weights; their sum is `total`.
        total: the sum of the weights.
    """

    values: tuple[Any, ...]
    weights: tuple[Any, ...]
    total: Any


SIGNS = Nodes((1, -1), (1, 1), 2)
INTEGERS = Nodes((0, 1, -1, 2, -2), (6, 2, 2, 1, 1), 12)
MORE_INTEGERS = Nodes((0, 1, -1, 2, -2, 3, -3), (70, 45, 45, 9, 9, 1, 1), 180)


def hermite(count: int) -> Nodes:
    """Return Gauss–Hermite nodes, exact up to degree 2 count − 1."""
    values, weights = hermegauss(count)
    return Nodes(tuple(values), tuple(weights), float(weights.sum()))


@dataclass(frozen=True)
class Prompts:
    """Every prompt at the nodes.

    Attributes:
        nodes: of each variable of X, and of the labels where `labels` is None.
        query: of those of the query.
        root: B, a matrix d × d of whole numbers.
        samples: N.
        task: a root of the covariance of w; the identity where it is None.
        labels: the nodes of w and ε.
        asked: a root of the covariance of the query; that of the tokens where it is None.
    """

    nodes: Nodes
    query: Nodes
    root: Sequence[Sequence[int]]
    samples: int
    task: Sequence[Sequence[int]] | None = None
    labels: Nodes | None = None
    asked: Sequence[Sequence[int]] | None = None

    @property
    def dim(self) -> int:
        """The dimension d."""
        return len(self.root)

    @property
    def count(self) -> int:
        """How many prompts there are."""
        return int(np.prod([len(nodes.values) for nodes in self._variables]))

    @property
    def _variables(self) -> list[Nodes]:
        """Those of X, q, w and ε, in this order."""
        dim, samples = self.dim, self.samples
        others = [self.labels or self.nodes] * (dim + samples)
        return [*[self.nodes] * (dim * samples), *[self.query] * dim, *others]

    @cached_property
    def _grid(self) -> tuple[Array, Array]:
        every = self._variables
        places = np.indices([len(nodes.values) for nodes in every], dtype=np.int8)
        chosen = list(zip(every, places.reshape(len(every), -1), strict=True))
        values = np.array([np.array(nodes.values)[place] for nodes, place in chosen])
        weights = np.array([np.array(nodes.weights)[place] for nodes, place in chosen])
        return values, np.prod(weights, axis=0)

    @property
    def _total(self) -> Any:
        return prod(nodes.total for nodes in self._variables)

    @cached_property
    def parts(self) -> tuple[Array, Array, Array, Array]:
        """X of shape (n, d, N), q and w of shape (n, d), ε of shape (n, N).

        Prompts lie side by side in memory, so that what is done to each is done to many at once.
        """
        grid, _ = self._grid
        dim, samples = self.dim, self.samples
        root = np.array(self.root)
        task = np.eye(dim, dtype=root.dtype) if self.task is None else np.array(self.task)
        ends = np.cumsum([dim * samples, dim, dim])
        x, q, w, noise = np.split(grid, ends)
        x = np.tensordot(root, x.reshape(dim, samples, -1), axes=1).transpose(2, 0, 1)
        asked = root if self.asked is None else np.array(self.asked)
        return x, (asked @ q).T, (task @ w).T, noise.T

    def mean_square(self, values: Array) -> Any:
        """Return the mean over the prompts of the square of values, of shape (n,)."""
        return self.products(values[None])[0, 0]

    def products(self, values: Array) -> Array:
        """Return the mean over the prompts of the product of any two of some values.

        Args:
            values: of shape (k, n).

        Returns:
            Of shape (k, k): fractions of whole numbers, or doubles.

        Raises:
            ArithmeticError: when sums of whole numbers are beyond their range.
        """
        _, weights = self._grid
        if values.dtype.kind == "f":
            mean: Array = (values * weights) @ values.T / self._total
            return mean
        if float(np.abs(values).max()) * float(self._total) > np.iinfo(np.int64).max:
            raise ArithmeticError("sums of products are beyond the range of whole numbers")
        total = exact_product(values * weights, values.T)
        exact: Array = np.array([[Fraction(v, self._total) for v in row] for row in total])
        return exact

    def variance(self, values: Array, over_tokens: bool) -> Number:
        """Return the mean variance of some values where the query is held, and tokens or not.

        Args:
            values: of shape (n,).
            over_tokens: whether tokens vary too, and not labels alone.
        """
        every, size = self._variables, self.dim * self.samples
        query = range(size, size + self.dim)
        held = [*query] if over_tokens else [*range(size), *query]
        means = values.reshape([len(nodes.values) for nodes in every])
        for axis in reversed(range(len(every))):
            if axis not in held:
                means = np.tensordot(means, np.array(every[axis].weights), axes=([axis], [0]))
        exact = values.dtype.kind != "f"
        means = means.astype(object) if exact else means
        square = means * means
        for axis in reversed(held):
            square = np.tensordot(square, np.array(every[axis].weights), axes=([-1], [0]))
        varied = prod(nodes.total for axis, nodes in enumerate(every) if axis not in held)
        total = self._total * varied
        explained = Fraction(square.item(), total) if exact else square / total
        spread: Number = self.products(values[None])[0, 0] - explained
        return spread
