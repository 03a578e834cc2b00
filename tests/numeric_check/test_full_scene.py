"""What a scene measures off the diagonal manifold, against rationals and against differences."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from numeric_check.estimates import TOLERANCE, relative_error
from numeric_check.laws.finite import TokenNodes
from numeric_check.model.attention import BLOCKS, Real, blocks_of
from numeric_check.model.enumeration import (
    Point,
    entry_gradient,
    gradients,
    population_loss,
    scaled_block,
)
from numeric_check.model.exact_full_scene import ExactFullScene
from numeric_check.model.exact_tokens import Enumerated
from numeric_check.model.full_scene import FullScene
from numeric_check.model.laurent import Matrix
from numeric_check.model.quadrature import Population, population, roots_for_any_blocks
from tests import supports

PLACES = ("diagonal", "symmetric", "coordinates")
TRAINED = ("KQ32", "PV12")


def unlike_support(dim: int) -> tuple[Point, ...]:
    """Return ± each of the coordinates 1, 2, …, signs independent: coordinates are not alike."""
    signs = product((1, -1), repeat=dim)
    points = (tuple(Fraction(s * (k + 1)) for k, s in enumerate(own)) for own in signs)
    return tuple((point, Fraction(1, 2**dim)) for point in points)


LAWS: dict[str, Callable[[int], tuple[Point, ...]]] = {
    "skewed": supports.skewed_support,
    "dependent": supports.dependent_support,
    "unlike": unlike_support,
    "rademacher": lambda dim: supports.rademacher_support(Fraction(3, 2), dim),
    "sparse": lambda dim: supports.sparse_support(Fraction(2), dim),
    "full-one": lambda dim: supports.full_one_support(Fraction(1, 2), dim),
}


def nodes_of(points: tuple[Point, ...]) -> TokenNodes:
    starts, weights = zip(*points, strict=True)
    return TokenNodes(np.array(starts, dtype=float), np.array(weights, dtype=float))


def place_of(scales: Mapping[str, Fraction], place: str, dim: int) -> dict[str, Matrix]:
    """Return the two blocks of a place, written out entry by entry."""
    size = range(dim)
    if place == "coordinates":
        return {
            block: [[scales[f"{name}_{i + 1}"] * (i == j) for j in size] for i in size]
            for block, name in zip(TRAINED, "ab", strict=True)
        }
    off = Fraction(place == "symmetric")
    return {
        "KQ32": scaled_block(dim, scales["a"], off * scales["alpha"]),
        "PV12": scaled_block(dim, scales["b"], off * scales["beta"]),
    }


def exactly(scales: Mapping[str, float | Fraction]) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in scales.items()}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["skewed", "dependent", "unlike"])
@pytest.mark.parametrize(("dim", "length"), [(1, 4), (2, 3), (2, 4)])
def test_loss_and_gradients_are_those_of_enumeration(
    name: str, dim: int, length: int, place: str
) -> None:
    points = LAWS[name](dim)
    scene = FullScene(nodes_of(points), length)
    weights = place_of(exactly(scene.scales), place, dim)
    expected = population_loss(weights, points, length)
    assert relative_error(float(expected), scene.loss(place)) < TOLERANCE
    slopes = gradients(weights, points, length)
    for block, row, column in product(BLOCKS, range(dim), range(dim)):
        measured = scene.gradient(place, block, row, column)
        assert relative_error(float(slopes[block][row][column]), measured) < TOLERANCE
    wrong = float(slopes["KQ32"][0][0]) * 1.001
    assert relative_error(wrong, scene.gradient(place, "KQ32", 0, 0)) > TOLERANCE


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["skewed", "unlike"])
def test_the_gradient_in_rationals_is_the_difference_quotient_of_the_loss(
    name: str, place: str
) -> None:
    dim, length = 2, 3
    points = LAWS[name](dim)
    scene = ExactFullScene(Enumerated(points), length)
    weights = place_of(exactly(scene.scales), place, dim)
    assert scene.loss(place) == population_loss(weights, points, length)
    for block, row, column in product(BLOCKS, range(dim), range(dim)):
        expected = entry_gradient(weights, points, length, block, row, column)
        assert scene.gradient(place, block, row, column) == expected


@pytest.mark.parametrize("place", ["diagonal", "symmetric"])
@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("length", [3, 4])
def test_both_scenes_agree_at_the_same_scales(name: str, length: int, place: str) -> None:
    points = LAWS[name](2)
    exact, scene = ExactFullScene(Enumerated(points), length), FullScene(nodes_of(points), length)
    scales = {key: float(exact.scales[key]) for key in ("a", "alpha", "b", "beta")}
    if place == "diagonal":
        scales |= {"alpha": 0.0, "beta": 0.0}
    found = scene.at(scales)
    assert relative_error(float(exact.loss(place)), found.loss) < TOLERANCE
    for block in BLOCKS:
        entries = product(range(2), repeat=2)
        for expected, entry in zip(exact.gradients(place, block), entries, strict=True):
            assert relative_error(float(expected), found.entry(block, *entry)) < TOLERANCE
    elsewhere = scene.at({**scales, "a": scales["a"] + 0.01})
    assert relative_error(float(exact.loss(place)), elsewhere.loss) > TOLERANCE


@pytest.mark.parametrize("place", PLACES)
def test_the_gradient_in_doubles_is_the_difference_quotient_of_the_loss(place: str) -> None:
    """The loss is quadratic in one entry, so that a central difference of any width is exact."""
    dim, length = 2, 4
    scene = FullScene(nodes_of(supports.dependent_support(dim)), length)
    weights = place_of(exactly(scene.scales), place, dim)
    given = {block: np.array(entries, dtype=float) for block, entries in weights.items()}

    def moved(block: str, row: int, column: int, step: float) -> Population:
        blocks: dict[str, Real] = {**given, block: given.get(block, np.zeros((dim, dim))).copy()}
        blocks[block][row, column] += step
        return population(blocks_of(dim, blocks), scene.nodes, length, roots_for_any_blocks(length))

    for block, row, column in product(BLOCKS, range(dim), range(dim)):
        above, below = (moved(block, row, column, step).loss for step in (1.0, -1.0))
        quotient = (above.value - below.value) / 2
        measured = scene.gradient(place, block, row, column).value
        assert abs(quotient - measured) <= TOLERANCE * (above.scale + below.scale)
    wider = moved("KQ32", 0, 1, 2.0).loss
    quotient = (wider.value - scene.loss(place).value) / 2  # one-sided: the curvature shows
    measured = scene.gradient(place, "KQ32", 0, 1).value
    assert abs(quotient - measured) > 1e-3 * abs(measured)


DIAGONAL_VERDICTS = {
    "skewed": False,
    "dependent": False,
    "unlike": False,
    "rademacher": True,
    "sparse": True,
    "full-one": False,
}


@pytest.mark.parametrize("length", [3, 4])
@pytest.mark.parametrize(("name", "stays"), DIAGONAL_VERDICTS.items())
def test_who_stays_on_the_diagonal(name: str, stays: bool, length: int) -> None:
    points = LAWS[name](2)
    assert FullScene(nodes_of(points), length).stays("diagonal") is stays
    assert ExactFullScene(Enumerated(points), length).stays("diagonal") is stays


@pytest.mark.parametrize(("dim", "length"), [(2, 3), (2, 5), (3, 3)])
def test_a_skewed_law_of_mean_zero_leaves_the_diagonal(dim: int, length: int) -> None:
    third = Fraction(1, 3)
    points = supports.joint_support_iid(((2 * third, third), (-third, 2 * third)), dim)
    assert sum(w * x[0] for x, w in points) == 0
    assert FullScene(nodes_of(points), length).stays("diagonal") is False
    assert ExactFullScene(Enumerated(points), min(length, 4)).stays("diagonal") is False


def test_a_slight_skew_is_seen() -> None:
    shares = (Fraction(1, 2) + Fraction(1, 1000), Fraction(1, 2) - Fraction(1, 1000))
    atoms = tuple(zip((Fraction(1), Fraction(-1)), shares, strict=True))
    points = supports.joint_support_iid(atoms, 2)
    assert FullScene(nodes_of(points), 4).stays("diagonal") is False
    assert FullScene(nodes_of(LAWS["rademacher"](2)), 4).stays("diagonal") is True


@pytest.mark.parametrize("name", [name for name in LAWS if name != "unlike"])
def test_a_symmetric_place_stays_symmetric_for_exchangeable_laws(name: str) -> None:
    points = LAWS[name](2)
    assert FullScene(nodes_of(points), 4).stays("symmetric") is True
    assert ExactFullScene(Enumerated(points), 3).stays("symmetric") is True


def test_a_symmetric_place_does_not_stay_symmetric_where_coordinates_differ() -> None:
    points = unlike_support(2)
    assert FullScene(nodes_of(points), 4).stays("symmetric") is False
    assert ExactFullScene(Enumerated(points), 3).stays("symmetric") is False


def test_three_coordinates_stay_symmetric_or_do_not() -> None:
    assert FullScene(nodes_of(supports.dependent_support(3)), 3).stays("symmetric") is True
    assert FullScene(nodes_of(unlike_support(3)), 3).stays("symmetric") is False


def test_an_off_diagonal_entry_is_the_product_of_third_moments() -> None:
    atoms = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
    points = supports.joint_support_iid(atoms, 2)
    third = sum(w * x**3 for x, w in atoms)
    harmonic = Fraction(1) + Fraction(1, 2) + Fraction(1, 3)
    a, b = Fraction(7, 10), Fraction(2, 5)
    expected = a**2 * b * harmonic * third**2
    assert (harmonic, third**2) == (Fraction(11, 6), 4)
    one = np.eye(2)
    blocks = blocks_of(2, {"KQ32": float(a) * one, "PV12": float(b) * one})
    found = population(blocks, nodes_of(points), 5, roots_for_any_blocks(5))
    for row, column in ((0, 1), (1, 0)):
        assert abs(found.entry("PV12", row, column).value - float(expected)) < 1e-12
    assert float(expected) == pytest.approx(1.437333333333, abs=1e-12)
    weights = {"KQ32": scaled_block(2, a), "PV12": scaled_block(2, b)}
    assert entry_gradient(weights, points, 5, "PV12", 0, 1) == expected
    diagonal = found.entry("PV12", 0, 0).value
    assert abs(diagonal - float(expected)) > 0.1


@pytest.mark.parametrize("name", LAWS)
def test_moments_are_those_of_the_points(name: str) -> None:
    points = LAWS[name](3)
    exact, scene = ExactFullScene(Enumerated(points), 3), FullScene(nodes_of(points), 3)
    assert exact.dim == scene.dim == 3
    cube = sum(w * x[0] * x[1] ** 3 * x[2] ** 2 for x, w in points)
    assert exact.mean((1, 3, 2)) == exact.pattern_sum({0: 1, 1: 3}, (2,)) == cube
    assert exact.pattern_sum({0: 1, 2: 3}, ()) == sum(w * x[0] * x[2] ** 3 for x, w in points)
    pairs = ((1, 0), (1, 2))
    both = sum(w * x[j] ** 2 * x[r] ** 4 for x, w in points for j, r in pairs)
    assert exact.moment("kappa_3", 1) == exact.pattern_sum({1: 2}, (4,)) == both
    assert relative_error(float(cube), scene.mean((1, 3, 2))) < TOLERANCE
    assert relative_error(float(both), scene.pattern_sum({1: 2}, (4,))) < TOLERANCE
    for moment, coordinate in product(("m_2", "kappa_1", "kappa_2", "kappa_3"), range(3)):
        value = float(exact.moment(moment, coordinate))
        assert relative_error(value, scene.moment(moment, coordinate)) < TOLERANCE
        assert relative_error(value + 1, scene.moment(moment, coordinate)) > TOLERANCE


def test_a_moment_of_more_coordinates_than_there_are_is_one() -> None:
    points = LAWS["skewed"](2)
    assert ExactFullScene(Enumerated(points), 3).mean((2, 2, 2)) == 1
    assert FullScene(nodes_of(points), 3).mean((2, 2, 2)).value == 1
    assert ExactFullScene(Enumerated(points), 3).pattern_sum({0: 1, 1: 3}, (2,)) == 0
