"""Laws of dependent coordinates by construction; what a wrong formula does is seen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_moments import rational_moments
from numeric_check.sampling.sampling import drawn_by
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.text.errors import MissingMoment
from tests.laws.catalogue import moment
from tests.numeric_check.test_both_catalogues import differences, powers

SEED = 20261128
MADE: dict[str, tuple[FamilyLaw, tuple[int, ...]]] = {
    "k-sparse": (laws.k_sparse(2), (2, 3, 4)),
    "k-sparse Gaussian": (laws.k_sparse(2, laws.gaussian("3/2", mean=1)), (2, 3)),
    "k-sparse sphere": (laws.k_sparse(3, laws.sphere(2)), (3, 4)),
    "k-sparse, moved": (laws.k_sparse(2, laws.exponential(1), mean=1), (2, 3)),
    "twice k-sparse": (laws.k_sparse(3, laws.k_sparse(2, laws.beta(1, 2))), (3, 4)),
    "scale mixture": (laws.scale_mixture("1:1/3,3/2:2/3", laws.gaussian(1)), (1, 2, 3)),
    "scaled orders": (laws.scale_mixture("1:1/3,3:2/3", laws.permutation("1,0,-2")), (3,)),
    "orders": (laws.permutation("1,0,-2"), (3,)),
    "orders with a root": (laws.permutation("1,sqrt(2),0"), (3,)),
    "orders, moved": (laws.permutation("1,0,-2", mean=0, variance=1), (3,)),
    "equicorrelated": (laws.equicorrelated_gaussian("1/3"), (1, 2, 3, 4)),
    "singular": (laws.equicorrelated_gaussian("-1/2"), (3,)),
    "dirichlet": (laws.dirichlet("1/2"), (4,)),
    "ball": (laws.ball(2), (4,)),
    "multivariate t": (laws.multivariate_t(7), (1, 4)),
}


@pytest.mark.parametrize("case", MADE)
def test_both_sides_agree_and_nodes_have_the_moments(case: str) -> None:
    law, dims = MADE[case]
    for dim in dims:
        assert differences(law, dim) == []
        nodes, second = token_nodes(law, dim), rational_moments(law, dim)
        for p in powers(dim):
            terms = nodes.weights * np.prod(nodes.points ** np.array(p), axis=1)
            scale = float(np.sum(np.abs(terms)))
            assert abs(float(np.sum(terms)) - float(second(p))) <= 2e-13 * scale + 1e-30


@pytest.mark.parametrize("case", [case for case in MADE if case != "orders with a root"])
def test_draws_have_the_moments(case: str) -> None:
    law, dims = MADE[case]
    dim, count = dims[-1], 50_000
    tokens = drawn_by(law)(np.random.default_rng(SEED), count, dim)
    second = rational_moments(law, dim)
    for p in ((1,), (2,), (1, 1), (2, 1), (2, 2))[: 2 if dim == 1 else 5]:
        full = (*p, *(0,) * (dim - len(p)))
        values = np.prod(tokens ** np.array(full), axis=1)
        error = np.std(values, ddof=1) / np.sqrt(count)
        assert abs(np.mean(values) - float(second(full))) <= 6 * error + 1e-12


def test_what_cannot_be_listed_says_so() -> None:
    many = laws.permutation(",".join(map(str, range(1, 12))))
    with pytest.raises(NoNodes, match="too many orders"):
        token_nodes(many, 11)
    with pytest.raises(NoNodes, match="nu > 6"):
        token_nodes(laws.multivariate_t(6), 2)
    with pytest.raises(NoNodes, match="k has no value"):
        token_nodes(laws.k_sparse(), 2)


Values = Mapping[str, Any]
Moment = Callable[[tuple[int, ...], Any, Values], Any]


def _independent_places(p: tuple[int, ...], dim: Any, v: Values) -> Any:
    """(k/d)^r in the place of k (k − 1) ⋯ / (d (d − 1) ⋯)."""
    if any(k % 2 for k in p):
        return 0
    return (v["k"] / dim) ** len(p) if p else 1


def _largest_power(p: tuple[int, ...], dim: Any, v: Values) -> Any:
    """A chi of its own for every coordinate: what exists by the largest power, as Student's t."""
    return laws.FAMILIES["student-t"].moment(p, dim, v)


WRONG: dict[str, tuple[FamilyLaw, Moment]] = {
    "(k/d)^2": (laws.k_sparse(2), _independent_places),
    "independent t": (laws.multivariate_t(20), _largest_power),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_moment_is_caught(case: str) -> None:
    law, wrong = WRONG[case]
    assert differences(law, 3) == []
    broken = replace(law, family=replace(law.family, moment=wrong))
    assert (2, 2, 0) in differences(broken, 3)
    results = derive(broken, 3, 3, ["kappa-3", "loss"])
    assert {result.status for result in results.values()} == {"failed"}


def test_the_largest_power_for_the_total_degree_is_caught() -> None:
    """With ν = 5 the law has E x_j^4, and not E x_j^2 x_l^4: the other side has no nodes for it."""
    law = laws.multivariate_t("11/2")
    broken = replace(law, family=replace(law.family, order=max))
    with pytest.raises(MissingMoment, match="nu > 6"):
        moment(law, (4, 2), 2)
    assert moment(broken, (4, 2), 2) != rational_moments(law, 2)((4, 2))
    with pytest.raises(NoNodes, match="nu > 6"):
        token_nodes(broken, 2)


@pytest.mark.parametrize(
    "law",
    [
        laws.dirichlet("3/2"),
        laws.ball("3/2"),
        laws.one_hot(2),
        laws.multivariate_t(20),
        laws.equicorrelated_gaussian("1/2"),
        laws.k_sparse(2, laws.gaussian(1)),
        laws.scale_mixture("1:1/2,2:1/2", laws.gaussian(1)),
    ],
    ids=lambda law: law.name,
)
def test_two_moments_exchanged_are_caught(law: FamilyLaw) -> None:
    right, swapped = law.family.moment, {(2,): (4,), (4,): (2,)}
    broken = replace(law.family, moment=lambda p, dim, v: right(swapped.get(p, p), dim, v))
    assert {(4, 0), (0, 2)} <= set(differences(replace(law, family=broken), 2))
    results = derive(replace(law, family=broken), 2, 4, ["kappa-1", "m2", "loss"])
    assert {result.status for result in results.values()} == {"failed"}


def test_a_share_of_places_is_not_a_product() -> None:
    assert rational_moments(laws.k_sparse(2), 3)((2, 2, 0)) == Fraction(1, 3)
