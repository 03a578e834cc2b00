"""Several layers on prompts: pairings counted, nodes and the forward pass say the same."""

from fractions import Fraction

import pytest

from numeric_check.words.deep import DeepPrompts, best, exact_moments, half_square, multiplied_out


def test_moments_of_traces_in_rationals() -> None:
    """E tr S^j of S = ZZ'/N: at d = 1 those of chi², 1, 1, 1 + 2/N, (N + 2)(N + 4)/N²."""
    assert exact_moments(2, 1, 2)[:4] == [1, 1, 2, 6]
    assert exact_moments(1, 1, 3) == [1, 1, Fraction(5, 3)]
    assert exact_moments(1, 2, 3) == [2, 2, 2 * Fraction(3 + 2 + 1, 3)]  # d (N + d + 1)/N


@pytest.mark.parametrize(("depth", "dim", "samples"), [(1, 1, 2), (2, 1, 1), (1, 2, 1)])
def test_nodes_have_the_same_moments(depth: int, dim: int, samples: int) -> None:
    exact = [float(value) for value in exact_moments(depth, dim, samples)]
    assert DeepPrompts(depth, dim, samples).moments() == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(("dim", "samples"), [(1, 2), (2, 1)])
@pytest.mark.parametrize("steps", [(0.7,), (1.2, -0.4)])
def test_the_forward_pass_is_a_polynomial_in_the_moments(
    steps: tuple[float, ...], dim: int, samples: int
) -> None:
    """Whatever the covariance is: A_k is a multiple of its inverse."""
    moments = exact_moments(len(steps), dim, samples)
    found = DeepPrompts(len(steps), dim, samples).loss(steps)
    assert found == pytest.approx(float(half_square(multiplied_out(steps), moments)), rel=1e-12)


def test_a_layer_multiplies_what_is_left_by_one_factor() -> None:
    a, b = Fraction(2, 3), Fraction(5)
    assert multiplied_out([a]) == [1, -a]
    assert multiplied_out([a, b]) == [1, -a - b, a * b]


def test_half_the_mean_square_of_a_polynomial() -> None:
    assert half_square([1, -2], [3, 5, 7]) == Fraction(3 - 2 * 2 * 5 + 4 * 7, 2)


@pytest.mark.parametrize("depth", [1, 2])
def test_the_best_polynomial_is_no_worse_than_those_beside_it(depth: int) -> None:
    moments = exact_moments(depth, 2, 3)
    found = best(moments)
    assert found[0] == 1
    least = half_square(found, moments)
    for place in range(1, depth + 1):
        for change in (Fraction(1, 1000), Fraction(-1, 1000)):
            other = [value + change * (k == place) for k, value in enumerate(found)]
            assert half_square(other, moments) > least


def test_it_is_the_same_in_doubles() -> None:
    moments = exact_moments(2, 2, 3)
    exact = [float(value) for value in best(moments)]
    assert best([float(value) for value in moments]) == pytest.approx(exact, rel=1e-10)
