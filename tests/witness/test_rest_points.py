"""Where the flow rests in doubles: minima, saddles and sets; and what does not settle."""

import numpy as np

from numeric_check.rest_points import FormInProducts, rest_points

# L = ½ (ab − 1)² + ½ g²: rests where ab = 1, and at 0; g is 0
AB = FormInProducts(np.array([[1, 1, 0], [0, 0, 1]]), np.array([-1.0, 0.0]), np.eye(2))


def test_the_gradient_is_that_of_the_form() -> None:
    at, step = np.array([0.3, -0.7, 0.2]), 1e-6

    def loss(scales: np.ndarray) -> float:
        u = np.array([scales[0] * scales[1], scales[2]])
        return float(AB.slopes @ u + u @ AB.twice @ u / 2)

    slopes = [(loss(at + step * e) - loss(at - step * e)) / (2 * step) for e in np.eye(3)]
    np.testing.assert_allclose(AB.gradient(at), slopes, atol=1e-9)
    columns = [
        (AB.gradient(at + step * e) - AB.gradient(at - step * e)) / (2 * step) for e in np.eye(3)
    ]
    np.testing.assert_allclose(AB.hessian(at), columns, atol=1e-9)


def test_points_rest_on_the_set_or_at_the_saddle() -> None:
    starts = np.random.default_rng(3).uniform(-2, 2, (20, 3))
    found = list(rest_points(AB, starts))
    on_set = [abs(p[0] * p[1] - 1) < 1e-9 for p in found]
    at_saddle = [np.max(np.abs(p[:2])) < 1e-9 for p in found]
    assert any(on_set)
    assert any(at_saddle)
    assert all(one or other for one, other in zip(on_set, at_saddle, strict=True))


def test_what_has_no_rest_yields_nothing() -> None:
    slope = FormInProducts(np.array([[1, 0]]), np.array([1.0]), np.zeros((1, 1)))
    assert not list(rest_points(slope, np.ones((2, 2))))


def test_near_where_sets_cross_nothing_is_told() -> None:
    """L = ½ (ab)² rests where ab = 0: slowly from near the point 0."""
    crossing = FormInProducts(np.array([[1, 1]]), np.zeros(1), np.ones((1, 1)))
    starts = np.random.default_rng(3).uniform(-2, 2, (40, 2))
    found = list(rest_points(crossing, starts))
    assert len(found) > 0
    assert all(min(abs(point)) < 1e-9 for point in found)
