"""Gradient descent on all six blocks of the full model ends where the derivation says it does."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from derivations.symmetric import theorem as symmetric_manifold
from numeric_check.laws.nodes import token_nodes
from numeric_check.model.attention import Blocks, Real, blocks_of, placed
from numeric_check.model.quadrature import population, roots_for_any_blocks
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.record import Derivation
from symbolic_mesa.setting import Setting

RATE, MOMENTUM = 0.02, 0.8
STILL = 1e-13  # a step beside the largest weight
MOST_STEPS = 20_000
AGREE = 1e-8
DIM = 2
START = (0.7, 0.4)  # KQ32 = 0.7 I, PV12 = 0.4 I: not on the balanced leaf
OTHERS = ("KQ22", "KQ23", "KQ33", "PV13")

SKEWED = laws.two_point("1/3", 3)
LAWS: dict[str, tuple[TokenLaw, int]] = {
    "full-one, T = 4": (laws.full_one(1), 4),
    "full-one, T = 5": (laws.full_one(1), 5),
    "two-point": (SKEWED, 4),
    "two-point, T = 3": (SKEWED, 3),
    "gaussian": (laws.gaussian(1), 4),
    "rademacher": (laws.rademacher(1), 4),
}
LEAVING = ("full-one, T = 4", "full-one, T = 5", "two-point", "two-point, T = 3")


@dataclass(frozen=True)
class Trained:
    """Weights after training, and the number of steps that it took."""

    blocks: Blocks
    steps: int

    def block(self, name: str) -> Real:
        matrix, rows, columns = placed(name, self.blocks.dim)
        found: Real = (self.blocks.kq if matrix == "kq" else self.blocks.pv)[rows, columns]
        return found


@cache
def trained(
    name: str,
    masked: bool = False,
    start: tuple[float, float] = START,
    momentum: float = MOMENTUM,
    dim: int = DIM,
) -> Trained:
    """Descend from (aI, bI) with every entry of all six blocks free, until nothing moves.

    Masked, off-diagonal entries of each block are held.
    """
    law, length = LAWS[name]
    nodes, roots, one = token_nodes(law, dim), roots_for_any_blocks(length), np.eye(dim)
    begin = blocks_of(dim, {"KQ32": start[0] * one, "PV12": start[1] * one})
    kq, pv = begin.kq, begin.pv
    free = one if masked else np.ones_like(one)
    in_kq, in_pv = np.tile(free, (2, 2)), np.tile(free, (1, 2))
    kq_step, pv_step = np.zeros_like(kq), np.zeros_like(pv)
    for count in range(1, MOST_STEPS):
        slopes = population(Blocks(kq, pv), nodes, length, roots).terms
        kq_step = momentum * kq_step - RATE * in_kq * slopes.kq[0]
        pv_step = momentum * pv_step - RATE * in_pv * slopes.pv[0]
        kq, pv = kq + kq_step, pv + pv_step
        moved = max(np.max(np.abs(kq_step)), np.max(np.abs(pv_step)))
        if moved <= STILL * max(np.max(np.abs(kq)), np.max(np.abs(pv))):
            return Trained(Blocks(kq, pv), count)
    raise AssertionError(f"{name}: gradient descent does not come to rest")


def balanced(found: Trained) -> tuple[Real, Real]:
    """Return KQ32 and PV12 with c and 1/c before them for which their norms agree.

    The prediction does not change, and flow from a balanced start ends at balanced weights.
    """
    left, right = found.block("KQ32"), found.block("PV12")
    c = np.sqrt(np.linalg.norm(right) / np.linalg.norm(left))
    return left * c, right / c


@cache
def derivation(name: str, dim: int = DIM) -> Derivation:
    law, length = LAWS[name]
    return symmetric_manifold.derive(Setting(law, dim, length))


def derived(name: str, dim: int = DIM) -> tuple[Real, Real]:
    """Return KQ32 and PV12 at the derived end of the flow."""
    end = derivation(name, dim).step("symmetric-fixed-point").claim.value.floats
    one, rest = np.eye(dim), np.ones((dim, dim)) - np.eye(dim)
    return end["a"] * one + end["alpha"] * rest, end["b"] * one + end["beta"] * rest


def gap(found: tuple[Real, Real], expected: tuple[Real, Real]) -> float:
    return max(float(np.max(np.abs(x - y))) for x, y in zip(found, expected, strict=True))


@pytest.mark.parametrize("name", LAWS)
def test_training_of_all_weights_ends_at_the_symmetric_fixed_point(name: str) -> None:
    assert gap(balanced(trained(name)), derived(name)) < AGREE


@pytest.mark.parametrize("name", LEAVING)
def test_training_leaves_the_diagonal(name: str) -> None:
    left, right = balanced(trained(name))
    assert min(abs(left[0, 1]), abs(right[0, 1])) > 1e-3


def test_training_ends_elsewhere_at_another_length_or_law() -> None:
    found = balanced(trained("full-one, T = 4"))
    for other in ("full-one, T = 5", "rademacher"):
        assert gap(found, derived(other)) > 1e-2


@pytest.mark.parametrize("name", LAWS)
def test_the_four_other_blocks_stay_zero(name: str) -> None:
    found = trained(name)
    assert max(float(np.max(np.abs(found.block(block)))) for block in OTHERS) < 1e-13


@pytest.mark.parametrize("name", LAWS)
def test_the_weights_stay_symmetric(name: str) -> None:
    for block in ("KQ32", "PV12"):
        entries = trained(name).block(block)
        assert abs(entries[0, 0] - entries[1, 1]) < 1e-13
        assert abs(entries[0, 1] - entries[1, 0]) < 1e-13


@pytest.mark.parametrize("name", LAWS)
def test_masked_training_ends_at_the_masked_fixed_point(name: str) -> None:
    found = trained(name, masked=True)
    left, right = found.block("KQ32"), found.block("PV12")
    expected = float(derivation(name).step("masked-fixed-point").claim.value.at({}))
    for j in range(DIM):
        assert abs(left[j, j] * right[j, j] - expected) < AGREE
    assert np.count_nonzero(left - np.diag(np.diag(left))) == 0
    assert np.count_nonzero(right - np.diag(np.diag(right))) == 0
    assert max(float(np.max(np.abs(found.block(block)))) for block in OTHERS) < 1e-13
    free = balanced(trained(name))
    moved = float(abs(free[0][0, 0] * free[1][0, 0] - expected))
    assert (moved > 1e-3) is (name in LEAVING)


@pytest.mark.parametrize("start", [(0.3, 0.6), (-0.7, -0.4), (0.5, 0.5)], ids=str)
def test_the_end_does_not_depend_on_the_start_but_for_its_sign(start: tuple[float, float]) -> None:
    name = "two-point"
    left, right = balanced(trained(name, start=start))
    sign = np.sign(start[0])
    assert gap((sign * left, sign * right), derived(name)) < AGREE


def test_descent_without_momentum_ends_there_too_and_takes_longer() -> None:
    name = "full-one, T = 4"
    plain = trained(name, momentum=0.0)
    assert gap(balanced(plain), derived(name)) < AGREE
    assert plain.steps > 2 * trained(name).steps


@pytest.mark.parametrize("name", ["full-one, T = 4", "two-point, T = 3"])
def test_three_coordinates_end_at_the_symmetric_fixed_point(name: str) -> None:
    found = balanced(trained(name, dim=3))
    assert gap(found, derived(name, 3)) < AGREE
    two = derived(name)
    assert abs(found[0][0, 0] - two[0][0, 0]) > 1e-2
