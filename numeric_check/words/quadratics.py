"""A quadratic function of a matrix, found from its values: exact where these are."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from numeric_check.words.arrays import Array, Number


@dataclass(frozen=True)
class Quadratic:
    """c + g·A + ½ A·H A for matrices A as vectors.

    Attributes:
        constant: c.
        slope: g, of shape (n,).
        curvature: H, of shape (n, n).
        shape: of A.
    """

    constant: Any
    slope: Array
    curvature: Array
    shape: tuple[int, int]

    def at(self, matrix: Array) -> Number:
        """Return its value."""
        a = matrix.reshape(-1)
        value: Number = self.constant + self.slope @ a + a @ self.curvature @ a / 2
        return value

    def gradient(self, matrix: Array) -> Array:
        """Return its gradient, of A's shape."""
        gradient: Array = (self.slope + self.curvature @ matrix.reshape(-1)).reshape(self.shape)
        return gradient


def quadratic(of: Callable[[Array], Number], shape: tuple[int, int]) -> Quadratic:
    """Return the quadratic function with these values: at 0, and at sums of two unit matrices.

    Args:
        of: the function of a matrix of whole numbers.
        shape: of the matrix.
    """
    size = shape[0] * shape[1]
    units = np.eye(size, dtype=int).reshape(size, *shape)
    constant = of(np.zeros(shape, dtype=int))
    once = [of(unit) for unit in units]
    twice = [of(2 * unit) for unit in units]
    slope = [2 * x - (y + 3 * constant) / 2 for x, y in zip(once, twice, strict=True)]
    curvature = np.zeros((size, size), dtype=np.array([constant]).dtype)
    for i, j in combinations_with_replacement(range(size), 2):
        if i == j:
            found: Number = twice[i] - 2 * once[i] + constant
        else:
            found = of(units[i] + units[j]) - once[i] - once[j] + constant
        curvature[i, j] = curvature[j, i] = found
    return Quadratic(constant, np.array(slope), curvature, shape)
