"""Polynomials in scales and what flows by them conserve, against brute force in rationals."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import prod

import numpy as np
import pytest
import sympy

from derivations.symmetric.problem import symmetric
from symbolic_mesa import laws
from symbolic_mesa.formulas import polynomials
from symbolic_mesa.formulas.polynomials import Monomial, Polynomial, conserved, derivative, value
from symbolic_mesa.setting import Setting

Point = Sequence[Fraction]
SEEDS = range(6)


def rational(rng: np.random.Generator) -> Fraction:
    return Fraction(int(rng.integers(-9, 10)), int(rng.integers(1, 8)))


def polynomial_of(rng: np.random.Generator, count: int, degree: int) -> dict[Monomial, Fraction]:
    """Return a random polynomial, sparse as the ones of a flow are."""
    monomials = [m for m in product(range(degree + 1), repeat=count) if sum(m) <= degree]
    chosen = rng.permutation(len(monomials))[:5]
    return {monomials[k]: c for k in chosen if (c := rational(rng))}


def point_of(rng: np.random.Generator, count: int) -> Point:
    return [rational(rng) for _ in range(count)]


def brute_value(polynomial: Mapping[Monomial, Fraction], point: Point) -> Fraction:
    terms = (c * prod(x**n for x, n in zip(point, m, strict=True)) for m, c in polynomial.items())
    return sum(terms, Fraction(0))


def brute_slope(polynomial: Mapping[Monomial, Fraction], point: Point, k: int) -> Fraction:
    """Return a partial derivative by the difference quotient that is exact up to degree 4."""

    def at(step: int) -> Fraction:
        return brute_value(polynomial, [x + step * (i == k) for i, x in enumerate(point)])

    return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / 12


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [1, 2, 4])
def test_values_are_those_of_the_sum_of_powers(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    one, point = polynomial_of(rng, count, 5), point_of(rng, count)
    assert value(one, point) == brute_value(one, point)
    assert value(one, [x + 1 for x in point]) == brute_value(one, [x + 1 for x in point])


def test_a_value_is_in_the_arithmetic_of_the_point() -> None:
    half = {(2, 1): Fraction(1, 2), (0, 0): Fraction(3)}
    assert value(half, (2.0, 0.25)) == 3.5
    assert isinstance(value({(1,): 0.5}, (2.0,)), float)
    assert isinstance(value(half, (Fraction(2), Fraction(1, 3))), Fraction)
    assert value(half, (sympy.Symbol("x"), 2)) == sympy.Symbol("x") ** 2 + 3
    assert value({}, (Fraction(2),)) == 0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_derivatives_are_difference_quotients(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    one, point = polynomial_of(rng, count, 4), point_of(rng, count)
    for k in range(count):
        slope = derivative(one, k)
        assert value(slope, point) == brute_slope(one, point, k)
        assert all(slope.values())  # what does not depend on variable k has no term


def test_a_derivative_lowers_one_power_and_no_other() -> None:
    one = {(3, 2): Fraction(5), (0, 2): Fraction(7), (0, 0): Fraction(1)}
    assert derivative(one, 0) == {(2, 2): 15}
    assert derivative(one, 1) == {(3, 1): 10, (0, 1): 14}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_product_has_the_product_of_the_values(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    left, right = polynomial_of(rng, count, 3), polynomial_of(rng, count, 3)
    found, point = polynomials.product(left, right), point_of(rng, count)
    assert value(found, point) == brute_value(left, point) * brute_value(right, point)
    assert found == polynomials.product(right, left)


def test_what_cancels_in_a_product_is_no_term() -> None:
    plus = {(1, 0): Fraction(1), (0, 1): Fraction(1)}
    minus = {(1, 0): Fraction(1), (0, 1): Fraction(-1)}
    assert polynomials.product(plus, minus) == {(2, 0): 1, (0, 2): -1}
    assert polynomials.product(plus, {}) == {}


def monomials(count: int, degree: int) -> list[Monomial]:
    return [
        tuple(chosen.count(k) for k in range(count))
        for n in range(1, degree + 1)
        for chosen in combinations_with_replacement(range(count), n)
    ]


def brute_dimension(flow: Sequence[Polynomial], degree: int) -> int:
    """Return how many independent polynomials are conserved: speeds at more points than monomials.

    Each row holds the speeds of all monomials at one point; what is conserved is their null space.
    """
    rng, all_ = np.random.default_rng(1), monomials(len(flow), degree)
    rows = []
    for _ in range(len(all_) + 5):
        point = point_of(rng, len(flow))
        speeds = [brute_value(v, point) for v in flow]
        slopes = [[brute_slope({m: Fraction(1)}, point, k) for k in range(len(flow))] for m in all_]
        rows.append([sum(s * v for s, v in zip(slope, speeds, strict=True)) for slope in slopes])
    return len(all_) - sympy.Matrix(rows).rank()


def speed(polynomial: Polynomial, flow: Sequence[Polynomial], point: Point) -> Fraction:
    """Return how fast a polynomial changes along a flow, by difference quotients."""
    return sum(
        (brute_slope(polynomial, point, k) * brute_value(v, point) for k, v in enumerate(flow)),
        Fraction(0),
    )


def independent(found: Sequence[Polynomial], count: int, degree: int) -> bool:
    rows = [[one.get(m, Fraction(0)) for m in monomials(count, degree)] for one in found]
    return not rows or sympy.Matrix(rows).rank() == len(rows)


def times(factor: Polynomial, monomial: Monomial) -> dict[Monomial, Fraction]:
    return polynomials.product({monomial: Fraction(1)}, factor)


PULL = {(0, 0): Fraction(1), (1, 1): Fraction(-1)}  # 1 − ab
BILINEAR = (times(PULL, (0, 1)), times(PULL, (1, 0)))
SKEWED = (times(PULL, (0, 1)), {m: c * Fraction(1001, 1000) for m, c in BILINEAR[1].items()})
PERTURBED = (BILINEAR[0], {**BILINEAR[1], (0, 0): Fraction(1, 1000)})
ROTATION = ({(0, 1): Fraction(1)}, {(1, 0): Fraction(-1)})
GROWTH = ({(1, 0): Fraction(1)}, {(0, 1): Fraction(1)})
DRIFT = ({(0, 0): Fraction(1)}, {(0, 0): Fraction(2)})
REST: tuple[dict[Monomial, Fraction], ...] = ({}, {})
ONE_RESTS = ({(1, 0): Fraction(1), (0, 1): Fraction(1)}, {})

FLOWS: dict[str, tuple[Sequence[Polynomial], int, list[Polynomial]]] = {
    "a' = bf, b' = af": (BILINEAR, 2, [{(0, 2): 1, (2, 0): -1}]),
    "a' = bf, b' = 1.001 af": (SKEWED, 2, [{(0, 2): 1, (2, 0): Fraction(-1001, 1000)}]),
    "the same and a constant": (PERTURBED, 2, []),
    "rotation": (ROTATION, 2, [{(2, 0): 1, (0, 2): 1}]),
    "growth": (GROWTH, 2, []),
    "drift": (
        DRIFT,
        2,
        [{(1, 0): -2, (0, 1): 1}, {(2, 0): 4, (1, 1): -4, (0, 2): 1}],
    ),
    "one scale rests": (ONE_RESTS, 2, [{(0, 1): 1}, {(0, 2): 1}]),
}


def same_space(left: Sequence[Polynomial], right: Sequence[Polynomial], count: int) -> bool:
    """Whether two lists of independent polynomials up to degree 2 span the same."""
    rows = [[one.get(m, Fraction(0)) for m in monomials(count, 2)] for one in (*left, *right)]
    whole = sympy.Matrix(rows).rank() if rows else 0
    return len(left) == len(right) == whole


@pytest.mark.parametrize("name", FLOWS)
def test_what_small_flows_conserve(name: str) -> None:
    flow, degree, expected = FLOWS[name]
    found = conserved(flow, degree)
    assert same_space(found, expected, len(flow))
    assert len(found) == brute_dimension(flow, degree)


def test_nothing_conserved_is_an_empty_list() -> None:
    assert conserved(GROWTH, 2) == conserved(PERTURBED, 2) == []
    assert conserved(BILINEAR, 1) == []


def test_at_rest_every_monomial_is_conserved() -> None:
    assert conserved(REST, 2) == [{m: 1} for m in monomials(2, 2)]


def test_powers_of_what_is_conserved_come_with_a_higher_degree() -> None:
    square = {(2, 0): Fraction(1), (0, 2): Fraction(-1)}
    found = conserved(BILINEAR, 4)
    rows = [[one.get(m, Fraction(0)) for m in monomials(2, 4)] for one in found]
    expected = (square, polynomials.product(square, square))
    more = [[one.get(m, Fraction(0)) for m in monomials(2, 4)] for one in expected]
    assert len(found) == sympy.Matrix([*rows, *more]).rank() == 2


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [2, 3])
def test_a_quadratic_form_that_a_random_flow_keeps_is_found(seed: int, count: int) -> None:
    """y' = f(y) A S y with A antisymmetric keeps yᵀ S y, whatever f is."""
    rng = np.random.default_rng(seed)
    size = range(count)
    form = [[Fraction(0)] * count for _ in size]
    turn = [[Fraction(0)] * count for _ in size]
    for i, j in combinations_with_replacement(size, 2):
        form[i][j] = form[j][i] = rational(rng) + 10 * (i == j)
        if i != j:
            turn[i][j] = rational(rng) + 10
            turn[j][i] = -turn[i][j]
    unit = [tuple(int(i == k) for i in size) for k in size]
    factor = {**polynomial_of(rng, count, 2), unit[0]: Fraction(1)}
    matrix = [[sum(turn[i][k] * form[k][j] for k in size) for j in size] for i in size]
    flow = [
        polynomials.product(factor, {unit[j]: c for j, c in enumerate(row) if c}) for row in matrix
    ]
    kept: dict[Monomial, Fraction] = {}
    for i, j in product(size, repeat=2):
        key = tuple(x + y for x, y in zip(unit[i], unit[j], strict=True))
        kept[key] = kept.get(key, Fraction(0)) + form[i][j]
    found = conserved(flow, 2)
    assert independent([*found], count, 2)
    assert not independent([*found, kept], count, 2)
    assert len(found) == brute_dimension(flow, 2)
    point = point_of(rng, count)
    assert all(speed(one, flow, point) == 0 for one in found)
    tilted = {**kept, unit[0]: Fraction(1, 1000)}
    assert independent([*found, tilted], count, 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_flows_keep_as_much_as_brute_force_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    flow = [polynomial_of(rng, 3, 2) for _ in range(2)]
    flow.append({} if seed % 2 else polynomial_of(rng, 3, 2))
    found = conserved(flow, 2)
    assert len(found) == brute_dimension(flow, 2)
    assert len(found) >= (2 if seed % 2 else 0)
    assert independent(found, 3, 2)
    point = point_of(rng, 3)
    assert all(speed(one, flow, point) == 0 for one in found)


def flow_of(setting: Setting) -> list[Polynomial]:
    here = symmetric(setting)
    return [here.polynomial(velocity) for velocity in here.velocities.values()]


ALPHA: Monomial = (0, 1, 0, 0)


def test_sparse_tokens_conserve_alpha() -> None:
    """A sparse token has one coordinate: the attention never meets an off-diagonal entry."""
    flow = flow_of(Setting(laws.sparse(1), 2, 4))
    found = conserved(flow, 2)
    assert {ALPHA: 1} in found
    assert len(found) == brute_dimension(flow, 2)
    others = conserved(flow_of(Setting(laws.two_point("1/3", 3), 2, 4)), 2)
    assert all(ALPHA not in one for one in others)


def test_full_one_tokens_of_length_3_conserve_a_less_alpha() -> None:
    less = {(1, 0, 0, 0): Fraction(1), ALPHA: Fraction(-1)}
    for dim in (2, 3):
        found = conserved(flow_of(Setting(laws.full_one(1), dim, 3)), 2)
        assert not independent([*found, less], 4, 2)
        longer = conserved(flow_of(Setting(laws.full_one(1), dim, 4)), 2)
        assert independent([*longer, less], 4, 2)


@pytest.mark.parametrize("dim", [2, 3])
def test_a_law_without_more_symmetry_conserves_the_balance_alone(dim: int) -> None:
    flow = flow_of(Setting(laws.two_point("1/3", 3), dim, 4))
    (found,) = conserved(flow, 2)
    balance = {(2, 0, 0, 0): 1, (0, 2, 0, 0): dim - 1, (0, 0, 2, 0): -1, (0, 0, 0, 2): 1 - dim}
    unit = found[(2, 0, 0, 0)]
    assert {m: c / unit for m, c in found.items()} == balance
