"""Nodes carry the moments of their law, held against densities and closed forms."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import permutations, product
from math import prod

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.model.moments import moments_at
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw

DEGREE = 6
CLOSE = 4e-14  # of the sum of absolute terms

Single = Callable[[int], object]  # E x^k of one coordinate


def mixed_powers(dim: int) -> Iterator[tuple[int, ...]]:
    return (p for p in product(range(DEGREE + 1), repeat=dim) if sum(p) <= DEGREE)


def assert_moment(nodes: TokenNodes, powers: tuple[int, ...], expected: object) -> None:
    terms = nodes.weights * np.prod(nodes.points ** np.array(powers), axis=1)
    difference = abs(float(np.sum(terms)) - float(expected))
    assert difference <= CLOSE * float(np.sum(np.abs(terms))), (powers, np.sum(terms), expected)


def by_density(density: Callable[[object], object], end: object) -> Single:
    """Return E |x|^k by integration of an even density over 0..end, 0 for odd k."""

    def moment(k: int) -> object:
        if k % 2:
            return 0
        with mpmath.workdps(25):
            pieces = [0, 1, 4, 16, end] if end == mpmath.inf else [0, end]
            return 2 * mpmath.quad(lambda x: x**k * density(x), pieces)

    return moment


def by_atoms(*atoms: tuple[Fraction, Fraction]) -> Single:
    return lambda k: sum((p * x**k for x, p in atoms), Fraction(0))


def normal(sigma: float) -> Single:
    return by_density(lambda x: mpmath.npdf(x, 0, sigma), mpmath.inf)


def student(nu: int) -> Single:
    """E x^k through Γ in 50 digits, since the tail of the density defeats a quadrature."""

    def moment(k: int) -> object:
        with mpmath.workdps(50):
            halves = mpmath.gamma((k + 1) / mpmath.mpf(2)) * mpmath.gamma(mpmath.mpf(nu - k) / 2)
            below = mpmath.sqrt(mpmath.pi) * mpmath.gamma(mpmath.mpf(nu) / 2)
            return 0 if k % 2 else mpmath.mpf(nu) ** (k // 2) * halves / below

    return moment


def bernoulli(k: int) -> object:
    return 1 if k == 0 else normal(2)(k) / 3


THIRD = Fraction(1, 3)
IID: dict[str, tuple[TokenLaw, Single]] = {
    "gaussian": (laws.gaussian("3/2"), normal(1.5)),
    "uniform": (laws.uniform(2), by_density(lambda _: mpmath.mpf(1) / 4, 2)),
    "laplace": (laws.laplace(1), by_density(lambda x: mpmath.exp(-x) / 2, mpmath.inf)),
    "bernoulli-gaussian": (laws.bernoulli_gaussian("1/3", 2), bernoulli),
    "student-t 7": (laws.student_t(7), student(7)),
    "student-t 100": (laws.student_t(100), student(100)),
    "student-t 10^6": (laws.student_t(10**6), student(10**6)),
    "rademacher": (
        laws.rademacher("-5/2"),
        by_atoms((Fraction(5, 2), Fraction(1, 2)), (Fraction(-5, 2), Fraction(1, 2))),
    ),
    "two-point": (
        laws.two_point("1/4", 3),
        by_atoms((Fraction(9, 4), Fraction(1, 4)), (Fraction(-3, 4), Fraction(3, 4))),
    ),
    "support": (
        laws.support("2:1/3,-1:2/3"),
        by_atoms((Fraction(2), THIRD), (Fraction(-1), 2 * THIRD)),
    ),
}


@pytest.mark.parametrize("name", IID)
def test_iid_laws_have_the_moments_of_their_density(name: str) -> None:
    law, single = IID[name]
    table = {k: single(k) for k in range(DEGREE + 1)}
    for dim in (1, 2):
        nodes = token_nodes(law, dim)
        assert nodes.points.shape == (len(nodes.weights), dim)
        for powers in mixed_powers(dim):
            assert_moment(nodes, powers, prod(table[k] for k in powers))


@pytest.mark.parametrize("name", IID)
def test_weights_of_iid_laws_are_probabilities(name: str) -> None:
    weights = token_nodes(IID[name][0], 2).weights
    assert np.all(weights >= 0)
    assert np.sum(weights) == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize(
    "law", [laws.gaussian(1), laws.uniform(1), laws.laplace(1), laws.bernoulli_gaussian("1/3", 1)]
)
def test_one_node_too_few_misses_the_sixth_moment_alone(law: TokenLaw) -> None:
    right, wrong = (moments_at(token_nodes(law, 1, order), 0) for order in (4, 3))
    assert wrong["kappa_1"].value == pytest.approx(right["kappa_1"].value, rel=1e-13)
    assert abs(wrong["kappa_2"].value / right["kappa_2"].value - 1) > 0.1


@pytest.mark.parametrize("dim", [1, 2, 3, 4])
def test_the_sphere_has_the_moments_of_the_surface_integral(dim: int) -> None:
    """Folland 2001: ∫ Π |x_i|^{k_i} dS = 2 Π Γ((k_i + 1)/2) / Γ((d + Σ k_i)/2)."""
    nodes = token_nodes(laws.sphere("3/2"), dim)
    half = mpmath.mpf(1) / 2
    for powers in mixed_powers(dim):
        above = mpmath.fprod(mpmath.gamma(half * (k + 1)) for k in powers)
        moment = above / mpmath.gamma(half * (dim + sum(powers)))
        area = mpmath.gamma(half) ** dim / mpmath.gamma(half * dim)
        odd = any(k % 2 for k in powers)
        assert_moment(nodes, powers, 0 if odd else moment / area * mpmath.mpf(1.5) ** sum(powers))
    np.testing.assert_allclose(np.linalg.norm(nodes.points, axis=1), 1.5, rtol=1e-15)


def test_there_is_no_cubature_on_the_sphere_in_five_dimensions() -> None:
    with pytest.raises(NoNodes, match="d <= 4"):
        token_nodes(laws.sphere(1), 5)


def test_sparse_and_full_one_tokens_are_their_own_nodes() -> None:
    sparse = token_nodes(laws.sparse(2), 3)
    assert {(tuple(x), w) for x, w in zip(sparse.points.tolist(), sparse.weights, strict=True)} == {
        (tuple(sign * 2.0 * (i == j) for j in range(3)), 1 / 6)
        for i in range(3)
        for sign in (1, -1)
    }
    full = token_nodes(laws.full_one("-1/2"), 3)
    assert full.points.tolist() == [[-0.5] * 3]
    assert full.weights.tolist() == [1.0]


@pytest.mark.parametrize(
    ("law", "dim"),
    [
        (laws.gaussian(), 1),
        (laws.bernoulli_gaussian("1/2"), 2),
        (laws.generic(), 2),
        (laws.moments("m2=1,m4=3,m6=q", symmetric=True), 1),
        (laws.moments({"m2": 1, "m4": 3, "2,4": "q", "m6": 15}, symmetric=True), 2),
        (laws.student_t(6), 1),
        (laws.student_t("9/2"), 2),
        (laws.moments({"m4": 3, "m6": 15, "2,4": 3}, symmetric=True), 3),
        (laws.samples([[1.0, 2.0]]), 1),
    ],
)
def test_laws_without_nodes_say_so_in_one_line(law: TokenLaw, dim: int) -> None:
    with pytest.raises(NoNodes) as caught:
        token_nodes(law, dim)
    assert str(caught.value)
    assert "\n" not in str(caught.value)


def test_moments_of_an_independent_law_come_back() -> None:
    nodes = token_nodes(laws.moments("m2=1,m4=3,m6=q", symmetric=True).at({"q": Fraction(17)}), 2)
    for powers in mixed_powers(2):
        table = {0: 1, 2: 1, 4: 3, 6: 17}
        assert_moment(nodes, powers, prod(table.get(k, 0) for k in powers))


def test_odd_moments_that_are_all_given_come_back() -> None:
    single = IID["two-point"][1]
    law = laws.moments({f"m{k}": single(k) for k in range(1, DEGREE + 1)})
    nodes = token_nodes(law, 2)
    for powers in mixed_powers(2):
        assert_moment(nodes, powers, prod(single(k) for k in powers))


@pytest.mark.parametrize("text", ["m2=1, symmetric", "m2=1"])
def test_a_second_moment_alone_is_that_of_signs(text: str) -> None:
    nodes = token_nodes(laws.moments(text), 1)
    assert nodes.points.tolist() == [[-1.0], [1.0]]
    assert nodes.weights.tolist() == [0.5, 0.5]


def test_a_missing_odd_moment_makes_the_law_symmetric() -> None:
    nodes = token_nodes(laws.moments("m1=1/2,m2=1,m4=3,m6=20"), 1)
    for power, expected in {1: 0, 2: 1, 3: 0, 4: 3, 5: 0, 6: 20}.items():
        assert_moment(nodes, (power,), expected)


@pytest.mark.parametrize("mixed", ["2", "3", "7/2", "5"])
def test_mixed_moments_come_back_in_two_dimensions(mixed: str) -> None:
    law = laws.moments({"m2": 1, "m4": 3, "m6": 15, "2,4": mixed}, symmetric=True)
    nodes = token_nodes(law, 2)
    for coordinate in (0, 1):
        found = moments_at(nodes, coordinate)
        expected = {"m_2": 1, "kappa_1": 3, "kappa_2": 15, "kappa_3": float(Fraction(mixed))}
        for name, value in expected.items():
            assert abs(found[name].value - value) <= CLOSE * found[name].scale
    assert_moment(nodes, (1, 3), 0)


@settings(max_examples=25, deadline=None)
@given(
    share=st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50),
    square=st.fractions(Fraction(1, 20), Fraction(20), max_denominator=60),
)
def test_a_common_factor_that_may_be_zero_keeps_finite_nodes(
    share: Fraction, square: Fraction
) -> None:
    """Both coordinates are ±√square or both are 0: a node of x² is 0, up to rounding."""
    given_moments = {f"m{2 * k}": share * square**k for k in (1, 2, 3)}
    law = laws.moments({**given_moments, "2,4": share * square**3}, symmetric=True)
    nodes = token_nodes(law, 2)
    assert np.all(np.isfinite(nodes.points))
    assert np.all(np.isfinite(nodes.weights))
    for powers in ((2, 0), (4, 0), (0, 6), (2, 4), (4, 2)):
        assert_moment(nodes, powers, share * square ** (sum(powers) // 2))


def rows_of(nodes: TokenNodes) -> list[tuple[float, ...]]:
    return sorted(tuple(row) for row in (nodes.points + 0.0).tolist())


def test_a_sample_is_its_rows() -> None:
    rows = [[0.5, -2.0], [0.1, 3.25], [0.5, -2.0]]
    nodes = token_nodes(laws.samples(rows), 2)
    assert nodes.points.tolist() == rows
    np.testing.assert_allclose(nodes.weights, 1 / 3)


def test_a_symmetrized_sample_has_every_order_and_every_sign() -> None:
    nodes = token_nodes(laws.samples([[0.5, -2.0, 7.0]], symmetrize="both"), 3)
    signed = [(0.5 * i, -2.0 * j, 7.0 * k) for i, j, k in product((1, -1), repeat=3)]
    assert rows_of(nodes) == sorted(order for row in signed for order in permutations(row))
    np.testing.assert_allclose(nodes.weights, 1 / 48)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("permutations", {(1, 2): 1 / 4, (2, 1): 1 / 4, (0, 0): 1 / 2}),
        ("signs", {**{(x, y): 1 / 8 for x in (-1, 1) for y in (-2, 2)}, (0, 0): 1 / 2}),
    ],
)
def test_equal_images_of_tokens_are_one_node(
    mode: str, expected: dict[tuple[int, int], float]
) -> None:
    nodes = token_nodes(laws.samples([[1, 2], [0, 0]], mode), 2)
    found = zip(map(tuple, nodes.points.tolist()), nodes.weights, strict=True)
    assert dict(found) == pytest.approx(expected)


def test_more_images_than_can_be_run_are_refused() -> None:
    with pytest.raises(NoNodes, match="all orders and signs"):
        token_nodes(laws.samples([list(range(12))], "permutations"), 12)


def test_moments_belong_to_their_coordinate() -> None:
    nodes = TokenNodes(np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]]), np.array([0.25, 0.75]))
    found = {name: estimate.value for name, estimate in moments_at(nodes, 1).items()}
    assert found == {
        "m_2": 0.25 * 4 + 0.75,
        "kappa_1": 0.25 * 16 + 0.75,
        "kappa_2": 0.25 * 64 + 0.75,
        "kappa_3": 0.25 * 4 * (1 + 81) + 0.75 * 1,
    }


def test_the_scale_of_a_moment_counts_negative_weights_as_positive() -> None:
    nodes = TokenNodes(np.array([[1.0], [2.0]]), np.array([-0.5, 1.5]))
    assert moments_at(nodes, 0)["m_2"].value == 5.5
    assert moments_at(nodes, 0)["m_2"].scale == 6.5
