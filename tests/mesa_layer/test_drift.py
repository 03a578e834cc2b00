"""How far the recursion drifts, and the rule for when to solve again, in a smaller table."""

from fractions import Fraction
from math import inf, log10

import numpy as np
import pytest

from symbolic_mesa.mesa_layer.drift import (
    EPSILON,
    Drift,
    conditions,
    correct_digits,
    drift,
    estimated_error,
    reference,
    resolve_every,
    spread_keys,
)
from symbolic_mesa.mesa_layer.forward import forward_direct
from symbolic_mesa.mesa_layer.inputs import Inputs, inputs
from symbolic_mesa.mesa_layer.recursion import State, start, step, step_back
from symbolic_mesa.text.errors import InvalidInput, NotApplicable
from tests.mesa_layer.examples import Array

LENGTH, DIM = 600, 8
GAMMAS = (1.0, 0.999, 0.99)
SPREADS = (1.0, 1e2, 1e4, 1e6, 1e8)
TABLE = {
    (gamma, spread): drift(spread_keys(LENGTH, DIM, spread, seed=0), gamma, spread)
    for gamma in GAMMAS
    for spread in SPREADS
}


def power(errors: dict[float, float], table: dict[float, float]) -> float:
    """Return the exponent of the condition number with which errors grow, from 1e4 on."""
    chosen = [spread for spread in SPREADS if spread >= 1e4]
    slope, _ = np.polyfit(
        [log10(table[one]) for one in chosen], [log10(errors[one]) for one in chosen], 1
    )
    return float(slope)


@pytest.mark.parametrize(("gamma", "spread"), TABLE)
@pytest.mark.parametrize("steps", [10, 100, LENGTH])
def test_errors_stay_below_the_estimate(gamma: float, spread: float, steps: int) -> None:
    found = TABLE[gamma, spread]
    worst = found.conditions[:steps].max()
    assert found.errors[:steps].max() < estimated_error(worst, gamma, steps)


def test_an_estimate_by_the_condition_number_alone_is_seen_to_be_too_low() -> None:
    found = TABLE[1.0, 1e8]
    assert found.errors[:10].max() > 10 * EPSILON * found.conditions[:10].max()


@pytest.mark.parametrize("gamma", GAMMAS)
def test_the_recursion_loses_half_as_many_digits_again_as_a_solve(gamma: float) -> None:
    rows = {spread: TABLE[gamma, spread] for spread in SPREADS}
    worst = {spread: one.conditions.max() for spread, one in rows.items()}
    recursive = power({spread: one.errors.max() for spread, one in rows.items()}, worst)
    direct = power({spread: one.direct.max() for spread, one in rows.items()}, worst)
    assert abs(recursive - 1.5) < 0.25  # between the powers of the two ways
    assert abs(direct - 1) < 0.25


@pytest.mark.parametrize(("gamma", "spread"), TABLE)
def test_the_rule_keeps_the_digits_that_are_asked_for(gamma: float, spread: float) -> None:
    worst = TABLE[gamma, spread].conditions.max()
    digits = int(-log10(estimated_error(worst, 1.0, 10)))
    every = resolve_every(worst, gamma, digits)
    again = drift(spread_keys(LENGTH, DIM, spread, seed=0), gamma, spread, every)
    assert again.errors.max() < 10.0**-digits


