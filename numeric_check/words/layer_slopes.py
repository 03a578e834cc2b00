"""Several layers of linear attention on prompts at any matrices A_k: errors, losses and slopes.

The layers are those of `deep`, run on every prompt at nodes, in rationals and in doubles. An error
is linear in each A_k: its derivative along a change of one of them is a difference, exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np

from numeric_check.words.nodes import Nodes, hermite_nodes, integer_nodes
from numeric_check.words.prompt_layers import inverse

ROOTS = {1: ((1,),), 2: ((2, 1), (1, 1))}  # of Λ, symmetric, by d; the inverse of Λ is whole too


@dataclass(frozen=True)
class SlopedLayers:
    """Layers at every prompt of nodes that are exact for their loss.

    Attributes:
        depth: L.
        dim: d, 1 or 2.
        samples: N.
        exact: whether it is measured in rationals.
        whitened: whether the task is N(0, Λ⁻¹), and not N(0, I).
    """

    depth: int
    dim: int
    samples: int
    exact: bool
    whitened: bool = True

    def array(self, values: Any) -> Any:
        """Return numbers as they are calculated with."""
        if not self.exact:
            return np.array(values, dtype=np.float64)
        return np.vectorize(_plain, otypes=[object])(values)

    @cached_property
    def root(self) -> Any:
        """The symmetric root of Λ."""
        return self.array(ROOTS[self.dim])

    @cached_property
    def covariance(self) -> Any:
        """Λ."""
        return self.root @ self.root

    @cached_property
    def root_inverse(self) -> Any:
        """The inverse of the root."""
        return self.array(inverse(self.root))

    @property
    def inverse(self) -> Any:
        """The inverse of Λ."""
        return self.root_inverse @ self.root_inverse

    @property
    def identity(self) -> Any:
        """The identity of the tokens' space."""
        return self.array(np.eye(self.dim, dtype=int))

    @cached_property
    def _prompts(self) -> tuple[Any, Any, Any, Any]:
        """X, q and w by prompt, with their weights, whole numbers where they are exact."""
        of_tokens, of_others = self._nodes(4 * self.depth), self._nodes(2)
        every = [of_tokens] * (self.dim * self.samples) + [of_others] * (2 * self.dim)
        places = np.indices([len(nodes) for nodes in every]).reshape(len(every), -1)
        values, weights = (
            np.array([part[p] for part, p in zip(parts, places, strict=True)])
            for parts in zip(*(self._parted(nodes) for nodes in every), strict=True)
        )
        size = self.dim * self.samples
        x, q, w = np.split(values, [size, size + self.dim])
        tokens = x.reshape(self.dim, self.samples, -1).transpose(2, 0, 1)
        task = self.root_inverse if self.whitened else self.identity
        return self.root @ tokens, q.T @ self.root, w.T @ task, np.prod(weights, axis=0)

    def _nodes(self, degree: int) -> Nodes:
        if not self.exact:
            return hermite_nodes(degree)
        nodes = integer_nodes(degree)
        below = lcm(*(Fraction(weight).denominator for _, weight in nodes))
        return tuple((node, weight * below) for node, weight in nodes)

    def _parted(self, nodes: Nodes) -> tuple[Any, Any]:
        """Return where nodes are, and their weights."""
        return self.array([node for node, _ in nodes]), self.array([w for _, w in nodes])

    @cached_property
    def _total(self) -> Any:
        return sum(self._prompts[-1])

    def errors(self, matrices: Sequence[Any]) -> Any:
        """Return N^L times the prediction less w'q, by prompt."""
        x, query, task, _ = self._prompts
        tokens = np.concatenate([x, query[:, :, None]], axis=2)
        row = np.concatenate([_along(task, x), 0 * query[:, :1]], axis=1)
        for each in matrices:
            seen = _along(_along(row[:, :-1], x.transpose(0, 2, 1)) @ each, tokens)
            row = self.samples * row - seen
        scale = self.samples ** len(matrices)
        return -row[:, -1] - scale * np.sum(task * query, axis=1)

    def _mean(self, values: Any) -> Any:
        """Return the mean of what is a product of two errors."""
        total = values @ self._prompts[-1]
        scale = self._total * self.samples ** (2 * self.depth)
        return Fraction(total) / scale if self.exact else total / scale

    def loss(self, matrices: Sequence[Any]) -> Any:
        """Return half the mean square of the prediction less w'q."""
        errors = self.errors(matrices)
        return self._mean(errors * errors) / 2

    def slopes(self, matrices: Sequence[Any], layer: int, changes: Sequence[Any]) -> list[Any]:
        """Return the derivatives of the loss along changes of one matrix.

        Args:
            matrices: A_1, …, A_L.
            layer: the number of the layer, from 1.
            changes: changes of its matrix.
        """
        errors = self.errors(matrices)
        every = []
        for change in changes:
            moved = [m + change if k == layer else m for k, m in enumerate(matrices, start=1)]
            every.append(self._mean(errors * (self.errors(moved) - errors)))
        return every

    def gradient(self, matrices: Sequence[Any], layer: int, outer: Any) -> Any:
        """Return the gradient in B, A_k being P B P.

        Args:
            matrices: A_1, …, A_L.
            layer: k.
            outer: P, symmetric; the identity for the gradient in A_k.
        """
        units = self.array(np.eye(self.dim**2, dtype=int)).reshape(-1, self.dim, self.dim)
        found = self.slopes(matrices, layer, [outer @ unit @ outer for unit in units])
        return np.array(found).reshape(self.dim, self.dim)


def _along(rows: Any, matrices: Any) -> Any:
    """Return the product of a row and a matrix by prompt."""
    return np.sum(rows[:, :, None] * matrices, axis=1)


def _plain(value: Any) -> Any:
    """Return a whole number as one: those are quicker than fractions."""
    found = Fraction(value)
    return int(found) if found.denominator == 1 else found
