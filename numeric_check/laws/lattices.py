"""Weights on grid points with given moments, in rationals.

Weights may be negative: what is computed from them is linear in the moments. The points form a
lower set of a grid, on which polynomials of a degree are determined by their values; the weights
come from the means of Newton polynomials and from divided differences.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from numeric_check.laws.mixed_moments import Moments, Powers
from numeric_check.model.enumeration import Point
from symbolic_mesa.text.surds import Exact

SIGNED = (0, 1, -1, 2, -2, 3, -3)  # values of a coordinate: degree 6 and one more


def lattice_weights(moments: Moments, dim: int) -> tuple[Point, ...]:
    """Return weights on the grid points with these moments up to degree 6, whatever they are."""
    weights = grid_weights(SIGNED, moments, dim)
    return tuple((tuple(SIGNED[k] for k in place), weight) for place, weight in weights.items())


def grid_weights(nodes: Sequence[int], moments: Moments, dim: int) -> dict[Powers, Exact]:
    """Return the weight of each grid point, named by the positions of its coordinates' nodes.

    A polynomial is Σ f[x_0..x_k] N_k, so that a point's weight is that of its value in the divided
    differences, times the means of the Newton polynomials N_k: one coordinate after the other.
    """
    size = len(nodes)
    places = [k for k in product(range(size), repeat=dim) if sum(k) < size]
    newton = [_newton_polynomial(tuple(nodes[:k])) for k in range(size)]
    above = [[(k, _share(nodes, place, k)) for k in range(place, size)] for place in range(size)]
    below = [[(power, c) for power, c in enumerate(row) if c] for row in newton]
    found = {powers: moments(powers) for powers in places}
    for matrix in (below, above):
        for axis in range(dim):
            found = {place: _along(found, matrix[place[axis]], axis, place) for place in places}
    last_first = sorted(places, key=sum, reverse=True)
    return {place: found[place] for place in last_first if found[place]}


def _along(
    values: Mapping[Powers, Exact],
    row: Sequence[tuple[int, Fraction | int]],
    axis: int,
    place: Powers,
) -> Exact:
    """Return the sum of a row's entries times the values on a line of the grid."""
    before, after = place[:axis], place[axis + 1 :]
    total: Exact = Fraction(0)
    for k, entry in row:
        value = values.get((*before, k, *after))
        if value:
            total += entry * value
    return total


def _share(nodes: Sequence[int], place: int, k: int) -> Fraction:
    """Return what the value at a node is multiplied by in the divided difference of 0, …, k."""
    return Fraction(1, prod(nodes[place] - nodes[m] for m in range(k + 1) if m != place))


def _newton_polynomial(roots: tuple[int, ...]) -> list[int]:
    """Return the coefficients of Π (u − root), the constant first."""
    polynomial = [1]
    for root in roots:
        above, below = [0, *polynomial], [*polynomial, 0]
        polynomial = [x - root * y for x, y in zip(above, below, strict=True)]
    return polynomial
