"""Rational laws have the moments of the law, and the exact scene computes with them."""

from fractions import Fraction
from itertools import product
from math import comb, prod

import numpy as np
import pytest

from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.nodes import token_nodes
from numeric_check.laws.rational_laws import even_points, signed_lattice, signed_points
from numeric_check.model.exact_scene import ExactScene
from numeric_check.model.exact_tokens import Enumerated
from numeric_check.model.scene import Scene
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from tests.supports import joint_support_iid

SCALE_MIXTURE = {"m2": 1, "m4": "15/4", "m6": "105/4", "2,2": "5/4", "2,4": "21/4"}
"""N(0, s²) with s² = 1/2 or 3/2 for all coordinates at once."""

LAWS: dict[str, TokenLaw] = {
    "gaussian": laws.gaussian("3/2"),
    "sparse": laws.sparse(2),
    "full-one": laws.full_one("1/2"),
    "rademacher": laws.rademacher(3),
    "uniform": laws.uniform("5/3"),
    "laplace": laws.laplace("1/2"),
    "bernoulli-gaussian": laws.bernoulli_gaussian("1/3", 2),
    "student-t": laws.student_t(9),
    "two-point": laws.two_point("1/4", 2),
    "sphere": laws.sphere(2),
    "support": laws.support("2:1/3,-1:2/3"),
    "moments": laws.moments("m2=1,m4=3,m6=15"),
    "mixed": laws.moments(SCALE_MIXTURE, symmetric=True),
}


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("dim", [1, 2, 3])
def test_even_moments_are_those_of_the_quadrature_nodes(name: str, dim: int) -> None:
    exact = ExactScene(Enumerated(even_points(LAWS[name], dim)), 3)
    rounded = Scene(token_nodes(LAWS[name], dim), 3)
    assert sum((weight for _, weight in exact.tokens.points), Fraction(0)) == 1
    for moment in MOMENTS:
        assert float(exact.moment(moment, dim - 1)) == pytest.approx(
            rounded.moment(moment, dim - 1).value, rel=1e-13, abs=1e-13
        )


@pytest.mark.parametrize("dim", [1, 2, 3])
def test_a_finite_law_and_its_rational_law_have_the_same_loss(dim: int) -> None:
    atoms = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
    stand_in = ExactScene(Enumerated(even_points(laws.support(atoms), dim)), 4)
    itself = ExactScene(Enumerated(joint_support_iid(atoms, dim)), 4)
    assert stand_in.tokens != itself.tokens
    assert stand_in.loss == itself.loss
    assert stand_in.energy == itself.energy
    assert stand_in.moment_sum((4, 2)) == itself.moment_sum((4, 2))


def test_a_moment_that_is_wrong_changes_the_loss() -> None:
    """The negative control: kurtosis is seen."""
    one, other = (
        ExactScene(Enumerated(even_points(laws.moments({"m2": 1, "m4": m4, "m6": 15}), 2)), 4)
        for m4 in (3, "31/10")
    )
    assert one.energy == other.energy
    assert one.loss != other.loss


@pytest.mark.parametrize(
    "law",
    [laws.gaussian(), laws.generic(), laws.moments("m2=1,m4=q,m6=15")],
    ids=["family", "generic", "moments"],
)
def test_laws_with_symbols_have_no_points(law: TokenLaw) -> None:
    with pytest.raises(NoNodes):
        even_points(law, 2)


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("dim", [1, 2])
def test_signed_points_have_the_odd_moments_too(name: str, dim: int) -> None:
    exact = signed_points(LAWS[name], dim)
    rounded = token_nodes(LAWS[name], dim)
    for powers in product(range(7), repeat=dim):
        known = name != "moments" or all(power % 2 == 0 for power in powers)
        if sum(powers) <= 6 and known:
            found = sum(w * prod(x**k for x, k in zip(p, powers, strict=True)) for p, w in exact)
            expected = float(rounded.weights @ np.prod(rounded.points**powers, axis=1))
            assert float(found) == pytest.approx(expected, rel=1e-12, abs=1e-12), powers


MIXED, TURNED = Fraction(1, 16) - 27, Fraction(1, 4) - 12  # E x_1 x_2³ and E x_1³ x_2
FOURTH, FOURTHS = Fraction(17, 2), Fraction(1 + 16 + 81, 4) + Fraction(1, 64)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (None, (MIXED, FOURTH)),
        ("permutations", ((MIXED + TURNED) / 2, FOURTHS)),
        ("signs", (0, FOURTH)),
        ("both", (0, FOURTHS)),
    ],
)
def test_a_table_of_tokens_has_the_moments_of_its_rows(
    mode: str | None, expected: tuple[Fraction, Fraction]
) -> None:
    rows = [[1.0, 0.5], [-2.0, 3.0]]
    points = signed_points(laws.samples(rows, mode), 2)
    mean = sum((w * x[0] * x[1] ** 3 for x, w in points), Fraction(0))
    fourth = sum((w * x[0] ** 4 for x, w in points), Fraction(0))
    assert (mean, fourth) == expected
    with pytest.raises(NoNodes):
        even_points(laws.samples(rows), 3)


def test_predictions_are_polynomials_in_the_phases() -> None:
    start = (Fraction(1), Fraction(-2))
    scene = ExactScene(Enumerated(((start, Fraction(1)),)), 4)
    for step, entries in enumerate(scene.predictions(start), 2):
        for i, (entry, _) in enumerate(product(entries, [0])):
            powers = {key for key, value in entry.items() if value}
            own = {tuple(step if k == i else 0 for k in range(2))}
            assert own <= powers
            assert all(sum(key) == step for key in powers)  # charge of x_{t+1}


@pytest.mark.parametrize("dim", [1, 2, 3])
def test_the_grid_has_as_many_points_as_there_are_monomials(dim: int) -> None:
    grid = signed_lattice(dim)
    assert len(set(grid)) == len(grid) == comb(6 + dim, dim)
    powers = [p for p in product(range(7), repeat=dim) if sum(p) <= 6]
    matrix = [
        [prod(float(x) ** k for x, k in zip(at, p, strict=True)) for p in powers] for at in grid
    ]
    assert np.linalg.matrix_rank(np.array(matrix)) == len(grid)
