"""Rational laws have the moments of the law, and the exact scene computes with them."""

from fractions import Fraction
from itertools import product

import pytest

from numeric_check.exact_scene import ExactScene
from numeric_check.nodes import NoNodes, token_nodes
from numeric_check.rational_laws import rational_points
from numeric_check.scene import Scene
from symbolic_mesa import laws
from symbolic_mesa.assumptions import MOMENTS, TokenLaw
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
    if (name, dim) == ("mixed", 3):
        with pytest.raises(NoNodes):
            token_nodes(LAWS[name], dim)
        return
    exact = ExactScene(rational_points(LAWS[name], dim), 3)
    rounded = Scene(token_nodes(LAWS[name], dim), 3)
    assert sum((weight for _, weight in exact.points), Fraction(0)) == 1
    for moment in MOMENTS:
        assert float(exact.moment(moment, dim - 1)) == pytest.approx(
            rounded.moment(moment, dim - 1).value, rel=1e-13, abs=1e-13
        )


@pytest.mark.parametrize("dim", [1, 2, 3])
def test_a_finite_law_and_its_rational_law_have_the_same_loss(dim: int) -> None:
    atoms = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
    stand_in = ExactScene(rational_points(laws.support(atoms), dim), 4)
    itself = ExactScene(joint_support_iid(atoms, dim), 4)
    assert stand_in.points != itself.points
    assert stand_in.loss == itself.loss
    assert stand_in.energy == itself.energy
    assert stand_in.moment_sum((4, 2)) == itself.moment_sum((4, 2))


def test_a_moment_that_is_wrong_changes_the_loss() -> None:
    """The negative control: kurtosis is seen."""
    one, other = (
        ExactScene(rational_points(laws.moments({"m2": 1, "m4": m4, "m6": 15}), 2), 4)
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
        rational_points(law, 2)


@pytest.mark.parametrize("symmetrize", [False, True])
def test_a_table_of_tokens_is_its_own_law(symmetrize: bool) -> None:
    law = laws.samples([[1.0, 0.5], [-2.0, 3.0]], symmetrize)
    points = rational_points(law, 2)
    assert len(points) == (4 if symmetrize else 2)
    assert (
        sum((w * x[0] ** 2 for x, w in points), Fraction(0))
        == sum((w * x[1] ** 2 for x, w in points), Fraction(0))
        or not symmetrize
    )
    with pytest.raises(NoNodes):
        rational_points(law, 3)


def test_predictions_are_polynomials_in_the_phases() -> None:
    start = (Fraction(1), Fraction(-2))
    scene = ExactScene(((start, Fraction(1)),), 4)
    for step, entries in enumerate(scene.predictions(start), 2):
        for i, (entry, _) in enumerate(product(entries, [0])):
            powers = {key for key, value in entry.items() if value}
            own = {tuple(step if k == i else 0 for k in range(2))}
            assert own <= powers
            assert all(sum(key) == step for key in powers)  # charge of x_{t+1}
