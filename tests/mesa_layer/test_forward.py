"""The layer solves the weighted problem: by rationals, by lstsq, by both of its ways."""

import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from symbolic_mesa.mesa_layer import forward, forward_direct
from symbolic_mesa.mesa_layer.drift import EPSILON, conditions, reference
from symbolic_mesa.mesa_layer.inputs import inputs
from symbolic_mesa.mesa_layer.recursion import start, step, step_back
from symbolic_mesa.text.errors import InvalidInput, NotApplicable
from tests.cli import ROOT
from tests.mesa_layer.examples import Array, Example, example

WAYS = {"recursive": forward, "direct": forward_direct, "reference": reference}


def weighted_least_squares(given: Example, shift: int = 0) -> Array:
    """Return the outputs by lstsq on weighted rows, the problem as its docstring writes it.

    Args:
        given: the arrays.
        shift: how far every gamma is moved to later times, for a wrong problem.
    """
    length, dim = given.keys.shape
    gamma = np.concatenate([np.ones(shift), given.gamma])[:length]
    rows = []
    for t in range(length):
        weights = np.array([np.prod(gamma[i + 1 : t + 1]) for i in range(t + 1)]) ** 0.5
        ridge = (np.prod(gamma[: t + 1]) / given.lam) ** 0.5
        left = np.vstack([weights[:, None] * given.keys[: t + 1], ridge * np.eye(dim)])
        right = np.vstack([weights[:, None] * given.values[: t + 1], np.zeros((dim, 2))])
        rows.append(given.queries[t] @ np.linalg.lstsq(left, right)[0])
    return np.array(rows)


def bound(given: Example) -> float:
    """Return what rounding may do: d eps cond, and some steps of it."""
    worst = conditions(inputs(*given)).max()
    return float(given.keys.shape[-1] * EPSILON * worst * given.keys.shape[-2])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_solution_of_the_weighted_problem(way: str, seed: int) -> None:
    given = example(seed, 9)
    expected = weighted_least_squares(given)
    assert abs(WAYS[way](*given) - expected).max() < bound(given) * abs(expected).max()


@pytest.mark.parametrize("seed", range(5))
def test_a_gamma_one_later_is_another_problem(seed: int) -> None:
    given = example(seed, 9)
    wrong = weighted_least_squares(given, shift=1)
    assert abs(forward(*given) - wrong).max() > 1e3 * bound(given) * abs(wrong).max()


def test_in_rationals_for_one_coordinate() -> None:
    keys, values = [3, -2, 5, 1], [1, 4, -1, 2]
    gamma, lam = [Fraction(1, 2), Fraction(3, 4), Fraction(1, 4), Fraction(7, 8)], Fraction(2, 3)
    exact = []
    for t in range(1, 5):
        weights = [Fraction(1)]
        for one in reversed(gamma[:t]):
            weights.append(weights[-1] * one)  # of pairs t, t-1, ..., 1, and of the ridge
        *pairs, ridge = weights
        squares = sum(w * k * k for w, k in zip(pairs, reversed(keys[:t]), strict=True))
        cross = zip(pairs, reversed(keys[:t]), reversed(values[:t]), strict=True)
        exact.append(float(sum(w * k * v for w, k, v in cross) / (squares + ridge / lam)))
    column = np.array(keys, float)[:, None]
    arrays = column, np.array(values, float)[:, None], np.ones((4, 1))
    found = forward(*arrays, [float(one) for one in gamma], float(lam))
    # four steps of ten operations, each of which rounds by half of EPSILON
    assert np.allclose(found[:, 0], exact, rtol=20 * EPSILON, atol=0)


@pytest.mark.parametrize("way", [forward, forward_direct])
def test_batch_and_heads_are_single_ones(way: object) -> None:
    assert callable(way)
    given = example(7, 6, (2, 3))
    every = way(*given)
    assert every.shape == (2, 3, 6, 2)
    single = np.array([[way(*(x[b, h] for x in given)) for h in range(3)] for b in range(2)])
    assert np.allclose(every, single, rtol=1e3 * EPSILON, atol=1e2 * EPSILON)


def test_what_is_shared_by_heads_is_broadcast() -> None:
    given = example(1, 5, (4,))
    shared = given._replace(values=given.values[:1], gamma=0.9, lam=np.array([2.0]))
    full = given._replace(
        values=np.repeat(given.values[:1], 4, 0), gamma=np.full((4, 5), 0.9), lam=np.full(4, 2.0)
    )
    assert (forward(*shared) == forward(*full)).all()


def test_solving_again_changes_nothing_but_roundings() -> None:
    given = example(2, 30)
    assert abs(forward(*given, every=7) - forward(*given)).max() < bound(given) * 10


def test_without_forgetting_a_step_back_undoes_a_step() -> None:
    given = inputs(*example(3, 20)._replace(gamma=1.0))
    states = [start(given)]
    for row in range(20):
        states.append(step(states[-1], given, row))
    for row, (before, after) in reversed(list(enumerate(pairwise(states)))):
        back = step_back(after, given, row)
        assert np.allclose(back.inverse, before.inverse, atol=1e4 * EPSILON)
        assert np.allclose(back.normal, before.normal, atol=1e4 * EPSILON)


REFUSED = {
    "K: has the shape (3,)": {"keys": np.ones(3)},
    "K, V, q, gamma: the lengths 5, 4, 5, 5 differ": {"values": np.ones((4, 2))},
    "K, q: the dimensions 3 and 2 differ": {"queries": np.ones((5, 2))},
    "batch shapes (), (3,), (2,), (), () do not fit": {
        "values": np.ones((3, 5, 2)),
        "queries": np.ones((2, 5, 3)),
    },
    "lambda: 0 is not positive": {"lam": 0.0},
    "gamma: -1 is not positive": {"gamma": -1.0},
    "V: has a number that is not finite": {"values": np.full((5, 2), np.nan)},
    "q: is no array of real numbers": {"queries": [["a", "b", "c"]]},
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_does_not_fit_is_refused_in_one_line(said: str) -> None:
    given = example(0, 5)._replace(**REFUSED[said])
    for way in (forward, forward_direct):
        with pytest.raises(InvalidInput) as error:
            way(*given)
        assert said in str(error.value)
        assert "\n" not in str(error.value)


def test_every_is_one_or_more() -> None:
    with pytest.raises(InvalidInput, match="every: 0 is no number of steps"):
        forward(*example(0, 5), every=0)


def test_what_is_singular_in_doubles_is_refused() -> None:
    keys = np.tile([1.0, 0.0], (3000, 1))
    with pytest.raises(NotApplicable, match="singular in doubles"):
        forward_direct(keys, keys, keys, 0.5, 1.0)


def test_the_layer_loads_no_sympy() -> None:
    code = (
        "import sys, symbolic_mesa.mesa_layer.running\n"
        "print(sorted({'sympy', 'mpmath', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
