"""A quadratic function of a matrix, from what it is the mean square of: exact where that is."""

from collections.abc import Callable
from dataclasses import dataclass
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

    def over(self, number: int) -> "Quadratic":
        """Return it divided by a number."""
        slope, curvature = self.slope / number, self.curvature / number
        return Quadratic(self.constant / number, slope, curvature, self.shape)

    def gradient(self, matrix: Array) -> Array:
        """Return its gradient, of A's shape."""
        gradient: Array = (self.slope + self.curvature @ matrix.reshape(-1)).reshape(self.shape)
        return gradient


def half_mean_square(
    of: Callable[[Array], Array], products: Callable[[Array], Array], shape: tuple[int, int]
) -> Quadratic:
    """Return half the mean square of what is a constant and linear in A: run at 0 and at units.

    Args:
        of: its values, of shape (n,), at a matrix of whole numbers.
        products: the means of the products of any two of k such, of shape (k, n).
        shape: of the matrix.
    """
    size = shape[0] * shape[1]
    start = of(np.zeros(shape, dtype=int))
    slopes = [of(unit) - start for unit in np.eye(size, dtype=int).reshape(size, *shape)]
    means = products(np.array([start, *slopes]))
    return Quadratic(means[0, 0] / 2, means[1:, 0], means[1:, 1:], shape)