def quiet(every: int | None) -> Drift:
    """Return the drift where keys lie in half of the directions for 300 steps of 500."""
    keys = spread_keys(500, DIM, 1.0, seed=0)
    basis = np.linalg.qr(np.random.default_rng(0).normal(size=(DIM, DIM)))[0]
    keys[100:400, DIM // 2 :] = 0
    return drift(keys @ basis.T, 0.95, 1.0, every)


def test_what_was_lost_while_keys_were_few_comes_back_with_a_solve() -> None:
    alone, again = quiet(None), quiet(20)
    assert alone.conditions.max() > 1e6
    assert alone.conditions[-50:].max() < 1e3
    assert np.median(alone.errors[-50:]) > 10 * np.median(again.errors[-50:])
    assert again.errors[-50:].max() < estimated_error(again.conditions[-70:].max(), 0.95, 20)


def test_the_rule_is_the_estimate_solved_for_steps() -> None:
    for gamma in (1.0, 0.999, 0.9):
        every = resolve_every(
            1e4,
            gamma,
            8,
        )
        if every is None:
            assert estimated_error(1e4, gamma, inf) <= 1e-8
            continue
        assert estimated_error(1e4, gamma, every) <= 1e-8 < estimated_error(1e4, gamma, every + 1)


def test_digits_out_of_reach_are_refused() -> None:
    with pytest.raises(NotApplicable, match="digits: 9 are out of reach at condition number 1e"):
        resolve_every(1e8, 1, 9)


@pytest.mark.parametrize(
    ("given", "said"), [((0.5, 1), "condition: 0.5"), ((1, 1.5), "gamma: 1.5"), ((1, 0), "gamma")]
)
def test_what_is_no_condition_or_gamma_is_refused(given: tuple[float, float], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        resolve_every(*given, digits=3)


def there_and_back(given: Inputs) -> State:
    state = start(given)
    for row in range(len(given.keys)):
        state = step(state, given, row)
    for row in reversed(range(len(given.keys))):
        state = step_back(state, given, row)
    return state


@pytest.mark.parametrize("gamma", [1.0, 0.99, 0.97])
def test_the_recursion_backwards_loses_gamma_to_minus_n(gamma: float) -> None:
    keys = spread_keys(500, 4, 1.0, seed=0)
    given = inputs(keys, keys, keys, gamma, 1.0)
    lost = abs(there_and_back(given).normal - np.eye(4)).max()
    rounding = EPSILON * abs(conditions(given)).max()
    growth = gamma**-500
    size = 500 if gamma == 1 else 1 / (1 - gamma)  # |A_T| beside |A_0|
    assert lost < 10 * size * growth * rounding
    if gamma < 1:
        assert lost > growth * EPSILON / 10


def test_digits() -> None:
    exact = np.array([[1.0, 0.0]] * 4)
    errors = np.array([[1e-3, 0], [0, 0], [np.nan, 0], [5, 0]])
    assert correct_digits(exact + errors, exact) == pytest.approx([3, 16, 0, 0])


def test_the_reference_is_better_than_a_solve() -> None:
    keys, queries = spread_keys(60, 4, 1e6, seed=1), np.eye(4)[np.arange(60) % 4]
    exact = [np.array(rational(keys[: t + 1], queries[t]), float) for t in (9, 30, 59)]
    found = [way(keys, keys, queries, 1.0, 1e6)[[9, 30, 59]] for way in (reference, forward_direct)]
    best, solved = (correct_digits(one, np.array(exact)).min() for one in found)
    assert best > 12 if np.finfo(np.longdouble).eps < EPSILON else best > solved - 1
    assert solved < 12  # so that better is seen


def rational(keys: Array, query: Array) -> list[Fraction]:
    """Return Phi q for values that are the keys and R_0 = 10^6 I, without rounding."""
    rows = [[Fraction(x) for x in row] for row in keys.tolist()]
    dim = len(rows[0])
    gram = [[sum(r[i] * r[j] for r in rows) for j in range(dim)] for i in range(dim)]
    system = [
        [*(gram[i][j] + Fraction(i == j, 10**6) for j in range(dim)), Fraction(query[i])]
        for i in range(dim)
    ]
    for i in range(dim):
        system[i] = [x / system[i][i] for x in system[i]]
        for j in range(dim):
            if j != i:
                factor = system[j][i]
                system[j] = [a - factor * b for a, b in zip(system[j], system[i], strict=True)]
    return [sum(gram[i][j] * system[j][-1] for j in range(dim)) for i in range(dim)]
