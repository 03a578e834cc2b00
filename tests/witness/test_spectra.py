"""Eigenvalues of sectors, of a matrix that is known; and claims about them at one small d."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from derivations import REGISTRY
from derivations.stability.keys import Direction, Eigenvalue, Sector, Which
from numeric_check.model.attention import BLOCKS
from symbolic_mesa import laws
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.record import Claim
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.measure import Compared
from symbolic_mesa.witness.stability import between, eigenvalue, unit

DIM, THREE = 3, BLOCKS[:3]
MIXED = np.array([[2.0, 1.0, 0.0], [1.0, 5.0, -1.0], [0.0, -1.0, 3.0]])  # of the three blocks


def hessian() -> Any:
    """MIXED in multiples of I, 10 MIXED in every direction that is orthogonal to them."""
    size = DIM * DIM
    identity = np.eye(DIM).ravel() / DIM**0.5
    along = np.outer(identity, identity)
    whole = np.zeros((len(BLOCKS) * size,) * 2)
    part = slice(0, 3 * size)
    whole[part, part] = np.kron(MIXED, along) + 10 * np.kron(MIXED, np.eye(size) - along)
    return whole


@pytest.mark.parametrize("direction", Direction)
def test_a_sector_sees_the_blocks_in_its_direction(direction: Direction) -> None:
    factor = 1 if direction is Direction.IDENTITY else 10
    found = between(hessian(), DIM, Sector(THREE, direction))
    assert found == pytest.approx(factor * MIXED, abs=1e-12)
    two = between(hessian(), DIM, Sector(THREE[1:], direction))
    assert two == pytest.approx(factor * MIXED[1:, 1:], abs=1e-12)


def test_directions_are_orthogonal_units() -> None:
    every = np.array([unit(DIM, block, one) for block in BLOCKS for one in Direction])
    assert every @ every.T == pytest.approx(np.eye(len(every)), abs=1e-12)


@pytest.mark.parametrize(
    ("which", "place"),
    [
        (Which.SMALLER, 0),
        (Which.SMALLEST, 0),
        (Which.MIDDLE, 1),
        (Which.LARGER, 2),
        (Which.LARGEST, 2),
        (None, 2),
    ],
)
def test_an_eigenvalue_is_that_of_its_place(which: Which | None, place: int) -> None:
    key = Eigenvalue(Sector(THREE, Direction.TRACELESS), which)
    expected = 10 * np.linalg.eigvalsh(MIXED)[place]
    assert eigenvalue(hessian(), DIM, key) == pytest.approx(expected, rel=1e-12)


def test_a_block_that_is_alone_has_its_own() -> None:
    sector = Sector(THREE, Direction.IDENTITY)
    found = [eigenvalue(hessian(), DIM, Eigenvalue(sector, block)) for block in THREE]
    assert found == pytest.approx([2, 5, 3], rel=1e-12)


@cache
def derived() -> Derived:
    return Derived(REGISTRY["theorem-4.1-stability"], Setting(laws.gaussian(1), 2))


def one_more(side: Any) -> Any:
    if isinstance(side, Closed):
        return replace(side, formula=one_more(side.formula))
    assert isinstance(side, Formula)
    return Formula(side.element + 1, side.algebra)


@pytest.mark.parametrize("id", ["hessian-spectrum", "step-size-limit", "step-size-safe"])
def test_a_claim_with_one_more_in_its_last_part_fails(id: str) -> None:
    """At one d and T of those at which the full model is run."""
    step, witness = derived().derivation.step(id), derived().witness
    measure = witness.measure(step)
    assert isinstance(measure, Compared)
    (route,) = measure.routes
    (trial, *_), _ = witness.trials(route)

    def error(claim: Claim) -> float:
        return max(trial.errors(measure.pairs, claim, step.observable))

    *_, last = step.claim.parts
    parts = {**step.claim.parts, last: one_more(step.claim.parts[last])}
    assert error(step.claim) <= route.tolerance
    assert error(replace(step.claim, parts=parts)) > 1e-3
