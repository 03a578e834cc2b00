"""The nine results of Theorem 4.1 are verified for every law of the catalogue, moved or not."""

from dataclasses import replace

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.laws.families import FamilyLaw
from tests.exhaustive import first
from tests.laws.catalogue import FACTOR, MOVED, NUMBERS, moved

NINE = (
    *("kappa-1", "kappa-2", "kappa-3", "m2", "loss", "flow-a", "flow-b", "fixed-point"),
    "minimum-loss",
)
NEW = (
    *("triangular", "gamma", "exponential", "poisson", "geometric", "logistic", "lognormal"),
    *("truncated-gaussian", "beta", "binomial"),
)


def statuses(law: FamilyLaw, *ids: str) -> set[str]:
    return {result.status for result in derive(law, results=ids or NINE).values()}


@pytest.mark.parametrize("name", first(NEW, 8))
def test_with_symbols(name: str) -> None:
    assert statuses(laws.family_law(name)) == {"verified"}


@pytest.mark.parametrize(
    "text",
    [
        *("one-hot", "ball", "dirichlet", "multivariate-t", "equicorrelated-gaussian"),
        *("k-sparse", "k-sparse(k=2, values=gaussian)", "k-sparse(k=4)", "k-sparse(values=sphere)"),
        *("permutation(values='0,q,1')", "equicorrelated-gaussian(rho=-1/2)"),
        "scale-mixture(scales='1:1/2,q:1/2', coordinates=gaussian)",
    ],
)
def test_dependent_laws_with_symbols(text: str) -> None:
    assert statuses(laws.by_name(text, {})) == {"verified"}


@pytest.mark.parametrize("name", NUMBERS)
def test_with_numbers(name: str) -> None:
    assert statuses(moved(name, 2)) == {"verified"}


@pytest.mark.parametrize("name", first(MOVED, 8))
def test_with_a_mean_and_a_variance(name: str) -> None:
    law = moved(name, 2, mean=0, factor=FACTOR)
    assert statuses(law) == {"verified"}


@pytest.mark.parametrize(
    "law",
    first(
        [
            laws.gaussian(variance="variance", mean="mean"),
            laws.exponential(mean=0),
            laws.poisson(mean=0),
            laws.exponential(variance=2, mean=0),
            laws.sphere(variance="variance", mean=1),
            laws.gamma(variance="v"),
            laws.poisson(2, variance="v"),
            laws.lognormal(sigma=1, variance="v"),
            laws.by_name("k-sparse(k=2, values=exponential(variance=v))", {}),
            laws.geometric(mean="mean"),
            laws.beta(mean=0, variance=1),
            laws.exponential(variance="variance", mean="mean"),
            laws.gaussian_mixture("1/2:mean_1:1,1/2:0:sigma_2"),
        ],
        4,
    ),
    ids=lambda law: f"{law.name} {law.parameters}",
)
def test_with_symbols_for_what_is_moved(law: FamilyLaw) -> None:
    assert statuses(law) == {"verified"}


@pytest.mark.parametrize(
    "law",
    [
        laws.binomial(3, "1/3"),
        laws.binomial(3, "1/3", mean=0),
        laws.binomial(9, "1/3"),
        laws.geometric("1/4", mean=0),
        laws.two_point("1/4", 4, mean=1),
        laws.gamma(2, 1, mean=0),
        laws.binomial(2, "1/2", mean=0, variance=1),
        laws.poisson(),
        laws.poisson(2),
        laws.poisson(2, mean=0),
        laws.poisson(2, mean=0, variance=3),
        laws.poisson("1/2", mean=0),
        laws.poisson("sqrt(2)"),
        laws.exponential(mean="mean"),
        laws.gamma(mean=0),
        laws.gaussian_mixture("1/2:0:1,1/2:3:2", mean=0),
        laws.by_name("k-sparse(k=2, values=poisson)", {}),
        laws.by_name("k-sparse(k=1, values=poisson(rate=2, mean=0))", {}),
        laws.by_name("k-sparse(k=1, values=geometric(p=1/3, mean=0))", {}),
        laws.by_name("scale-mixture(scales='1:1/2,2:1/2', coordinates=poisson(rate=1))", {}),
    ],
    ids=lambda law: f"{law.name} {law.parameters}",
)
def test_the_ratio_is_over_tokens_that_are_not_0(law: FamilyLaw) -> None:
    """It is E ŷ/x where x is not 0: values at 0 have nodes of their own."""
    results = derive(law, 2, 4, ["prediction-ratio"])
    assert results["prediction-ratio"].status == "verified"


@pytest.mark.parametrize("name", ["poisson", "binomial", "geometric"])
def test_a_wrong_share_is_caught(name: str) -> None:
    law = moved(name, 2)
    right = law.family.nonzero
    assert right is not None
    wrong = replace(law.family, nonzero=lambda p, dim, v: right(p, dim, v) ** 2)
    results = derive(replace(law, family=wrong), 2, 4, ["prediction-ratio"])
    assert results["prediction-ratio"].status == "failed"


@pytest.mark.parametrize("law", first([laws.poisson(mean=0), laws.binomial()]))
def test_the_ratio_alone_says_that_its_share_is_missing(law: FamilyLaw) -> None:
    found = derive(law, 2, 4, ["prediction-ratio", "test-error"])
    assert {id: result.status for id, result in found.items()} == {
        "prediction-ratio": "missing-moment",
        "test-error": "verified",
    }


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", NUMBERS)
def test_no_result_of_any_law_fails(name: str) -> None:
    law = moved(name, 2)
    results = derive(law, law.dim or 2, 4, test_length=3, init=("1/2", "1/3"))
    statuses = {result.status for result in results.values()}
    assert "verified" in statuses
    endless = {"unchecked"} if law.family.finite_below else set()  # Assumption 4.1 as written
    assert statuses <= {"verified", "consistent", "not-applicable", "missing-moment", *endless}


@pytest.mark.parametrize(
    "law",
    first([laws.exponential(variance="v"), laws.geometric(variance="v", mean=0)]),
    ids=lambda law: law.name,
)
def test_training_leaves_the_diagonal_by_an_odd_moment_with_a_root(law: FamilyLaw) -> None:
    found = derive(law, results=["emergence"])["emergence"]
    assert (found.value, found.status) == (False, "verified")
