"""What a scene measures, against enumeration in rationals."""

from fractions import Fraction

import numpy as np
import pytest

from numeric_check.estimates import TOLERANCE, relative_error
from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.model.enumeration import entry_gradient, population_loss, scaled_block
from numeric_check.model.scene import Scene
from symbolic_mesa import laws
from tests.supports import joint_support_iid

ATOMS = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
SIZES = [(1, 4), (2, 3), (2, 5), (3, 3)]


def scene(dim: int, length: int) -> Scene:
    return Scene(token_nodes(laws.support(ATOMS), dim), length)


def exact_loss(dim: int, length: int, a: Fraction, b: Fraction) -> Fraction:
    weights = {"KQ32": scaled_block(dim, a), "PV12": scaled_block(dim, b)}
    return population_loss(weights, joint_support_iid(ATOMS, dim), length)


@pytest.mark.parametrize(("dim", "length"), SIZES)
def test_loss_and_velocities_at_the_probe(dim: int, length: int) -> None:
    here = scene(dim, length)
    a, b = map(Fraction, here.probe)
    assert relative_error(float(exact_loss(dim, length, a, b)), here.loss) < TOLERANCE
    weights = {"KQ32": scaled_block(dim, a), "PV12": scaled_block(dim, b)}
    points = joint_support_iid(ATOMS, dim)
    for block in weights:
        expected = -entry_gradient(weights, points, length, block, dim - 1, dim - 1)
        assert relative_error(float(expected), here.velocity(block, dim - 1)) < TOLERANCE


@pytest.mark.parametrize(("dim", "length"), SIZES)
def test_the_smallest_loss_is_the_vertex_of_the_exact_parabola(dim: int, length: int) -> None:
    zero, one, two = (exact_loss(dim, length, Fraction(1), Fraction(s)) for s in range(3))
    curvature, slope = two - 2 * one + zero, (4 * one - two - 3 * zero) / 2
    product, least = slope / curvature * -1, zero - slope**2 / (2 * curvature)
    here = scene(dim, length)
    assert relative_error(float(least), here.stationary_loss) < TOLERANCE
    at_rest = here.velocities_at_product(float(product))
    assert len(at_rest) == 2 * dim
    assert all(relative_error(0.0, velocity) < TOLERANCE for velocity in at_rest)
    elsewhere = here.velocities_at_product(float(product) * 1.01)
    assert all(relative_error(0.0, velocity) > 1e-4 for velocity in elsewhere)


def test_a_negative_product_is_reached_with_scales_of_both_signs() -> None:
    with_sign = scene(2, 3).velocities_at_product(-0.5)
    assert all(np.isfinite(velocity.value) for velocity in with_sign)


@pytest.mark.parametrize(("size", "inside"), [(1e-30, False), (1.0, True), (1e30, False)])
def test_moments_beyond_the_range_of_doubles_are_seen(size: float, inside: bool) -> None:
    nodes = TokenNodes(np.array([[size, -size]]), np.ones(1))
    assert Scene(nodes, 3).in_range is inside
