"""Loss and velocities on the symmetric manifold against exact enumeration."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from derivations.diagonal import diagonal
from derivations.symmetric.problem import symmetric
from numeric_check.model.enumeration import gradients, population_loss, scaled_block
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.setting import Setting
from tests.derivations.symmetric import CASES, SCALES, SETTINGS, at, derived, masked, scene


@pytest.mark.parametrize(("name", "dim", "length"), SETTINGS)
def test_the_loss_for_every_d_and_t_is_that_of_enumeration(
    name: str, dim: int, length: int
) -> None:
    here = scene(name, dim, length)
    loss = derived(CASES[name][0]).step("symmetric-loss").claim.value
    assert at(loss, name, dim, length, here.scales) == here.loss("symmetric")
    assert at(loss, name, dim, length + 1, here.scales) != here.loss("symmetric")
    other = {**here.scales, "a": -here.scales["a"]}
    assert at(loss, name, dim, length, other) != here.loss("symmetric")


@pytest.mark.parametrize(("name", "dim", "length"), SETTINGS)
def test_the_velocities_for_every_d_and_t_are_entries_of_the_exact_gradient(
    name: str, dim: int, length: int
) -> None:
    here = scene(name, dim, length)
    parts = derived(CASES[name][0]).step("symmetric-flow").claim.parts
    entries = product(("KQ32", "PV12"), ((0, 0), (0, 1)))
    for scale, (block, (row, column)) in zip(SCALES, entries, strict=True):
        speed = at(parts[f"{scale}'"], name, dim, length, here.scales)
        assert speed == -here.gradient("symmetric", block, row, column)
        assert at(parts[f"{scale}'"], name, dim, length + 1, here.scales) != speed or not speed


@pytest.mark.parametrize(("name", "dim", "length"), SETTINGS)
def test_both_squared_norms_change_at_the_derived_speed(name: str, dim: int, length: int) -> None:
    here = scene(name, dim, length)
    claim = derived(CASES[name][0]).step("symmetric-conserved").claim
    speed = at(claim.value, name, dim, length, here.scales)
    for block, same, other in (("KQ32", "a", "alpha"), ("PV12", "b", "beta")):
        size = range(dim)
        terms = (
            here.scales[same if i == j else other] * here.gradient("symmetric", block, i, j)
            for i, j in product(size, size)
        )
        assert dim * speed == -2 * sum(terms)
    assert speed != 0


@pytest.mark.parametrize("name", ["two-point", "full-one", "a common scale times skewed"])
def test_loss_and_velocities_are_exact_at_random_places(name: str) -> None:
    rng = np.random.default_rng(20)
    dim, length = 2, 4
    loss = derived(CASES[name][0]).step("symmetric-loss").claim.value
    parts = derived(CASES[name][0]).step("symmetric-flow").claim.parts
    points = CASES[name][2](dim)
    for _ in range(4):
        drawn = [Fraction(int(n), int(m)) for n, m in rng.integers(1, 9, (4, 2))]
        scales = dict(zip(SCALES, drawn, strict=True))
        weights = {
            "KQ32": scaled_block(dim, scales["a"], -scales["alpha"]),
            "PV12": scaled_block(dim, scales["b"], scales["beta"]),
        }
        scales["alpha"] = -scales["alpha"]
        assert at(loss, name, dim, length, scales) == population_loss(weights, points, length)
        slopes = gradients(weights, points, length)
        found = [at(part, name, dim, length, scales) for part in parts.values()]
        expected = [-slopes[block][0][column] for block in ("KQ32", "PV12") for column in (0, 1)]
        assert found == expected


@pytest.mark.parametrize("name", [name for name, (_, values, _) in CASES.items() if values])
@pytest.mark.parametrize(("dim", "length"), [(2, 4), (3, 3)])
def test_claims_at_numbers_are_the_general_ones_there(name: str, dim: int, length: int) -> None:
    law, values, _ = CASES[name]
    concrete = symmetric(Setting(law.at(values), dim, length))
    here = scene(name, dim, length)
    assert Formula(concrete.loss, concrete.field).at(here.scales) == here.loss("symmetric")
    general = derived(law).step("symmetric-flow").claim.parts
    for scale, velocity in concrete.velocities.items():
        found = Formula(velocity, concrete.field).at(here.scales)
        assert found == at(general[f"{scale}'"], name, dim, length, here.scales)


def test_the_masked_fixed_point_of_full_one_tokens() -> None:
    """As Section 4.3 has it; H is the sum of T − 2 terms."""
    c = Fraction(3, 2)
    value = derived(laws.full_one()).step("masked-fixed-point").claim.value
    for dim, length in product((1, 2, 3, 10), (3, 4, 5, 20, 50)):
        found = value.at({"c": c, "d": dim, "T": length})
        assert found == masked(c, dim, length, length - 2)
        assert (found == masked(c, dim, length, length - 1)) is (dim == 1)


@pytest.mark.parametrize(("dim", "length"), [(1, 5), (2, 3), (3, 14)])
def test_the_masked_fixed_point_at_numbers(dim: int, length: int) -> None:
    here = diagonal(Setting(laws.full_one("3/2"), dim, length))
    found = Formula(here.ode.product, here.field).at({})
    assert found == masked(Fraction(3, 2), dim, length, length - 2)
