"""Laws of i.i.d. coordinates, from what is known of one."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from numeric_check.laws.finite import Array, Rule, product_nodes
from numeric_check.laws.gauss import gauss_from_moments
from numeric_check.laws.law import Draw, Law, Mass, Values
from numeric_check.laws.mixed_moments import Coordinate, independent
from symbolic_mesa.text.surds import Exact


def of_coordinates(
    rule: Callable[[Values, int], Rule],
    coordinate: Callable[[Values], Coordinate],
    draw: Draw,
    nodes_at_zero: bool = False,
    scale: str | None = None,
    mass: Mass | None = None,
) -> Law:
    """Return the law of i.i.d. coordinates from nodes and moments of one."""
    return Law(
        lambda values, dim, order: product_nodes(rule(values, order), dim),
        lambda values, dim: independent(coordinate(values)),
        draw,
        nodes_at_zero,
        scale,
        coordinate,
        mass,
    )


def of_moments(
    coordinate: Callable[[Values], Coordinate],
    draw: Draw,
    scale: str | None = None,
    mass: Mass | None = None,
) -> Law:
    """Return the law of i.i.d. coordinates from moments of one; its nodes are Gauss nodes."""

    def rule(values: Values, order: int) -> Rule:
        zero = Fraction(0)
        return with_atom(coordinate(values), order, zero, mass(values, zero) if mass else zero)

    return of_coordinates(rule, coordinate, draw, mass is not None, scale, mass)


def with_atom(coordinate: Coordinate, order: int, point: Exact, share: Exact) -> Rule:
    """Return nodes with given moments, of which one is a point that has a share of all.

    Args:
        coordinate: the moments.
        order: Gauss nodes beside that point.
        point: a point.
        share: its probability; 0 leaves it out.
    """
    moments = [coordinate(k) for k in range(2 * order)]
    rest = [(moment - share * point**k) / (1 - share) for k, moment in enumerate(moments)]
    nodes, weights = gauss_from_moments(rest)
    if not share:
        return nodes, weights
    return np.append(nodes, float(point)), np.append(float(1 - share) * weights, float(share))


def signs(chance: "np.random.Generator", *shape: int) -> Array:
    """Return random signs."""
    return np.asarray(chance.choice([-1.0, 1.0], shape))
