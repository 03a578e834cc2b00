"""Second order and finite steps: against the full model's Hessian, and against descent on it."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from numeric_check.laws.nodes import token_nodes
from numeric_check.model.attention import BLOCKS, Blocks, blocks_of
from numeric_check.model.descent import is_monotone, largest_monotone
from numeric_check.model.full_scene import FullScene
from numeric_check.model.quadrature import Population, population, roots_for_any_blocks
from numeric_check.model.scene import Scene
from numeric_check.model.second_order import moved
from symbolic_mesa import derive, laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.results.results import Results

SEED = 20261124
Start = tuple[Fraction, Fraction]
LAWS = (laws.gaussian(1), laws.sparse("1/2"), laws.rademacher(2), laws.sphere(2))
IDS = ("hessian-spectrum", "step-size-limit", "step-size-safe")


def cases() -> list[tuple[TokenLaw, int, int, Start]]:
    chance = Random(SEED)  # noqa: S311  # no secret
    found = []
    for k, law in enumerate(LAWS * 2):
        a, b = (Fraction(chance.randint(1, 20), chance.randint(5, 20)) for _ in "ab")
        signs = (1, 1) if k % 3 == 0 else (-1, 1) if k % 3 == 1 else (-1, -1)
        dim = 3 if k in (1, 2) else 2
        length = 3 if dim == 3 else chance.randint(3, 5)
        found.append((law, dim, length, (signs[0] * a, signs[1] * b)))
    return found


def results(law: TokenLaw, dim: int, length: int, start: Start, *ids: str) -> Results:
    return derive(law, dim, length, ids or IDS, check=False, init=start)


def scene(law: TokenLaw, dim: int, length: int) -> FullScene:
    return FullScene(token_nodes(law, dim), length)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case[0].name}-{case[1:3]}-{case[3]}")
def test_the_spectrum_and_the_limit_of_random_settings(case: Any) -> None:
    law, dim, length, start = case
    found = results(*case)
    full = scene(law, dim, length)
    hessian = full.hessian(full.flow.limit((float(start[0]), float(start[1])))).values
    measured = np.linalg.eigvalsh(hessian)
    stated = [
        value
        for key, value in found["hessian-spectrum"].step.claim.value.floats.items()
        for _ in range(key.sector.direction.multiplicity(dim))
    ]
    assert len(stated) == 6 * dim**2
    assert max(abs(np.sort(stated) - measured)) <= 1e-12 * measured[-1], SEED
    assert found["step-size-limit"].value == pytest.approx(2 / measured[-1], rel=1e-12)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case[0].name}-{case[1:3]}-{case[3]}")
def test_the_safe_step_is_monotone_and_near_the_largest(case: Any) -> None:
    law, dim, length, start = case
    step = results(*case)["step-size-safe"].value
    flow = Scene(token_nodes(law, dim), length).flow
    point = float(start[0]), float(start[1])
    assert is_monotone(flow, point, step)
    largest = largest_monotone(flow, point, step)
    assert step <= largest
    assert not is_monotone(flow, point, 1.001 * largest)
    a, b = flow.limit(point)
    assert largest <= 1.001 / (flow.saturation * 2 * a * b)  # at rest 1 - eta C (a^2+b^2) >= 0


def at_blocks(full: FullScene) -> Any:
    def measured(blocks: Blocks) -> Population:
        return population(blocks, full.nodes, full.length, roots_for_any_blocks(full.length))

    return measured


def grown(full: FullScene, start: Blocks, step: float, rounds: int) -> float:
    """Return how far descent with this step goes from a start, at the end, in all six blocks."""
    at, blocks = at_blocks(full), start
    for _ in range(rounds):
        slope = at(blocks)
        gradient = np.concatenate([slope.block(name)[0].ravel() for name in BLOCKS])
        blocks = moved(blocks, -step * gradient)
    return max(
        float(np.max(np.abs(blocks.kq - start.kq))), float(np.max(np.abs(blocks.pv - start.pv)))
    )


def test_descent_leaves_the_end_of_training_just_above_the_limit() -> None:
    law, start = laws.gaussian(1), (Fraction(1, 10), Fraction(1, 10))
    limit = results(law, 2, 3, start)["step-size-limit"].value
    full = scene(law, 2, 3)
    a, b = full.flow.limit((0.1, 0.1))
    near = moved(
        blocks_of(2, {"KQ32": a * np.eye(2), "PV12": b * np.eye(2)}),
        1e-4 * np.random.default_rng(SEED).normal(size=24),
    )
    assert grown(full, near, 0.98 * limit, 400) < 1e-3
    assert grown(full, near, 1.05 * limit, 400) > 1e-2


@pytest.mark.parametrize("law", [laws.rademacher(1), laws.sparse(1), laws.gaussian(1)])
def test_no_random_weights_are_below_the_minimum(law: TokenLaw) -> None:
    """Descent from anywhere never goes below; the claim is about all six blocks."""
    least = derive(law, 2, 3, ["minimum-loss"], check=False)["minimum-loss"].value
    at, chance = at_blocks(scene(law, 2, 3)), np.random.default_rng(SEED)
    for _ in range(3):
        blocks = moved(blocks_of(2, {}), 0.5 * chance.normal(size=24))
        for _ in range(300):
            measured = at(blocks)
            assert measured.loss.value >= least - 1e-12 * measured.loss.scale
            gradient = np.concatenate([measured.block(name)[0].ravel() for name in BLOCKS])
            blocks = moved(blocks, -0.02 * gradient / max(1.0, float(np.linalg.norm(gradient))))


def test_the_witness_of_a_minimum_can_say_no() -> None:
    assert scene(laws.gaussian(1), 2, 3).is_minimum()
    assert not scene(laws.full_one(1), 2, 4).is_minimum()  # training leaves the diagonal there


@pytest.mark.parametrize(("dim", "length"), [(1, 3), (1, 6), (2, 3)])
def test_the_minimum_in_degenerate_cases(dim: int, length: int) -> None:
    """T = 3, d = 1, sparse tokens: the Hessian is singular in more than the flat direction."""
    for law in (laws.sparse(1), laws.rademacher(1)):
        verdict = derive(law, dim, length, ["local-minimum"], init=("1/2", "1/3"))["local-minimum"]
        assert verdict.value is True
        assert verdict.status == "verified"
        assert "second order vanishes in 1 of" not in (verdict.reason or "")


@pytest.mark.parametrize("length", [3, 4, 6])
@pytest.mark.parametrize(
    "law",
    [
        laws.full_one(1),
        laws.two_point("1/3"),
        laws.support("-6:25/49,3:24/49"),
        laws.samples([[0], [1], [3]]),
    ],
    ids=lambda law: law.name,
)
def test_one_coordinate_needs_no_signs(law: TokenLaw, length: int) -> None:
    """At d = 1 the loss has even powers of the one coordinate only, and nothing is masked."""
    start = Fraction(1, 2), Fraction(1, 3)
    law = law.at({"scale": Fraction(1)})
    found = results(law, 1, length, start, *IDS, "local-minimum")
    assert found["local-minimum"].value is True
    full = scene(law, 1, length)
    measured = np.linalg.eigvalsh(full.hessian(full.flow.limit((1 / 2, 1 / 3))).values)
    stated = np.sort([float(text) for _, text in found["hessian-spectrum"].step.claim.value.texts])
    assert max(abs(stated - measured)) <= 1e-12 * measured[-1]
    assert found["step-size-limit"].value == pytest.approx(2 / measured[-1], rel=1e-12)
    for id in found:
        assert "masked" not in found[id].statement + "".join(found[id].caveats)


@pytest.mark.exhaustive
def test_masked_and_unmasked_where_emergence_fails() -> None:
    start = Fraction(1, 2), Fraction(1, 2)
    found = results(laws.full_one(1), 2, 4, start)
    assert found["hessian-spectrum"].status == "not-applicable"
    limits = found["step-size-limit"].value
    assert set(limits) == {"masked", "unmasked"}
    assert limits["unmasked"] < limits["masked"]
    assert found["step-size-safe"].value < limits["masked"] * 2


def test_tokens_with_a_sign_have_the_same_limit_by_both_hessians() -> None:
    """Without the off-diagonal gradient the symmetric manifold's Hessian is the diagonal one's."""
    from derivations.stability.keys import Entries
    from derivations.stability.problem import stability
    from derivations.stability.step_limit import both_matrices
    from symbolic_mesa.setting import Setting

    start = Fraction(1, 2), Fraction(1, 3)
    limit = results(laws.gaussian(1), 3, 4, start)["step-size-limit"].value
    matrices = both_matrices(stability(Setting(laws.gaussian(1), 3, 4, start)))[Entries.UNMASKED]
    largest = max(np.linalg.eigvalsh(np.array(one.tolist(), dtype=float))[-1] for one in matrices)
    assert limit == pytest.approx(2 / largest, rel=1e-12)


@pytest.mark.parametrize("id", ["hessian-spectrum", "local-minimum", *IDS[1:]])
def test_the_saddle_is_no_end_that_is_stable(id: str) -> None:
    found = results(laws.gaussian(1), 2, 4, (Fraction(1), Fraction(-1)), id)[id]
    assert found.status == "not-applicable"
    assert "saddle" in str(found.step.obstacle and found.step.obstacle.error)


def test_symbols_give_symbols() -> None:
    found = derive(laws.gaussian(), results=["step-size-limit"], check=False)["step-size-limit"]
    assert found.parts is not None
    numbers = derive(laws.gaussian(1), 2, 4, IDS, check=False, init=("1/10", "1/3"))
    stated = [
        side.at({"sigma": 1, "d": 2, "T": 4, "a_0": Fraction(1, 10), "b_0": Fraction(1, 3)})
        for name, side in found.parts.items()
        if not name.endswith("polynomial in eta")
    ]
    assert min(stated) >= numbers["step-size-limit"].value
    eta = Fraction(numbers["step-size-limit"].value)
    point = {"sigma": 1, "d": 2, "T": 4, "a_0": Fraction(1, 10), "b_0": Fraction(1, 3), "eta": eta}
    zeros = [abs(float(side.at(point))) for name, side in found.parts.items() if "in eta" in name]
    assert min(zeros) < 1e-12
