"""The backward pass, against central differences and against autograd."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from symbolic_mesa.mesa_layer import Gradients, backward, forward_direct
from symbolic_mesa.mesa_layer.drift import EPSILON, conditions
from symbolic_mesa.mesa_layer.inputs import inputs
from symbolic_mesa.text.errors import InvalidInput
from tests.mesa_layer.examples import Array, Example, example

STEP = 1e-3


def loss(given: Example, weights: Array) -> float:
    return float((weights * forward_direct(*given)).sum())


def moved(given: Example, name: str, place: tuple[int, ...], step: float) -> Example:
    array = np.array(getattr(given, name), dtype=float)
    array[place] += step
    return given._replace(**{name: array})


def difference(
    given: Example, weights: Array, name: str, place: tuple[int, ...]
) -> tuple[float, float]:
    """Return a derivative by central differences, and a bound of its error.

    D(h) is off by c h^2 + O(h^4) and by rounding. (4 D(h/2) - D(h)) / 3 has no h^2 left; a
    sixteenth of |D(h) - D(h/2)| is far more than its h^4 where the row converges at all. Each loss
    is rounded by d eps cond times its size.
    """
    low, high = (
        (
            loss(moved(given, name, place, step), weights)
            - loss(moved(given, name, place, -step), weights)
        )
        / (2 * step)
        for step in (STEP / 2, STEP)
    )
    worst = conditions(inputs(*given)).max()
    size = abs(weights * forward_direct(*given)).sum()
    rounding = 3 * EPSILON * worst * size / (STEP / 2)
    return (4 * low - high) / 3, abs(high - low) / 16 + 2 * rounding


def places(given: Example, name: str) -> list[tuple[int, ...]]:
    return list(np.ndindex(np.shape(getattr(given, name))))


def off(given: Example, weights: Array, found: Gradients) -> list[str]:
    """Return where gradients are not what differences are."""
    missed = []
    for name in Gradients._fields:
        for place in places(given, name):
            expected, error = difference(given, weights, name, place)
            if not abs(getattr(found, name)[place] - expected) <= error:
                missed.append(f"{name}{list(place)}")
    return missed


def drawn(seed: int, length: int, batch: tuple[int, ...] = ()) -> tuple[Example, Array]:
    given = example(seed, length, batch)
    weights = np.random.default_rng(seed + 100).normal(size=(*batch, length, 2))
    return given, weights


@pytest.mark.parametrize("length", [1, 2, 5, 8])
def test_they_are_what_central_differences_are(length: int) -> None:
    given, weights = drawn(length, length)
    assert off(given, weights, backward(*given, weights)) == []


def test_with_batch_and_heads_too() -> None:
    given, weights = drawn(0, 3, (2, 2))
    assert off(given, weights, backward(*given, weights)) == []


def test_a_wrong_gradient_is_seen() -> None:
    given, weights = drawn(3, 5)
    found = backward(*given, weights)
    wrong = {
        "gamma": np.roll(found.gamma, 1),  # an index off by one
        "lam": -found.lam,  # by the ridge in place of its inverse
        "keys": found.keys * (1 + 1e-4),
        "values": found.values + 1e-5,
        "queries": found.queries[::-1],
    }
    for name, array in wrong.items():
        missed = off(given, weights, found._replace(**{name: array}))
        assert missed
        assert {one.split("[")[0] for one in missed} == {name}


def autograd_loss(*arrays: Array) -> Array:
    """Return the loss of a layer that solves at every time, as autograd can follow it."""
    keys, values, queries, gamma, lam, weights = arrays
    normal, cross, total = anp.eye(keys.shape[1]) / lam, anp.zeros((2, keys.shape[1])), 0.0
    for t in range(len(keys)):
        normal = gamma[t] * normal + anp.outer(keys[t], keys[t])
        cross = gamma[t] * cross + anp.outer(values[t], keys[t])
        total = total + anp.dot(weights[t], cross @ anp.linalg.solve(normal, queries[t]))
    return total


@pytest.mark.parametrize("length", [1, 4, 40])
def test_they_are_what_autograd_finds(length: int) -> None:
    given, weights = drawn(length, length)
    found = backward(*given, weights)
    # a relative error d eps cond in each of the systems at each time, of which two are solved
    rounding = 2 * 3 * EPSILON * conditions(inputs(*given)).max() * length
    for place, name in enumerate(Gradients._fields):
        expected = grad(autograd_loss, place)(*given, weights)
        size = max(abs(expected).max(), 1.0)
        assert abs(getattr(found, name) - expected).max() < rounding * size, name


def test_by_lambda_it_is_the_trace_by_r_0() -> None:
    given, weights = drawn(5, 4)
    by_lam = backward(*given, weights).lam

    def with_start(start: Array) -> Array:
        normal, cross, total = anp.linalg.inv(start), anp.zeros((2, 3)), 0.0
        for t in range(4):
            normal = given.gamma[t] * normal + anp.outer(given.keys[t], given.keys[t])
            cross = given.gamma[t] * cross + anp.outer(given.values[t], given.keys[t])
            total = total + anp.dot(weights[t], cross @ anp.linalg.solve(normal, given.queries[t]))
        return total

    by_start = grad(with_start)(given.lam * np.eye(3))
    assert np.trace(by_start) == pytest.approx(float(by_lam), rel=1e5 * EPSILON)


def test_what_is_shared_has_the_sum() -> None:
    given, weights = drawn(1, 5, (4,))
    shared = given._replace(values=given.values[:1], gamma=0.9, lam=2.0)
    full = shared._replace(
        values=np.repeat(shared.values, 4, 0), gamma=np.full((4, 5), 0.9), lam=np.full(4, 2.0)
    )
    found, every = backward(*shared, weights), backward(*full, weights)
    assert np.shape(found.gamma) == np.shape(found.lam) == ()
    assert found.values.shape == (1, 5, 2)
    assert np.allclose(found.values[0], every.values.sum(0))
    assert np.allclose(found.gamma, every.gamma.sum())
    assert np.allclose(found.lam, every.lam.sum())


def test_where_r_is_solved_for_again_gradients_are_the_same() -> None:
    given, weights = drawn(2, 20)
    for one, other in zip(
        backward(*given, weights), backward(*given, weights, every=3), strict=True
    ):
        assert np.allclose(one, other, rtol=1e6 * EPSILON, atol=1e4 * EPSILON)


def test_a_gradient_of_another_shape_is_refused() -> None:
    given, weights = drawn(2, 5)
    with pytest.raises(InvalidInput, match=r"dL/dy: has the shape \(4, 2\); .* \(5, 2\)"):
        backward(*given, weights[:4])
