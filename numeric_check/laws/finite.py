"""Finite laws of the initial token, in doubles."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symbolic_mesa.text.surds import Exact

Array = NDArray[np.float64]
Rule = tuple[Array, Array]  # nodes and weights of one coordinate

ORDER = 4  # Gauss nodes for one coordinate: exact to degree 7


@dataclass(frozen=True)
class TokenNodes:
    """A finite law of x_1: points of shape (n, d), weights of shape (n,) that sum to 1.

    Points may be complex.
    """

    points: NDArray[Any]
    weights: Array


def floats(values: Sequence[Exact]) -> Array:
    """Return numbers as doubles."""
    return np.array([float(value) for value in values])


def product_nodes(rule: Rule, dim: int) -> TokenNodes:
    """Return the product over coordinates of a rule for one."""
    nodes, weights = rule
    points = np.array(list(product(nodes, repeat=dim)))
    return TokenNodes(points, np.array([prod(w) for w in product(weights, repeat=dim)]))
