"""The other side's moments of laws whose coordinates differ, its nodes and its draws."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from numeric_check.checks import literal
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_moments import rational_moments
from numeric_check.sampling.sampling import drawn_by
from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals, TokenLaw

DEGREE, DRAWS, SEED = 6, 20_000, 20261128
JOINT = laws.joint([((1, 0, 2), "1/3"), (("1/sqrt(2)", 0, -1), "1/6"), ((0, 1, -1), "1/2")])
EACH: tuple[TokenLaw, ...] = (
    laws.gaussian_vector("diag(1,2,3)"),
    laws.gaussian_vector("2,1,0;1,3,-1/2;0,-1/2,sqrt(2)"),
    laws.gaussian_vector("1,1;1,1"),
    laws.gaussian_vector("diag(0,1)"),
    laws.gaussian_vector("diag(5)"),
    JOINT,
)
each_law = pytest.mark.parametrize("law", EACH, ids=lambda law: f"{law.name}-{law.dim}")


def powers(dim: int) -> list[tuple[int, ...]]:
    return [p for p in product(range(DEGREE + 1), repeat=dim) if sum(p) <= DEGREE]


def here(law: TokenLaw, one: tuple[int, ...]) -> Any:
    pattern = Pattern(tuple((f"k{k}", power) for k, power in enumerate(one)), ())
    return law.coordinate_sum(pattern, len(one), Rationals(), {f"k{k}": k for k in range(len(one))})


@each_law
def test_both_sides_have_the_same_moments(law: TokenLaw) -> None:
    dim = law.dim or 0
    there = rational_moments(law, dim)
    assert [p for p in powers(dim) if there(p) != here(law, p)] == []


@each_law
def test_nodes_have_the_same_moments(law: TokenLaw) -> None:
    dim = law.dim or 0
    nodes, exact = token_nodes(law, dim), rational_moments(law, dim)
    for one in powers(dim):
        terms = nodes.weights * np.prod(nodes.points ** np.array(one), axis=1)
        scale = max(1.0, float(np.sum(np.abs(terms))))
        assert abs(np.sum(terms) - float(exact(one))) <= 1e-12 * scale


@each_law
def test_draws_have_these_moments(law: TokenLaw) -> None:
    """No |z| of the second moments above 5.5: a false alarm in a million runs at most."""
    dim = law.dim or 0
    drawn, exact = (
        drawn_by(law)(np.random.default_rng(SEED), DRAWS, dim),
        rational_moments(law, dim),
    )
    for one in (p for p in powers(dim) if sum(p) == 2):
        values = np.prod(drawn ** np.array(one), axis=1)
        error = np.std(values, ddof=1) / np.sqrt(DRAWS)
        gap = np.mean(values) - float(exact(one))
        assert abs(gap) <= 5.5 * error + 1e-12


@pytest.mark.parametrize("law", [laws.gaussian_vector("diag(1,2)"), JOINT])
def test_another_dimension_is_refused(law: TokenLaw) -> None:
    for of in (rational_moments, token_nodes):
        with pytest.raises(NoNodes, match="coordinates, not 4"):
            of(law, 4)


def test_laws_without_numbers_are_refused() -> None:
    for text in ("diag", "diag(p,q)"):
        with pytest.raises(NoNodes, match=r"no value|have no values"):
            token_nodes(laws.gaussian_vector(text), 2)


@pytest.mark.parametrize(
    ("law", "holds"),
    [
        (laws.gaussian_vector("diag(1,2)"), False),  # kappa_1 differs
        (laws.gaussian_vector("diag(2,2)"), True),
        (laws.gaussian_vector("2,1;1,2"), False),  # E[x_1 x_2] = 1
        (laws.joint([(x, "1/4") for x in product((1, -1), (2, -2))]), False),
        (laws.joint([(x, "1/4") for x in product((1, -1), repeat=2)]), True),
    ],
)
def test_the_assumption_asks_for_coordinates_that_are_alike(law: TokenLaw, holds: bool) -> None:
    assert literal.holds(law, 2) is literal.visibly_holds(law, 2) is holds
