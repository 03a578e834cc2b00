from fractions import Fraction
from math import factorial, prod

import numpy as np
import pytest

from numeric_check.laws.gauss import gauss_from_moments
from symbolic_mesa.text.errors import InvalidInput


def gaussian_moments(count: int) -> list[Fraction]:
    return [Fraction(0 if k % 2 else prod(range(1, k, 2))) for k in range(count)]


def exponential_moments(count: int) -> list[Fraction]:
    return [Fraction(factorial(k)) for k in range(count)]


def of_atoms(atoms: list[tuple[Fraction, Fraction]], count: int) -> list[Fraction]:
    return [sum((p * x**k for x, p in atoms), Fraction(0)) for k in range(count)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 6])
def test_gaussian_moments_give_the_gauss_hermite_rule(size: int) -> None:
    nodes, weights = gauss_from_moments(gaussian_moments(2 * size))
    expected, shares = np.polynomial.hermite_e.hermegauss(size)
    np.testing.assert_allclose(nodes, expected, rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(weights, shares / np.sum(shares), rtol=1e-13)


@pytest.mark.parametrize("size", [1, 2, 4, 6])
def test_exponential_moments_give_the_gauss_laguerre_rule(size: int) -> None:
    nodes, weights = gauss_from_moments(exponential_moments(2 * size))
    expected, shares = np.polynomial.laguerre.laggauss(size)
    np.testing.assert_allclose(nodes, expected, rtol=1e-13)
    np.testing.assert_allclose(weights, shares, rtol=1e-12)


@pytest.mark.parametrize("moments", [gaussian_moments, exponential_moments])
@pytest.mark.parametrize("count", [4, 7, 8, 12])
def test_every_moment_that_is_given_comes_back(moments, count: int) -> None:
    given = moments(count)
    nodes, weights = gauss_from_moments(given)
    assert np.all(weights > 0)
    for power, expected in enumerate(given):
        scale = float(np.sum(weights * np.abs(nodes) ** power))
        assert abs(float(np.sum(weights * nodes**power)) - float(expected)) <= 1e-14 * scale


def test_a_rule_is_wrong_one_degree_beyond_its_moments() -> None:
    nodes, weights = gauss_from_moments(gaussian_moments(8))
    assert abs(np.sum(weights * nodes**8) - 105) > 1


def test_an_odd_count_of_symmetric_moments_gives_a_symmetric_rule() -> None:
    nodes, weights = gauss_from_moments(gaussian_moments(7))
    np.testing.assert_allclose(nodes, -nodes[::-1], atol=1e-15)
    np.testing.assert_allclose(weights, weights[::-1], rtol=1e-14)


def test_few_atoms_come_back_as_they_are() -> None:
    atoms = [(Fraction(-1), Fraction(2, 3)), (Fraction(2), Fraction(1, 3))]
    nodes, weights = gauss_from_moments(of_atoms(atoms, 8))
    np.testing.assert_allclose(nodes, [-1, 2], rtol=1e-15)
    np.testing.assert_allclose(weights, [2 / 3, 1 / 3], rtol=1e-15)


def test_a_small_node_beside_a_large_one_keeps_its_digits() -> None:
    atoms = [(Fraction(1, 10**9), Fraction(1, 2)), (Fraction(10**3), Fraction(1, 2))]
    nodes, _ = gauss_from_moments(of_atoms(atoms, 4))
    assert nodes[0] == pytest.approx(1e-9, rel=1e-15)


@pytest.mark.parametrize(
    "moments",
    [
        [],
        [2],
        [1, 0, -1],  # a negative variance
        [1, 0, 1, 0, Fraction(1, 2)],  # E x⁴ < (E x²)²
        [1, 1, 1, 2],  # x = 1 almost surely, yet E x³ = 2
    ],
)
def test_moments_of_no_law_are_refused(moments: list[int]) -> None:
    with pytest.raises(InvalidInput):
        gauss_from_moments([Fraction(m) for m in moments])
