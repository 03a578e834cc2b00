"""Moments of Wishart matrices by counting: pairings one by one, or sums over nodes."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from numeric_check.words.prompts import hermite

Pairing = tuple[tuple[int, int], ...]


def pairings(places: Sequence[int]) -> Iterator[Pairing]:
    """Yield every way to pair places, an even number of them.

    >>> len(list(pairings(range(6))))
    15
    """
    if not places:
        yield ()
        return
    first, *rest = places
    for k, other in enumerate(rest):
        for others in pairings([*rest[:k], *rest[k + 1 :]]):
            yield ((first, other), *others)


def counted(power: int, rows: int, columns: int) -> int:
    """Return E tr (GG')^power: Σ over pairings of rows^(loops) columns^(loops).

    The letters stand in a circle, G and G' in turn; place 2k has row index k and column index k,
    place 2k + 1 column index k and row index k + 1. A pairing joins row indices and column indices.
    """
    total = 0
    for pairing in pairings(range(2 * power)):
        row = _loops(power, [((x + 1) // 2 % power, (y + 1) // 2 % power) for x, y in pairing])
        column = _loops(power, [(x // 2, y // 2) for x, y in pairing])
        total += rows**row * columns**column
    return total


def _loops(size: int, joined: Sequence[tuple[int, int]]) -> int:
    """Return how many classes indices fall into."""
    leader = list(range(size))

    def found(index: int) -> int:
        while leader[index] != index:
            index = leader[index]
        return index

    for one, other in joined:
        leader[found(one)] = found(other)
    return len({found(index) for index in range(size)})


def at_nodes(power: int, rows: int, columns: int) -> float:
    """Return the same as a sum over Gauss–Hermite nodes of every entry."""
    nodes = hermite(power + 1)
    total = 0.0
    for chosen in product(range(len(nodes.values)), repeat=rows * columns):
        g = np.array([nodes.values[k] for k in chosen]).reshape(rows, columns)
        weight = float(np.prod([nodes.weights[k] for k in chosen]))
        total += weight * float(np.trace(np.linalg.matrix_power(g @ g.T, power)))
    return total / float(nodes.total) ** (rows * columns)
