"""Heads of linear attention with v = 0 and r = 0, on every prompt at few nodes.

The sum of the heads is of degree 2 in X and 1 in q, w and ε, so that ±1 will do for these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from numeric_check.words.arrays import Array, Number
from numeric_check.words.attention import embedded, predicted
from numeric_check.words.prompt_layers import NOISE, inverse
from numeric_check.words.prompts import INTEGERS, SIGNS, Prompts, hermite
from numeric_check.words.quadratics import Quadratic, half_mean_square

Root = Sequence[Sequence[int]]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Heads:
    """Heads, run on prompts.

    Attributes:
        prompts: the prompts.
        divisor: what attention is divided by; the number of samples where it is None.
    """

    prompts: Prompts
    divisor: int | None = None

    @property
    def exact(self) -> bool:
        """Whether it is measured in rationals."""
        return self.prompts.nodes is INTEGERS

    @property
    def covariance(self) -> Array:
        """Λ, of whole numbers."""
        root = np.array(self.prompts.root)
        covariance: Array = root @ root.T
        return covariance

    @cached_property
    def _seen(self) -> tuple[Array, Array]:
        return embedded(self.prompts, NOISE)

    def loss(self, scales: Sequence[Number], matrices: Sequence[Array]) -> Number:
        """Return the loss of the sum of heads with these u and U; whole numbers for an exact one.

        Entries of W^PV and W^KQ that must not matter are not 0.
        """
        rest = self._rest(scales, matrices)
        loss: Number = self.prompts.mean_square(rest) / (2 * self._over**2)
        return loss

    @property
    def _over(self) -> int:
        return self.divisor or self.prompts.samples

    def _rest(self, scales: Sequence[Number], matrices: Sequence[Array]) -> Array:
        """Return the prediction less the target, times the divisor, by prompt."""
        tokens, target = self._seen
        dim = self.prompts.dim
        total = -self._over * target
        for scale, matrix in zip(scales, matrices, strict=True):
            value, keys = (np.full((dim + 1, dim + 1), fill, matrix.dtype) for fill in (3, 2))
            value[-1, :dim], value[-1, -1] = 0, scale
            keys[:dim, :dim], keys[-1, :dim] = matrix, 0
            total = total + predicted(tokens, value, keys, query_column=True)
        return total

    @cached_property
    def quadratic(self) -> Quadratic:
        """The loss as a function of A, one head with u = 1."""
        shape = (self.prompts.dim, self.prompts.dim)
        found = half_mean_square(
            lambda matrix: self._rest((1,), (matrix,)), self.prompts.products, shape
        )
        return found.over(self._over**2)

    @cached_property
    def minimiser(self) -> Array:
        """The A with the least loss, solved for."""
        found = self.quadratic
        return -(inverse(found.curvature) @ found.slope).reshape(found.shape)

    def slopes(
        self, scales: Sequence[Number], matrices: Sequence[Array]
    ) -> tuple[list[Number], list[Array]]:
        """Return the gradient in each u and in each U, heads being run a step of 1 either way.

        The loss is a parabola in each entry.
        """
        of_scales, of_matrices = [], []
        for head, (scale, matrix) in enumerate(zip(scales, matrices, strict=True)):
            ends = [_with(scales, head, scale + step) for step in (1, -1)]
            of_scales.append((self.loss(ends[0], matrices) - self.loss(ends[1], matrices)) / 2)
            slope = np.empty(matrix.shape, dtype=object if self.exact else float)
            for place in np.ndindex(matrix.shape):
                unit = np.zeros_like(matrix)
                unit[place] = 1
                moved = [_with(matrices, head, matrix + step * unit) for step in (1, -1)]
                slope[place] = (self.loss(scales, moved[0]) - self.loss(scales, moved[1])) / 2
            of_matrices.append(slope)
        return of_scales, of_matrices


def _with(values: Sequence[Value], place: int, value: Value) -> list[Value]:
    return [*values[:place], value, *values[place + 1 :]]


def heads(exact: bool, root: Root, samples: int) -> Heads:
    """Return heads on prompts whose tokens have a root of their covariance."""
    if exact:
        return Heads(Prompts(INTEGERS, SIGNS, root, samples, labels=SIGNS))
    return Heads(Prompts(hermite(3), hermite(2), root, samples, labels=hermite(2)))
