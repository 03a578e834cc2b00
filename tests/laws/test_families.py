"""Mixed moments of i.i.d. and finite families, held against enumeration and integration."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod

import mpmath
import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals
from tests.laws.catalogue import REAL, WITH_CONSTANT
from tests.laws.sums import Powers, monomial, patterns, summed

Point = tuple[tuple[Fraction, ...], Fraction]  # a token and its probability

DIGITS = 20
HALF_LINE = [0, 1, 4, 16, mpmath.inf]
COUNTS = [0, mpmath.inf]
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
ATOMS = {
    "rademacher": [(Fraction(5, 3), HALF), (Fraction(-5, 3), HALF)],
    "two-point": [(Fraction(9, 4), QUARTER), (Fraction(-3, 4), 3 * QUARTER)],
    "binomial": [(Fraction(0), HALF**2), (Fraction(1), HALF), (Fraction(2), HALF**2)],
}
GIVEN = {
    "sparse": laws.sparse("-5/2"),
    "full-one": laws.full_one("-2/3"),
    "rademacher": laws.rademacher("5/3"),
    "two-point": laws.two_point("1/4", 3),
    "uniform": laws.uniform("7/4"),
    "gaussian": laws.gaussian("3/2"),
    "laplace": laws.laplace("2/3"),
    "bernoulli-gaussian": laws.bernoulli_gaussian("2/7", "3/2"),
    "student-t": laws.student_t("19/2"),
    "triangular": laws.triangular("7/4"),
    "beta": laws.beta("3/2", "7/2"),
    "gamma": laws.gamma("5/2", "2/3"),
    "exponential": laws.exponential("3/2"),
    "poisson": laws.poisson("5/3"),
    "geometric": laws.geometric("2/5"),
    "binomial": laws.binomial(2, "1/2"),
    "one-hot": laws.one_hot("-5/2"),
}
JOINT = {"sphere", "ball", "dirichlet", "multivariate-t", "equicorrelated-gaussian"}
each_dim = pytest.mark.parametrize("dim", [1, 2, 3])


def tokens(name: str, dim: int) -> list[Point]:
    if name == "full-one":
        return [((Fraction(-2, 3),) * dim, Fraction(1))]
    if name == "one-hot":
        spots = [tuple(Fraction(-5, 2) * (i == j) for j in range(dim)) for i in range(dim)]
        return [(spot, Fraction(1, dim)) for spot in spots]
    if name == "sparse":
        values = (Fraction(5, 2), Fraction(-5, 2))
        spots = [tuple(v * (i == j) for j in range(dim)) for i in range(dim) for v in values]
        return [(spot, Fraction(1, 2 * dim)) for spot in spots]
    joint = product(ATOMS[name], repeat=dim)
    return [(tuple(x for x, _ in row), prod(p for _, p in row)) for row in joint]


@each_dim
@pytest.mark.parametrize("name", ["sparse", "full-one", "one-hot", *ATOMS])
def test_finite_laws_have_the_moments_of_their_tokens(name: str, dim: int) -> None:
    points = tokens(name, dim)

    def moment(powers: Powers) -> Fraction:
        return sum(p * monomial(x, powers) for x, p in points)

    for pattern in patterns(dim):
        found = GIVEN[name].coordinate_sum(pattern, dim, Rationals())
        assert found == summed(pattern, dim, moment)


@each_dim
def test_uniform_moments_are_differences_of_the_antiderivative(dim: int) -> None:
    c = Fraction(7, 4)

    def moment(powers: Powers) -> Fraction:
        return prod((c ** (k + 1) - (-c) ** (k + 1)) / (k + 1) / (2 * c) for k in powers)

    for pattern in patterns(dim):
        found = GIVEN["uniform"].coordinate_sum(pattern, dim, Rationals())
        assert found == summed(pattern, dim, moment)


def on_the_line(density: Callable[[object], object], k: int) -> object:
    return mpmath.quad(lambda x: x**k * density(x), [-mpmath.inf, 0, mpmath.inf])


def on_pieces(density: Callable[[object], object], k: int, ends: list[object]) -> object:
    return mpmath.quad(lambda x: x**k * density(x), ends)


def student(k: int) -> object:
    """∫ x^k (1 + x²/ν)^{−(ν + 1)/2} dx by x = √ν tan θ, with ν = 19/2, up to a factor."""
    nu = mpmath.mpf(19) / 2
    ends = [-mpmath.pi / 2, 0, mpmath.pi / 2]
    angles = mpmath.quad(lambda t: mpmath.sin(t) ** k * mpmath.cos(t) ** (nu - 1 - k), ends)
    return mpmath.sqrt(nu) ** k * angles


INTEGRAL: dict[str, Callable[[int], object]] = {
    "gaussian": lambda k: on_the_line(lambda x: mpmath.exp(-x * x * 2 / 9), k),
    "laplace": lambda k: on_the_line(lambda x: mpmath.exp(-abs(x) * 3 / 2), k),
    "student-t": student,
    "triangular": lambda k: on_pieces(lambda x: 7 - 4 * abs(x), k, [-1.75, 0, 1.75]),
    "beta": lambda k: on_pieces(lambda x: x**0.5 * (1 - x) ** 2.5, k, [0, 0.5, 1]),
    "gamma": lambda k: on_pieces(lambda x: x**1.5 * mpmath.exp(-1.5 * x), k, HALF_LINE),
    "exponential": lambda k: on_pieces(lambda x: mpmath.exp(-2 * x / 3), k, HALF_LINE),
    "poisson": lambda k: mpmath.nsum(
        lambda n: n**k * (5 / mpmath.mpf(3)) ** n / mpmath.factorial(n), COUNTS
    ),
    "geometric": lambda k: mpmath.nsum(lambda n: n**k * mpmath.mpf("0.6") ** n, COUNTS),
}


@cache
def integral(name: str, k: int) -> object:
    return INTEGRAL[name](k)


def single(name: str, k: int) -> object:
    if name == "bernoulli-gaussian":
        return (2 * single("gaussian", k) + 5 * (k == 0)) / 7
    return integral(name, k) / integral(name, 0)


@each_dim
@pytest.mark.parametrize("name", [*INTEGRAL, "bernoulli-gaussian"])
def test_laws_with_a_density_have_its_integrals(name: str, dim: int) -> None:
    def moment(powers: Powers) -> object:
        return mpmath.fprod(single(name, k) for k in powers)

    with mpmath.workdps(DIGITS):
        for pattern in patterns(dim):
            found = Fraction(GIVEN[name].coordinate_sum(pattern, dim, Rationals()))
            expected = summed(pattern, dim, moment)
            error = mpmath.mpf(found.numerator) / found.denominator - expected
            assert abs(error) <= mpmath.mpf(10) ** (3 - DIGITS) * (1 + abs(expected))


def test_only_the_skewed_laws_have_odd_moments() -> None:
    third = Pattern((("j", 3),), ())
    found = {name: law.coordinate_sum(third, 2, Rationals()) for name, law in GIVEN.items()}
    skewed = {"one-hot", "beta", "gamma", "exponential", "poisson", "geometric", "binomial"}
    assert {name for name, value in found.items() if value} == {"full-one", "two-point", *skewed}


def test_every_family_is_here_or_elsewhere() -> None:
    elsewhere = {*JOINT, *WITH_CONSTANT}
    assert {law.name for law in GIVEN.values()} == set(GIVEN) == {*REAL} - elsewhere


def test_only_a_law_with_a_heavy_tail_lacks_moments() -> None:
    assert not laws.student_t(7).every_moment_exists
    for law in (laws.gaussian(1), laws.sphere(1), laws.bernoulli_gaussian("1/3", 1)):
        assert law.every_moment_exists
