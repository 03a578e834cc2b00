"""The other side's moments of every law are those of the catalogue, exactly; its draws too."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import scipy.stats

from numeric_check.laws.catalogue import COMPOUNDS, LAWS
from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_moments import rational_moments
from numeric_check.sampling.sampling import drawn_by
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.families import FamilyLaw
from tests.exhaustive import first
from tests.laws.catalogue import COMPLEX, CONSTANT_AT_ONE, FACTOR, MOVED, NUMBERS, moment, moved

DEGREE = 6
SEED = 20261128
WAYS: dict[str, dict[str, int | Fraction]] = {
    "as it is": {},
    "centred": {"mean": 0},
    "shifted": {"mean": Fraction(5, 3)},
    "scaled": {"factor": FACTOR},
    "both": {"mean": -2, "factor": FACTOR},
}
each_way = pytest.mark.parametrize("way", first(reversed(WAYS)))
each_law = pytest.mark.parametrize("name", NUMBERS)


def test_every_law_is_here() -> None:
    assert {*NUMBERS, *COMPLEX, "permutation"} == {*LAWS, *COMPOUNDS}


def is_there(name: str, way: str, dim: int) -> bool:
    """Whether a law can be moved so; a lognormal one has the root of its constant then."""
    scaled = "factor" in WAYS[way]
    if scaled and (name == "lognormal" or (dim == 1 and name in CONSTANT_AT_ONE)):
        return False
    return not WAYS[way] or name in MOVED


def powers(dim: int) -> Iterator[tuple[int, ...]]:
    return (p for p in product(range(DEGREE + 1), repeat=dim) if sum(p) <= DEGREE)


def differences(law: FamilyLaw, dim: int) -> list[tuple[int, ...]]:
    """Return the powers at which the two sides differ."""
    second = rational_moments(law, dim)
    kept = {p: tuple(sorted(filter(None, p), reverse=True)) for p in powers(dim)}
    return [p for p, sorted_ in kept.items() if second(p) != moment(law, sorted_, dim)]


@each_law
@each_way
@pytest.mark.parametrize("dim", first([2, 1, 3]))
def test_both_sides_have_the_same_moments(name: str, way: str, dim: int) -> None:
    if not is_there(name, way, dim):
        return
    assert differences(moved(name, dim, **WAYS[way]), dim) == []


@pytest.mark.parametrize("name", ["exponential", "beta", "poisson", "binomial", "triangular"])
def test_two_moments_exchanged_are_caught(name: str) -> None:
    law = moved(name, 2)
    right = law.family.moment
    swapped = {(2,): (4,), (4,): (2,)}
    wrong = replace(law.family, moment=lambda p, dim, v: right(swapped.get(p, p), dim, v))
    assert differences(replace(law, family=wrong), 2) == [(0, 2), (0, 4), (2, 0), (4, 0)]
    results = derive(replace(law, family=wrong), 2, 4, ["kappa-1", "m2", "loss"])
    assert {result.status for result in results.values()} == {"failed"}


def test_a_wrong_mean_or_factor_is_caught() -> None:
    for way, forgotten in (("shifted", "shifted"), ("both", "shifted"), ("both", "scaled")):
        law = moved("exponential", 1, **WAYS[way])
        wrong = replace(law.family, moment=replace(law.family.moment, **{forgotten: False}))
        assert differences(law, 1) == []
        assert differences(replace(law, family=wrong), 1) != []


@each_law
@each_way
def test_nodes_have_the_moments(name: str, way: str) -> None:
    for dim in (1, 2, 3):
        if not is_there(name, way, dim):
            continue
        law = moved(name, dim, **WAYS[way])
        nodes = token_nodes(law, dim)
        assert np.sum(nodes.weights) == pytest.approx(1, abs=1e-13)
        second = rational_moments(law, dim)
        for p in powers(dim):
            terms = nodes.weights * np.prod(nodes.points ** np.array(p), axis=1)
            scale = float(np.sum(np.abs(terms)))
            assert abs(float(np.sum(terms)) - float(second(p))) <= 2e-13 * scale + 1e-30


@each_law
@each_way
def test_draws_have_the_moments(name: str, way: str) -> None:
    dim, count = 2, 100_000
    if not is_there(name, way, dim):
        return
    law = moved(name, dim, **WAYS[way])
    tokens = drawn_by(law)(np.random.default_rng(SEED), count, dim)
    assert tokens.shape == (count, dim)
    assert tokens.dtype == np.float64
    for p in ((1, 0), (2, 0), (3, 0), (1, 1), (2, 1)):
        values = np.prod(tokens ** np.array(p), axis=1)
        expected = float(moment(law, tuple(filter(None, p)), dim))
        error = np.std(values, ddof=1) / np.sqrt(count)
        assert abs(np.mean(values) - expected) <= 6 * error + 1e-12


@pytest.mark.parametrize("way", [{"mean": 0}, {}, {"mean": 1}])
@pytest.mark.parametrize("name", ["exponential", "beta", "binomial", "gaussian-mixture"])
def test_irrational_factors_have_the_same_moments(name: str, way: dict[str, int]) -> None:
    numbers = {k: v for k, v in NUMBERS[name].items() if k != "scale"}
    law = laws.family_law(name, **numbers, variance=2, **way)
    assert differences(law, 2) == []
    nodes = token_nodes(law, 1)
    third = np.sum(nodes.weights * nodes.points[:, 0] ** 3)
    assert third == pytest.approx(float(moment(law, (3,), 1)), rel=1e-12)


SCIPY = {
    "gaussian": scipy.stats.norm(0, 1.5),
    "uniform": scipy.stats.uniform(-1.75, 3.5),
    "triangular": scipy.stats.triang(0.5, -1.75, 3.5),
    "laplace": scipy.stats.laplace(0, 2 / 3),
    "student-t": scipy.stats.t(9.5),
    "beta": scipy.stats.beta(1.5, 4),
    "gamma": scipy.stats.gamma(2.5, scale=2 / 3),
    "exponential": scipy.stats.expon(scale=1.5),
    "poisson": scipy.stats.poisson(5 / 3),
    "binomial": scipy.stats.binom(3, 0.4),
    "geometric": scipy.stats.geom(0.4, loc=-1),
    "logistic": scipy.stats.logistic(scale=2 / 3),
    "lognormal": scipy.stats.lognorm(0.25, scale=1.5),
    "truncated-gaussian": scipy.stats.truncnorm(-4 / 3, 4 / 3, scale=1.5),
}


@pytest.mark.parametrize("name", SCIPY)
def test_scipy_agrees(name: str) -> None:
    law = moved(name, 1)
    for k in range(1, DEGREE + 1):
        expected = SCIPY[name].moment(k)
        assert float(moment(law, (k,), 1)) == pytest.approx(expected, rel=1e-6, abs=1e-7)
