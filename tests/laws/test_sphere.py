"""The sphere: integrals over its angles in low dimensions, and x·x = radius² in any."""

from fractions import Fraction
from math import comb

import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals
from tests.laws.sums import Powers, patterns, summed

RADIUS = Fraction(5, 4)
LAW = laws.sphere("5/4")


def circle(a: int, b: int) -> Fraction:
    """The mean of cos^a sin^b: the constant term of (z + 1/z)^a (z − 1/z)^b / (2^a (2i)^b)."""
    terms = [(j, k) for j in range(a + 1) for k in range(b + 1) if 2 * (j + k) == a + b]
    constant = sum(comb(a, j) * comb(b, k) * (-1) ** k for j, k in terms)
    return Fraction(constant * (-1) ** (b // 2), 2 ** (a + b))  # for odd b the constant is 0


def height(n: int, k: int) -> Fraction:
    """The mean of (1 − z²)^n z^k over −1 <= z <= 1: a height is uniform (Archimedes)."""
    terms = ((comb(n, i) * (-1) ** i, k + 2 * i + 1) for i in range(n + 1))
    return sum(Fraction(size * (1 + (-1) ** k), 2 * power) for size, power in terms)


def by_angles(powers: Powers) -> Fraction:
    if len(powers) == 1:
        mean = Fraction(1 + (-1) ** powers[0], 2)
    elif len(powers) == 2:
        mean = circle(*powers)
    else:
        a, b, k = powers
        mean = circle(a, b) and circle(a, b) * height((a + b) // 2, k)
    return RADIUS ** sum(powers) * mean


@pytest.mark.parametrize("dim", [1, 2, 3])
def test_the_sphere_has_the_moments_of_its_angles(dim: int) -> None:
    for pattern in patterns(dim):
        assert LAW.coordinate_sum(pattern, dim, Rationals()) == summed(pattern, dim, by_angles)


@pytest.mark.parametrize("dim", [1, 2, 3, 4, 7, 10])
def test_squares_add_up_to_the_radius(dim: int) -> None:
    def total(power: int, *free: int) -> Fraction:
        return LAW.coordinate_sum(Pattern((("j", power),), free), dim, Rationals())

    square = RADIUS**2
    assert dim * total(2) == square
    assert total(4) + total(2, 2) == square * total(2)
    assert total(6) + 2 * total(4, 2) + total(2, 4) + total(2, 2, 2) == square**2 * total(2)


@pytest.mark.parametrize("dim", [2, 3, 5])
def test_coordinates_of_the_sphere_repel_each_other(dim: int) -> None:
    square = LAW.coordinate_sum(Pattern((("j", 2),), ()), dim, Rationals())
    both = LAW.coordinate_sum(Pattern((("j", 2), ("k", 2)), ()), dim, Rationals())
    assert both < square**2
