"""Errors of layers beside simulations that share no code with them."""

from collections import defaultdict
from fractions import Fraction
from itertools import product
from math import sqrt

import numpy as np
import pytest

from derivations.von_oswald.best_layers import best_chebyshev, best_size, best_sizes, overlap
from derivations.von_oswald.spectral_means import spectral_means
from numeric_check.sampling.spectra import ridge_errors
from symbolic_mesa import derive, laws
from symbolic_mesa.results.model_comparison import LIMIT, TRAINED, compare_models
from symbolic_mesa.results.model_curves import curves
from symbolic_mesa.setting import Setting

Laurent = dict[int, Fraction]  # powers of λ_2/λ_1: a common phase changes no error
WORDS = {1: "one", 2: "two", 3: "three"}
ATOMS = ((1, Fraction(1, 3)), (2, Fraction(2, 3)))
MIXED = laws.support("1:1/3,2:2/3")


def times(left: Laurent, right: Laurent, sign: int = 1) -> Laurent:
    """Return left times right, the latter conjugated for sign -1."""
    total: Laurent = defaultdict(Fraction)
    for power, factor in left.items():
        for other, value in right.items():
            total[power + sign * other] += factor * value
    return total


def added(*terms: Laurent) -> Laurent:
    total: Laurent = defaultdict(Fraction)
    for term in terms:
        for power, factor in term.items():
            total[power] += factor
    return total


def simulated(steps: int, size: Fraction, time: int) -> Fraction:
    """Return the error in two coordinates: gradient steps in rationals, the phase a polynomial."""
    total = Fraction(0)
    for (first, p), (second, q) in product(ATOMS, repeat=2):
        tokens = [[{0: Fraction(first)}, {n: Fraction(second)}] for n in range(time + 1)]
        weights: list[list[Laurent]] = [[{}, {}], [{}, {}]]
        *past, last, truth = tokens
        scale: Laurent = {0: -size / (time - 1)}
        for _ in range(steps):
            changed = [[weights[i][j] for j in range(2)] for i in range(2)]
            for before, after in zip(past, tokens[1:], strict=False):
                for i in range(2):
                    found = added(*(times(weights[i][k], before[k]) for k in range(2)))
                    left = added(found, times(after[i], {0: Fraction(-1)}))
                    for j in range(2):
                        change = times(times(left, before[j], -1), scale)
                        changed[i][j] = added(changed[i][j], change)
            weights = changed
        for i in range(2):
            found = added(*(times(weights[i][k], last[k]) for k in range(2)))
            left = added(found, times(truth[i], {0: Fraction(-1)}))
            total += p * q * sum((value**2 for value in left.values()), Fraction(0))
    return total


@pytest.mark.parametrize(("steps", "time"), [(1, 4), (2, 3), (2, 4), (3, 3)])
def test_errors_are_those_of_descents_in_rationals(steps: int, time: int) -> None:
    found = derive(MIXED, 2, theorem="compare-models", check=False, test_length=time)
    formula = found[f"{WORDS[steps]}-step-error"].formula
    assert formula is not None
    size = Fraction(2, 7)
    assert formula.at({"eta": size}) == simulated(steps, size, time)


def test_the_best_sizes_of_the_paper_case() -> None:
    (means,) = spectral_means(Setting(laws.gaussian(1), 2, 8), 3, [8])
    one = best_size(means, 1)
    assert (one.size, one.error) == (Fraction(7, 36), Fraction(5, 6))


def test_deeper_models_are_no_worse_and_own_sizes_are_the_floor() -> None:
    (means,) = spectral_means(Setting(laws.gaussian(1), 3, 6), 3, [6])
    common = [float(best_size(means, k).error) for k in (1, 2, 3)]
    own = [float(best_sizes(means, k).error) for k in (1, 2, 3)]
    chebyshev = [float(best_chebyshev(means, k).error) for k in (1, 2, 3)]
    assert common == sorted(common, reverse=True)
    assert common[0] == own[0] == chebyshev[0]
    assert chebyshev[1] == own[1] < common[1]
    assert own[2] < chebyshev[2] < common[2]


