"""Laws of dependent coordinates: their moments, where they exist, how often they are 0."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, permutations, product
from math import comb, factorial, prod

import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.text.surds import root
from tests.laws.catalogue import moment
from tests.laws.refusal import refusal
from tests.laws.sums import Powers, monomial, patterns, summed

DEGREE = 6
each_dim = pytest.mark.parametrize("dim", [1, 2, 3])


def dirichlet(powers: Powers) -> Fraction:
    """∫ Π x_i^{a_i} over the simplex is Π a_i! / (n − 1 + Σ a_i)!, for α = 2: a_i = k_i + 1."""
    powers = tuple(power + 1 for power in powers)
    count = len(powers)
    whole = Fraction(prod(map(factorial, powers)), factorial(count - 1 + sum(powers)))
    return whole * factorial(2 * count - 1)


def ball(powers: Powers) -> Fraction:
    """∫ (1 − r²)^0 over the ball, one coordinate after the other, by ∫ x^k (1 − x²)^{n/2} dx.

    In R^2 and R^3 by angles: E r^n = d/(d + n), and the mean over the sphere by its recursion
    E x_i^2 f = …: Σ_i E x_i² f = E f there.
    """
    dim, degree = len(powers), sum(powers)
    if any(power % 2 for power in powers):
        return Fraction(0)
    above = prod(factorial(k) // (2 ** (k // 2) * factorial(k // 2)) for k in powers)
    below = prod(dim + 2 * i for i in range(degree // 2))
    return Fraction(above, below) * Fraction(dim, dim + degree)


def equicorrelated(rho: Fraction) -> Callable[[Powers], Fraction]:
    """The sum over pairings (Isserlis)."""

    def pairings(letters: tuple[int, ...]) -> Fraction:
        if not letters:
            return Fraction(1)
        first, *others = letters
        terms = (
            (1 if first == other else rho) * pairings((*others[:i], *others[i + 1 :]))
            for i, other in enumerate(others)
        )
        return sum(terms, Fraction(0))

    return lambda powers: pairings(tuple(i for i, k in enumerate(powers) for _ in range(k)))


def over(tokens: list[tuple[Fraction, ...]]) -> Callable[[Powers], Fraction]:
    return lambda powers: sum((monomial(x, powers) for x in tokens), Fraction(0)) / len(tokens)


def supports(k: int, dim: int) -> list[tuple[Fraction, ...]]:
    return [
        tuple(Fraction(dict(zip(chosen, signs, strict=True)).get(i, 0)) for i in range(dim))
        for chosen in combinations(range(dim), k)
        for signs in product((1, -1), repeat=k)
    ]


@each_dim
def test_moments_are_integrals(dim: int) -> None:
    rho = Fraction(-1, 3)
    cases = (
        (laws.dirichlet(2), dirichlet),
        (laws.ball(1), ball),
        (laws.equicorrelated_gaussian(rho), equicorrelated(rho)),
    )
    for law, expected in cases:
        for pattern in patterns(dim):
            if pattern.powers and sum(pattern.powers) <= 8:
                found = law.coordinate_sum(pattern, dim, Rationals())
                assert found == summed(pattern, dim, expected)


@pytest.mark.parametrize(("k", "dim"), [(1, 1), (1, 2), (2, 2), (1, 3), (2, 3), (3, 3), (2, 4)])
def test_sparse_tokens_are_counted(k: int, dim: int) -> None:
    law = laws.k_sparse(k)
    for pattern in patterns(dim):
        found = law.coordinate_sum(pattern, dim, Rationals())
        assert found == summed(pattern, dim, over(supports(k, dim)))


@pytest.mark.parametrize("values", ["0,1", "1,2,-3", "0,0,5/2", "1,1,1", "0,1,sqrt(2)"])
def test_orders_are_counted(values: str) -> None:
    law = laws.permutation(values)
    given = [root(Fraction(2)) if v == "sqrt(2)" else Fraction(v) for v in values.split(",")]
    tokens, dim = list(permutations(given)), len(given)
    assert law.dim == dim
    for pattern in patterns(dim):
        found = law.coordinate_sum(pattern, dim, Rationals())
        assert found == summed(pattern, dim, over(tokens))
    nonzero = [x for x in tokens if x[0]]
    assert law.nonzero_sum((), dim, Rationals()) == Fraction(len(nonzero), len(tokens))
    wanted = sum((sum(y**2 for y in x[1:]) for x in nonzero), Fraction(0)) / len(tokens)
    assert law.nonzero_sum((2,), dim, Rationals()) == wanted


def test_tokens_of_a_dirichlet_law_sum_to_1() -> None:
    for dim in (1, 2, 5):
        law = laws.dirichlet("7/3")
        for power in (1, 2, 5):
            rest = moment(law, (power, 1), dim) * (dim - 1)
            assert moment(law, (power + 1,), dim) + rest == moment(law, (power,), dim)


def test_the_total_degree_decides_which_moments_of_a_multivariate_t_exist() -> None:
    """E x_1^2 x_2^2 = ν²/((ν − 2)(ν − 4)), and that of x_1^4 is 3 times as large."""
    law = laws.multivariate_t(5)
    assert moment(law, (2, 2), 2) == Fraction(25, 3)
    assert moment(law, (4,), 2) == 25
    for powers in ((6,), (4, 2), (2, 2, 2), (5,), (3, 2)):
        with pytest.raises(MissingMoment, match="only for nu > "):
            moment(law, powers, 3)
    assert moment(laws.student_t(5), (2, 2, 2), 3) == Fraction(5, 3) ** 3


def test_a_scale_is_common_to_all_coordinates() -> None:
    law = laws.scale_mixture("1:1/3,2:2/3", laws.gaussian(1))
    assert moment(law, (2, 2), 2) == Fraction(1, 3) + 16 * Fraction(2, 3)
    assert moment(law, (2,), 2) == Fraction(1, 3) + 4 * Fraction(2, 3)


SHARES: dict[str, tuple[FamilyLaw, Fraction]] = {
    "k-sparse": (laws.k_sparse(2), Fraction(2, 5)),
    "k-sparse of values that may be 0": (
        laws.k_sparse(2, laws.bernoulli_gaussian("1/3", 1)),
        Fraction(2, 15),
    ),
    "one-hot": (laws.one_hot(3), Fraction(1, 5)),
    "ball": (laws.ball(1), Fraction(1)),
    "dirichlet": (laws.dirichlet(1), Fraction(1)),
    "multivariate-t": (laws.multivariate_t(9), Fraction(1)),
    "equicorrelated": (laws.equicorrelated_gaussian("-1/4"), Fraction(1)),
    "scale mixture": (
        laws.scale_mixture("1:1/2,2:1/2", laws.bernoulli_gaussian("1/3", 1)),
        Fraction(1, 3),
    ),
    "k-sparse, scaled": (laws.k_sparse(2, variance=3), Fraction(2, 5)),
}


@pytest.mark.parametrize("case", SHARES)
def test_how_often_a_coordinate_is_not_0(case: str) -> None:
    law, share = SHARES[case]
    assert law.nonzero_sum((), 5, Rationals()) == share


def test_other_places_are_not_independent() -> None:
    """Σ_r E[x_r²; x_j ≠ 0] of k-sparse signs is (k/d) (k − 1)."""
    assert laws.k_sparse(3).nonzero_sum((2,), 5, Rationals()) == Fraction(3, 5) * 2


CONDITIONS = {
    "rho": (laws.equicorrelated_gaussian(), ("rho_1 < 1", "rho_1 >= -1/(d - 1)")),
    "a negative rho": (laws.equicorrelated_gaussian("-1/4"), ("d <= 5",)),
    "a positive rho": (laws.equicorrelated_gaussian("1/4"), ()),
    "rho in d": (laws.equicorrelated_gaussian("-1/d"), ()),
    "rho in d, too small": (laws.equicorrelated_gaussian("-2/d"), ("d <= 2",)),
    "rho in a symbol": (
        laws.equicorrelated_gaussian("-q^2"),
        ("-q^2 < 1", "-q^2 >= -1/(d - 1)"),
    ),
    "k": (laws.k_sparse(), ("k >= 1, a whole number", "k <= d")),
    "k = 3": (laws.k_sparse(3), ("d >= 3",)),
    "k in d": (laws.k_sparse("d - 1"), ("(d - 1) >= 1, a whole number",)),
    "rho within k places": (
        laws.k_sparse(3, laws.equicorrelated_gaussian("-1/2")),
        ("d >= 3",),
    ),
    "a variance": (laws.one_hot(variance=1), ("d >= 2",)),
}


@pytest.mark.parametrize("case", CONDITIONS)
def test_what_is_left_to_say_of_d(case: str) -> None:
    law, words = CONDITIONS[case]
    assert law.conditions == words


OUTSIDE: dict[str, tuple[FamilyLaw, int]] = {
    "rho": (laws.equicorrelated_gaussian("-1/4"), 6),
    "rho in d": (laws.equicorrelated_gaussian("-2/d"), 3),
    "k": (laws.k_sparse(3), 2),
    "one-hot": (laws.one_hot(variance=1), 1),
    "scaled": (laws.scale_mixture("1:1", laws.equicorrelated_gaussian("-1/4")), 6),
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_a_dimension_in_which_there_is_no_law_is_refused(case: str) -> None:
    law, dim = OUTSIDE[case]
    assert f"dim={dim}: the {law.family.name}" in refusal(Setting, law, dim)
    better = dim + 1 if case in ("k", "one-hot") else dim - 1
    assert Setting(law, better).dim == better


def test_a_law_that_is_in_no_dimension_is_refused() -> None:
    rho = laws.equicorrelated_gaussian("-1/2")
    with pytest.raises(InvalidInput, match="in no dimension"):
        laws.k_sparse(4, rho)


def mixed(dim: int) -> Iterator[Powers]:
    return (p for p in product(range(DEGREE + 1), repeat=dim) if sum(p) <= DEGREE)


def test_one_sparse_signs_are_the_sparse_law_and_all_places_are_signs() -> None:
    for powers in mixed(3):
        kept = tuple(sorted(filter(None, powers), reverse=True))
        assert moment(laws.k_sparse(1), kept, 3) == moment(laws.sparse(1), kept, 3)
        assert moment(laws.k_sparse(3), kept, 3) == moment(laws.rademacher(1), kept, 3)
        assert moment(laws.k_sparse(1, "full-one(c=2)"), kept, 3) == moment(
            laws.one_hot(2), kept, 3
        )
    assert comb(3, 1) == 3


def test_symbols_are_replaced_within_an_argument() -> None:
    law = laws.k_sparse(values=laws.student_t(variance="q"))
    values = {"k": Fraction(2), "nu": Fraction(9), "q": Fraction(4)}
    assert law.at(values) == laws.k_sparse(2, laws.student_t(9, variance=4))
    assert law.symbols(Pattern((), (2,))) == ("k", "nu", "q")
    assert laws.k_sparse("d", laws.gaussian("1/sqrt(d)")).at({"d": Fraction(4)}) == laws.k_sparse(
        4, laws.gaussian("1/2")
    )
