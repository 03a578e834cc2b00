"""Moments of Wishart matrices by counting: pairings one by one, or sums over nodes.

Of one or two rows there are exact means without either: W = L L', and the squares of the entries of
the triangular L are independent, x^2 and z^2 with N and N − 1 degrees of freedom and y^2 with one.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

import numpy as np

from numeric_check.words.prompts import hermite

Pairing = tuple[tuple[int, int], ...]
Polynomial = dict[tuple[int, int, int], int]  # of x^2, y^2 and z^2


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


def counted(powers: Sequence[int], rows: int, columns: int) -> int:
    """Return E Π tr (GG')^power: Σ over pairings of rows^(loops) columns^(loops).

    The letters of a trace stand in a circle, G and G' in turn; place 2k has row index k and column
    index k, place 2k + 1 column index k and the row index that follows k in its circle.
    """
    length = sum(powers)
    follows = [*range(1, length + 1)]
    end = 0
    for power in powers:
        follows[end + power - 1] = end
        end += power
    row_of = [follows[x // 2] if x % 2 else x // 2 for x in range(2 * length)]
    total = 0
    for pairing in pairings(range(2 * length)):
        row = _loops(length, [(row_of[x], row_of[y]) for x, y in pairing])
        column = _loops(length, [(x // 2, y // 2) for x, y in pairing])
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


def by_factor(powers: Sequence[int], rows: int, columns: int) -> int:
    """Return the same by the triangular factor, of one row or column or of two.

    tr W^p = tr W tr W^(p−1) − det W tr W^(p−2), with tr W = x^2 + y^2 + z^2 and det W = x^2 z^2.

    >>> by_factor([2], 2, 3), counted([2], 2, 3)
    (36, 36)
    """
    least, most = sorted((rows, columns))
    if least > 2:
        raise ValueError(f"{least} rows and columns: give one or two of either")
    trace: Polynomial = {(1, 0, 0): 1, (0, 1, 0): 1, (0, 0, 1): 1}
    total: Polynomial = {(0, 0, 0): 1}
    for power in powers:
        total = _times(total, {(power, 0, 0): 1} if least == 1 else _power_sum(power, trace))
    degrees = most, 1, most - 1
    return sum(
        number * prod(map(_chi_squared, degrees, exponents)) for exponents, number in total.items()
    )


def _power_sum(power: int, trace: Polynomial) -> Polynomial:
    """Return tr W^power of a W with two rows."""
    before: Polynomial = {(0, 0, 0): 2}
    last = trace
    for _ in range(power - 1):
        following = _times(trace, last)
        for exponents, number in _times({(1, 0, 1): -1}, before).items():
            following[exponents] = following.get(exponents, 0) + number
        before, last = last, following
    return last


def _times(left: Polynomial, right: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for (i, j, k), one in left.items():
        for (p, q, r), other in right.items():
            key = i + p, j + q, k + r
            total[key] = total.get(key, 0) + one * other
    return total


def _chi_squared(degrees: int, power: int) -> int:
    """Return the mean of a power of a chi-squared number."""
    return prod(degrees + 2 * k for k in range(power))


def at_nodes(powers: Sequence[int], rows: int, columns: int) -> float:
    """Return the same as a sum over Gauss–Hermite nodes of every entry."""
    nodes = hermite(sum(powers) + 1)
    total = 0.0
    for chosen in product(range(len(nodes.values)), repeat=rows * columns):
        g = np.array([nodes.values[k] for k in chosen]).reshape(rows, columns)
        weight = float(np.prod([nodes.weights[k] for k in chosen]))
        traces = [float(np.trace(np.linalg.matrix_power(g @ g.T, power))) for power in powers]
        total += weight * prod(traces)
    return total / float(nodes.total) ** (rows * columns)