@pytest.mark.parametrize("change", [Fraction(1, 100), Fraction(-1, 100)])
@pytest.mark.parametrize("layers", [2, 3])
def test_no_other_sizes_are_better(change: Fraction, layers: int) -> None:
    (means,) = spectral_means(Setting(MIXED, 2, 5), 3, [5])
    best = best_sizes(means, layers)
    for place in range(1, layers + 1):
        other = list(best.polynomial)
        other[place] += change
        assert overlap(means, other, other) > best.error


def test_three_chebyshev_layers_are_evenly_spaced() -> None:
    (means,) = spectral_means(Setting(laws.gaussian(1), 3, 6), 3, [6])
    roots = np.sort(
        np.roots([float(q) for q in reversed(best_chebyshev(means, 3).polynomial)]).real
    )
    assert roots[1] - roots[0] == pytest.approx(roots[2] - roots[1])


def test_where_one_step_is_exact_nothing_is_left_to_deeper_ones() -> None:
    (means,) = spectral_means(Setting(laws.sparse(1), 3, 5), 3, [5])
    assert [best_sizes(means, k).error for k in (1, 2, 3)] == [0, 0, 0]


def test_the_mesa_layer_beside_least_squares_solved_on_other_sequences() -> None:
    dim, time, count, ridge = 3, 3, 4000, 0.1
    chance = np.random.default_rng(7)
    start = chance.normal(size=(count, dim))
    phases = np.exp(2j * np.pi * chance.random((count, dim)))
    errors = {0.0: np.zeros(count), ridge: np.zeros(count)}
    for k in range(count):
        x = np.array([start[k] * phases[k] ** n for n in range(time + 1)]).T
        keys, values = x[:, : time - 1], x[:, 1:time]
        gram = keys @ keys.conj().T + ridge * np.eye(dim)
        solved = {0.0: values @ np.linalg.pinv(keys, rcond=1e-8)}
        solved[ridge] = values @ keys.conj().T @ np.linalg.inv(gram)
        for one, weights in solved.items():
            errors[one][k] = np.sum(np.abs(weights @ x[:, time - 1] - x[:, time]) ** 2)
    found = ridge_errors(laws.gaussian(1), dim, [2, time], [0.0, ridge])
    for (last, _), one in zip(found, (0.0, ridge), strict=True):
        mine, deviation = errors[one].mean(), errors[one].std() / sqrt(count)
        assert abs(mine - last.value) < 4 * sqrt(deviation**2 + last.error**2)


def test_a_comparison_beside_what_is_derived_of_training() -> None:
    found = compare_models(laws.gaussian(1), 2, 8)
    by_name = {model.name: model for model in found.models}
    trained = by_name[TRAINED]
    derived = derive(laws.gaussian(1), 2, 8, check=False, test_length=8)
    assert trained.total.value == pytest.approx(2 * derived["minimum-loss"].value)
    assert trained.last.value == pytest.approx(derived["test-error"].value)
    assert trained.total == by_name["1 step, best size"].total
    assert by_name["1 step, best size"].last.exact == "5/6"
    assert by_name[LIMIT].last.exact == "0"


def test_a_ridge_that_falls_leaves_less() -> None:
    found = compare_models(laws.two_point("1/3", 3), 2, 5)
    mesa = [one.last.value for one in found.models if one.name.startswith("mesa")]
    assert mesa == sorted(mesa, key=float, reverse=True)
    assert len(mesa) == 4


def test_what_a_law_has_no_moments_for_is_unknown() -> None:
    found = compare_models(laws.student_t(9), 2, 4)
    hows = {model.name: model.last.how for model in found.models}
    assert hows["1 step, best size"] == "exact"
    assert hows["2 steps, one best size"] == "unknown"


def test_curves_end_at_the_comparison() -> None:
    found = compare_models(laws.gaussian(1), 2, 5)
    last = {model.name: model.last.value for model in found.models}
    for curve in curves(found):
        assert curve.times == (3, 4, 5)
        assert curve.errors[-1] == pytest.approx((last[curve.name] or 0) / 2)


def test_where_coordinates_differ_there_is_no_trained_layer_of_two_scales() -> None:
    law = laws.samples([[1.0, 2.0], [-1.0, 0.5], [2.0, -1.0]])
    found = compare_models(law, None, 4)
    trained, one = found.models[:2]
    assert (trained.last.value, one.last.how) == (None, "exact")
    assert "coordinates differ" in found.caveats[0]
    assert TRAINED not in [curve.name for curve in curves(found)]
