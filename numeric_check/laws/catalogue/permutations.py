"""Given values in a random order: each order in turn."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

import numpy as np

from numeric_check.laws.finite import Array, TokenNodes, floats
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Moments, NoNodes, over
from symbolic_mesa.text.surds import Exact

LARGEST = 7  # d, of which every order is listed


def _orders(values: Values, dim: int) -> list[tuple[Exact, ...]]:
    """Return every order; values that are no parameters are 0."""
    if dim > LARGEST:
        raise NoNodes(f"{dim} values have too many orders; they are listed for d <= {LARGEST}")
    return list(permutations([*values.values(), *[Fraction(0)] * (dim - len(values))]))


def _nodes(values: Values, dim: int, order: int) -> TokenNodes:
    points = np.array([floats(token) for token in _orders(values, dim)])
    return TokenNodes(points, np.full(len(points), 1 / len(points)))


def _moments(values: Values, dim: int) -> Moments:
    return over(_orders(values, dim))


def _draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    token = np.zeros(dim)
    token[: len(values)] = list(values.values())
    return chance.permuted(np.tile(token, (n, 1)), axis=1)


LAWS: Mapping[str, Law] = {"permutation": Law(_nodes, _moments, _draws, nodes_at_zero=True)}
"""The law by its name."""
