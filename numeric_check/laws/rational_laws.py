"""Finite laws with rational points and weights that stand for a law of the initial token."""

from fractions import Fraction
from itertools import product

from numeric_check.laws.lattices import SIGNED, grid_weights, lattice_weights
from numeric_check.laws.mixed_moments import DEGREE, Powers
from numeric_check.laws.rational_moments import rational_moments
from numeric_check.model.enumeration import Point, Token
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.surds import Exact


def even_points(law: TokenLaw, dim: int) -> tuple[Point, ...]:
    """Return points and weights with the law's even moments up to degree 6.

    On the diagonal manifold nothing else counts: a diagonal matrix of signs commutes with W, aI and
    bI, so that the loss is even in every coordinate. Points are few: 4, 10 and 20 for d = 1, 2, 3.

    Raises:
        NoNodes: see `rational_moments`.
    """
    moments = rational_moments(law, dim)
    squares = tuple(x * x for x in range(DEGREE // 2 + 1))

    def of_squares(powers: Powers) -> Exact:
        return moments(tuple(2 * power for power in powers))

    weights = grid_weights(squares, of_squares, dim)
    return tuple(weights.items())


def signed_points(law: TokenLaw, dim: int, unit: Fraction = Fraction(1)) -> tuple[Point, ...]:
    """Return points and weights with all of the law's moments up to degree 6.

    Args:
        law: the law.
        dim: the dimension d.
        unit: the spacing of the grid; weights are small where it is about the size of a token.

    Raises:
        NoNodes: see `rational_moments`.
    """
    moments = rational_moments(law, dim)

    def in_units(powers: Powers) -> Exact:
        return moments(powers) / unit ** sum(powers)

    points = lattice_weights(in_units, dim)
    if unit == 1:
        return points
    return tuple((tuple(unit * x for x in place), weight) for place, weight in points)


def signed_lattice(dim: int) -> tuple[Token, ...]:
    """Return the grid points on which polynomials of degree 6 are determined by their values."""
    places = product(range(len(SIGNED)), repeat=dim)
    return tuple(tuple(SIGNED[k] for k in place) for place in places if sum(place) < len(SIGNED))
