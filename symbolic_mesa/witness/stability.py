"""Second order and finite steps, held against the full model's Hessian and against descent."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from derivations.stability import observables as states
from derivations.stability.keys import Direction, Eigenvalue, Sector, Which
from numeric_check.estimates import Estimate
from numeric_check.model.attention import BLOCKS, Real
from numeric_check.model.descent import is_monotone
from numeric_check.model.scale_flow import TooFar, double, root
from numeric_check.model.second_order import Hessian
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.dynamics import (
    Start,
    as_fraction,
    side_of,
    starts_of,
    value_at,
)
from symbolic_mesa.witness.measured import Pairs

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial

SOME = slice(1, 9, 4)  # of the starts of the dynamics: two, in general position
MONOTONE = slice(0, 9)  # all that do not end in the saddle
PLACES: Mapping[Which | None, int] = {Which.SMALLER: 0, Which.SMALLEST: 0, Which.MIDDLE: 1}
"""The places of eigenvalues in ascending order; others are the largest."""
POINTS = (0, 1, 2, 3)  # where polynomials of degree 3 are compared


def spectrum(trial: "Trial", claim: Claim, of: states.Spectrum) -> Pairs:
    """Every eigenvalue of every sector; of characteristic polynomials four values."""
    for start, hessian in _hessians(trial, of):
        for key, side in claim.parts.items():
            matrix = between(hessian.values, trial.scene.dim, key.sector)
            size = _size(hessian, trial.scene.dim, key.sector)
            if key.which is not Which.POLYNOMIAL:
                value = value_at(trial, side, start)
                yield value, Estimate(_meant(key, matrix), size)
                continue
            for k in POINTS:
                x = Fraction(k * size)
                found = np.linalg.det(float(x) * np.eye(len(matrix)) - matrix)
                value = value_at(trial, side, start, x=x)
                yield value, Estimate(float(found), ((k + 1) * size) ** 3)


def step_limit(trial: "Trial", claim: Claim, of: states.StepLimit) -> Pairs:
    """The same of 2/λ, and of polynomials in η."""
    for start, hessian in _hessians(trial, of):
        for key, side in claim.parts.items():
            matrix = between(hessian.values, trial.scene.dim, key.sector)
            size = _size(hessian, trial.scene.dim, key.sector)
            if key.which is not Which.EQUATION:
                value = 2 / value_at(trial, side, start)
                found = _meant(key, matrix)
                yield value, Estimate(found, size)
                continue
            for k in POINTS:
                eta = Fraction(k / size)
                found = np.linalg.det(2 * np.eye(len(matrix)) - float(eta) * matrix)
                value = value_at(trial, side, start, eta=eta)
                yield value, Estimate(float(found), (k + 2.0) ** 3)


def step_safe(trial: "Trial", claim: Claim, of: states.SafeStep) -> Pairs:
    """With the stated step ab is monotone; η C n + (η C s)²/4 = 1 for the measured B and C.

    Only the square of s is in it, so that s itself is compared too.
    """
    flow = trial.scene.flow
    for start in starts_of(flow, of.init)[MONOTONE]:
        side, (a, b) = side_of(claim, start, flow), start
        step = as_fraction(value_at(trial, side, start))
        if not double(step):
            raise TooFar("the step size is below the range of doubles")
        s, c = flow.product, Fraction(flow.saturation)
        stated = next(one.of for one in side.where if one.name == "s")
        yield trial.at(stated), Estimate(float(s), abs(float(s)))
        bound = a * a + b * b if abs(a * b) > s else root((a * a - b * b) ** 2 + 4 * s * s)
        yield step * c * bound + (step * c * s) ** 2 / 4, Estimate(1.0, 1.0)
        yield float(is_monotone(flow, start, double(step))), Estimate(1.0, 1.0)


def _hessians(
    trial: "Trial", of: states.Spectrum | states.StepLimit
) -> Iterator[tuple[Start, Hessian]]:
    flow = trial.scene.flow
    for start in starts_of(flow, of.init)[slice(None) if of.init else SOME]:
        yield start, trial.scene.hessian(flow.limit(start))


def _size(hessian: Hessian, dim: int, sector: Sector) -> float:
    """Return what the rounding error of a sector's entries is relative to."""
    flat = abs(_units(dim, sector))
    return float(np.trace(flat @ hessian.scales @ flat.T)) or 1.0


def between(hessian: Real, dim: int, sector: Sector) -> Real:
    """Return the Hessian between a sector's blocks in its direction."""
    flat = _units(dim, sector)
    return flat @ hessian @ flat.T


def _units(dim: int, sector: Sector) -> Real:
    return np.array([unit(dim, block, sector.direction) for block in sector.blocks])


def _meant(key: Eigenvalue, matrix: Real) -> float:
    """Return the eigenvalue that is meant, of second derivatives between the blocks."""
    if isinstance(key.which, str):
        place = key.sector.blocks.index(key.which)
        return float(matrix[place, place])
    return float(np.linalg.eigvalsh(matrix)[PLACES.get(key.which, -1)])


def unit(dim: int, block: str, direction: Direction) -> Real:
    """Return the unit vector of a direction in a block, in the order of the Hessian."""
    found = np.zeros((len(BLOCKS), dim * dim))
    along = DIRECTIONS[direction](dim)
    found[BLOCKS.index(block)] = along.ravel() / np.linalg.norm(along)
    return found.ravel()


def _entries(dim: int, entries: Mapping[tuple[int, int], float]) -> Real:
    found = np.zeros((dim, dim))
    for entry, value in entries.items():
        found[entry] = value
    return found


DIRECTIONS: Mapping[Direction, Callable[[int], Real]] = {
    Direction.IDENTITY: np.eye,
    Direction.TRACELESS: lambda dim: _entries(dim, {(0, 0): 1.0, (1, 1): -1.0}),
    Direction.SYMMETRIC: lambda dim: _entries(dim, {(0, 1): 1.0, (1, 0): 1.0}),
    Direction.ANTISYMMETRIC: lambda dim: _entries(dim, {(0, 1): 1.0, (1, 0): -1.0}),
}
"""A direction in a block of each shape."""


def eigenvalue(hessian: Real, dim: int, key: Eigenvalue) -> float:
    """Return the eigenvalue that a key means."""
    return _meant(key, between(hessian, dim, key.sector))
