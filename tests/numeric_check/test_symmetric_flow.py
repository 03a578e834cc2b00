"""The flow on the symmetric manifold, fitted to the full model and followed: known ends."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import sqrt

import numpy as np
import pytest

from numeric_check.estimates import TOLERANCE, relative_error
from numeric_check.laws.finite import TokenNodes
from numeric_check.model import symmetric_flow
from numeric_check.model.attention import BLOCKS, Real
from numeric_check.model.enumeration import Point, gradients, scaled_block
from numeric_check.model.full_scene import FullScene
from numeric_check.model.symmetric_flow import SCALES, Unsettled, limit, velocities
from tests import supports

START = {"a": 0.5, "alpha": 0.0, "b": 0.5, "beta": 0.0}
ENDS = 1e-10  # what following a flow in doubles leaves of these


def scene_of(points: tuple[Point, ...], length: int) -> FullScene:
    starts, weights = zip(*points, strict=True)
    nodes = TokenNodes(np.array(starts, dtype=float), np.array(weights, dtype=float))
    return FullScene(nodes, length)


def full_one(dim: int, length: int, c: Fraction = Fraction(1)) -> FullScene:
    return scene_of(supports.full_one_support(c, dim), length)


def skewed(dim: int, length: int) -> FullScene:
    return scene_of(supports.skewed_support(dim), length)


def apart(found: Mapping[str, float], expected: Mapping[str, float]) -> float:
    """Return the largest difference, relative to the largest scale."""
    gap = max(abs(found[name] - expected[name]) for name in SCALES)
    return gap / max(abs(expected[name]) for name in SCALES)


def fitted(coefficients: Real, point: list[Fraction]) -> Real:
    """Return the fitted velocities at a point, and the size of their terms."""
    values = np.prod(np.array([float(x) for x in point]) ** symmetric_flow._POWERS, axis=1)
    return np.array([coefficients @ values, np.abs(coefficients) @ np.abs(values)])


FITTED = {
    "skewed": supports.skewed_support,
    "dependent": supports.dependent_support,
    "full-one": lambda dim: supports.full_one_support(Fraction(1, 2), dim),
    "sparse": lambda dim: supports.sparse_support(Fraction(2), dim),
}


@pytest.mark.parametrize(("dim", "length"), [(2, 3), (2, 4), (3, 3)])
@pytest.mark.parametrize("name", FITTED)
def test_fitted_velocities_are_the_exact_gradient_at_other_points(
    name: str, dim: int, length: int
) -> None:
    points = FITTED[name](dim)
    coefficients = velocities(scene_of(points, length))
    rng = np.random.default_rng(5)
    for _ in range(2):
        place = [Fraction(int(n), int(m)) for n, m in rng.integers(1, 9, (4, 2))]
        place[1] = -place[1]
        weights = {"KQ32": scaled_block(dim, *place[:2]), "PV12": scaled_block(dim, *place[2:])}
        slopes = gradients(weights, points, length)
        exact = [-float(slopes[block][0][k]) for block in ("KQ32", "PV12") for k in (0, 1)]
        found, sizes = fitted(coefficients, place)
        assert np.all(np.abs(found - exact) <= 1e-11 * np.max(sizes))
        elsewhere, _ = fitted(coefficients, [place[0] * Fraction(1001, 1000), *place[1:]])
        assert np.max(np.abs(elsewhere - exact)) > 1e-6 * np.max(sizes)


@pytest.mark.parametrize(("dim", "length"), [(2, 3), (2, 5), (3, 3)])
def test_sparse_tokens_end_where_they_are_predicted_exactly(dim: int, length: int) -> None:
    """ab = 1/c² on the hyperbola of the start, and β is 0; α does not move."""
    scene = scene_of(supports.sparse_support(Fraction(2), dim), length)
    start = {"a": 0.75, "alpha": 0.125, "b": 0.5, "beta": 0.0}
    level = 0.75**2 - 0.5**2
    a = sqrt((level + sqrt(level**2 + 4 / 16)) / 2)
    expected = {"a": a, "alpha": 0.125, "b": 1 / (4 * a), "beta": 0.0}
    found = limit(scene, start).scales
    assert apart(found, expected) < ENDS
    assert scene.at(found).loss.value < 1e-12
    assert apart(limit(scene, {**start, "alpha": 0.25}).scales, expected) > 1e-2


@pytest.mark.parametrize(("dim", "length"), [(2, 4), (2, 5), (3, 3)])
def test_signs_end_at_the_root_of_the_product_of_theorem_4_1(dim: int, length: int) -> None:
    """κ1 = κ2 = 1 and κ3 = d − 1: ab = 1/(1 + (d − 1) H/(T − 2))."""
    harmonic = sum(1 / k for k in range(1, length - 1))
    root = sqrt(1 / (1 + (dim - 1) * harmonic / (length - 2)))
    scene = scene_of(supports.rademacher_support(Fraction(1), dim), length)
    found = limit(scene, START).scales
    assert apart(found, {"a": root, "alpha": 0.0, "b": root, "beta": 0.0}) < ENDS


@pytest.mark.parametrize("dim", [2, 3])
@pytest.mark.parametrize("p", [0.5, 0.75])
def test_full_one_tokens_of_length_3_end_in_closed_form(p: float, dim: int) -> None:
    """ŷ_2 = q (Σ_l λ_l) PV12 λ, q the row sum of KQ32; a − α = p does not move.

    The best q PV12 = uI + v(J − I) minimizes ½ E Σ_i |(Σ_l λ_l)(u λ_i + v Σ_{m≠i} λ_m) − λ_i²|².
    """
    others = dim - 1
    other = 2 * others + 2 * others * (others - 1)
    u, v = np.linalg.solve([[1.0 + others, others], [others, other]], [1.0, 0.0])
    size, rest = dim * u**2 + dim * others * v**2, others * p**2
    q = sqrt((-rest + sqrt(rest**2 + 4 * size)) / 2)
    expected = {"a": (q + others * p) / dim, "alpha": (q - p) / dim, "b": u / q, "beta": v / q}
    found = limit(full_one(dim, 3), {**START, "a": p, "b": p}).scales
    assert apart(found, expected) < ENDS
    assert apart(limit(full_one(dim, 4), START).scales, expected) > 1e-2


ENDING = {
    "skewed": lambda: skewed(2, 5),
    "skewed, d = 3": lambda: skewed(3, 3),
    "full-one": lambda: full_one(2, 4),
    "full-one, T = 3": lambda: full_one(3, 3),
    "dependent": lambda: scene_of(supports.dependent_support(2), 4),
}


@pytest.mark.parametrize("name", ENDING)
def test_at_the_end_no_entry_of_any_block_moves(name: str) -> None:
    scene = ENDING[name]()
    found = limit(scene, START).scales
    entries = list(product(BLOCKS, range(scene.dim), range(scene.dim)))
    there = scene.at(found)
    assert max(relative_error(0.0, there.entry(*entry)) for entry in entries) < TOLERANCE
    for scale in SCALES:
        nearby = scene.at({**found, scale: found[scale] + 1e-6 * found["a"]})
        gap = max(relative_error(0.0, nearby.entry(*entry)) for entry in entries)
        assert gap > TOLERANCE, scale


@pytest.mark.parametrize("name", ENDING)
def test_the_end_is_balanced_as_the_start_and_off_the_diagonal(name: str) -> None:
    scene = ENDING[name]()
    others = scene.dim - 1
    found = limit(scene, START).scales
    left = found["a"] ** 2 + others * found["alpha"] ** 2
    right = found["b"] ** 2 + others * found["beta"] ** 2
    assert abs(left / right - 1) < 1e-9
    assert min(abs(found["alpha"]), abs(found["beta"])) > 1e-3
    tilted = limit(scene, {**START, "a": 0.625}).scales
    left = tilted["a"] ** 2 + others * tilted["alpha"] ** 2
    right = tilted["b"] ** 2 + others * tilted["beta"] ** 2
    assert abs(left - right - (0.625**2 - 0.5**2)) < 1e-9
    assert apart(tilted, found) > 1e-3


def test_the_end_of_another_law_or_length_is_elsewhere() -> None:
    found = limit(skewed(2, 4), START).scales
    for other in (skewed(2, 5), full_one(2, 4)):
        assert apart(limit(other, START).scales, found) > 1e-3


def test_where_the_end_is_isolated_the_start_does_not_count_but_for_its_sign() -> None:
    scene = full_one(2, 4)
    found = limit(scene, START).scales
    again = limit(scene, {**START, "a": 0.75, "b": 0.75}).scales
    assert apart(again, found) < 1e-9
    turned = limit(scene, {**START, "a": -0.5, "b": -0.5}).scales
    assert apart({name: -value for name, value in turned.items()}, found) < ENDS


@pytest.mark.parametrize("c", [Fraction(1, 100), Fraction(100)], ids=str)
def test_tokens_in_another_unit_end_in_its_inverse(c: Fraction) -> None:
    unit = limit(full_one(2, 4), START).scales
    start = {name: value / float(c) for name, value in START.items()}
    found = limit(full_one(2, 4, c), start).scales
    assert apart({name: float(c) * value for name, value in found.items()}, unit) < ENDS


def test_the_start_may_be_the_end() -> None:
    scene = scene_of(supports.sparse_support(Fraction(2), 2), 4)
    assert apart(limit(scene, START).scales, START) < 1e-12


def test_a_flow_that_has_not_come_to_rest_is_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symmetric_flow, "MOST_STEPS", 10)
    with pytest.raises(Unsettled, match="does not come to rest"):
        limit(full_one(2, 4), START)
