"""Second order and finite steps, held against the full model's Hessian and against descent."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.model.attention import BLOCKS, Real
from numeric_check.model.descent import is_monotone
from numeric_check.model.scale_flow import TooFar, double, root
from numeric_check.model.second_order import Hessian
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.dynamics import (
    Pairs,
    Start,
    as_fraction,
    side_of,
    starts_of,
)

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial

SOME = slice(1, 9, 4)  # of the starts of the dynamics: two, in general position
MONOTONE = slice(0, 9)  # all that do not end in the saddle
POLYNOMIAL, EQUATION = "characteristic polynomial in x", "polynomial in eta"
POINTS = (0, 1, 2, 3)  # where polynomials of degree 3 are compared


def spectrum(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    """Every eigenvalue of every sector; of characteristic polynomials four values."""
    for start, hessian in _hessians(trial, of):
        for name, side in claim.parts.items():
            matrix, which = sector(hessian.values, trial.scene.dim, name)
            size = _size(hessian, trial.scene.dim, name)
            if which != POLYNOMIAL:
                value = _value(trial, side, start)
                yield value, Estimate(named(name).eigenvalue(matrix), size)
                continue
            for k in POINTS:
                x = Fraction(k * size)
                found = np.linalg.det(float(x) * np.eye(len(matrix)) - matrix)
                value = _value(trial, side, start, x=x)
                yield value, Estimate(float(found), ((k + 1) * size) ** 3)


def step_limit(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    """The same of 2/λ, and of polynomials in η."""
    for start, hessian in _hessians(trial, of):
        for name, side in claim.parts.items():
            matrix, which = sector(hessian.values, trial.scene.dim, name)
            size = _size(hessian, trial.scene.dim, name)
            if which != EQUATION:
                value = 2 / _value(trial, side, start)
                found = named(name).eigenvalue(matrix)
                yield value, Estimate(found, size)
                continue
            for k in POINTS:
                eta = Fraction(k / size)
                found = np.linalg.det(2 * np.eye(len(matrix)) - float(eta) * matrix)
                value = _value(trial, side, start, eta=eta)
                yield value, Estimate(float(found), (k + 2.0) ** 3)


def step_safe(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    """With the stated step ab is monotone; η C n + (η C s)²/4 = 1 for the measured B and C.

    Only the square of s is in it, so that s itself is compared too.
    """
    flow = trial.scene.flow
    for start in starts_of(flow, of.init)[MONOTONE]:
        side, (a, b) = side_of(claim, start, flow), start
        step = as_fraction(_value(trial, side, start))
        if not double(step):
            raise TooFar("the step size is below the range of doubles")
        s, c = flow.product, Fraction(flow.saturation)
        stated = next(one.of for one in side.where if one.name == "s")
        yield trial.at(stated), Estimate(float(s), abs(float(s)))
        bound = a * a + b * b if abs(a * b) > s else root((a * a - b * b) ** 2 + 4 * s * s)
        yield step * c * bound + (step * c * s) ** 2 / 4, Estimate(1.0, 1.0)
        yield float(is_monotone(flow, start, double(step))), Estimate(1.0, 1.0)


def _hessians(trial: "Trial", of: Any) -> Iterator[tuple[Start, Hessian]]:
    flow = trial.scene.flow
    for start in starts_of(flow, of.init)[slice(None) if of.init else SOME]:
        yield start, trial.scene.hessian(flow.limit(start))


def _size(hessian: Hessian, dim: int, name: str) -> float:
    """Return what the rounding error of a sector's entries is relative to."""
    flat = abs(np.array([unit(dim, block, named(name).direction) for block in named(name).blocks]))
    return float(np.trace(flat @ hessian.scales @ flat.T)) or 1.0


@dataclass(frozen=True)
class Sector:
    """Blocks that move together, in one direction, and one of their eigenvalues.

    Attributes:
        blocks: the blocks.
        direction: the name of the direction, of `DIRECTIONS`.
        times: how often its eigenvalues occur, in words.
        which: which of its eigenvalues is meant; empty where there is one.
    """

    blocks: tuple[str, ...]
    direction: str
    times: str
    which: str

    def eigenvalue(self, matrix: Real) -> float:
        """Return the eigenvalue that is meant, of second derivatives between the blocks."""
        if self.which in BLOCKS:
            place = self.blocks.index(self.which)
            return float(matrix[place, place])
        found = np.linalg.eigvalsh(matrix)
        place = {"smaller": 0, "smallest": 0, "middle": 1}.get(self.which, -1)
        return float(found[place])


def named(name: str) -> Sector:
    """Return the sector of a name, ``BLOCK BLOCK, direction (how often): which``."""
    words, _, which = name.partition(": ")
    blocks, _, rest = words.partition(", ")
    direction, _, often = rest.partition(" (")
    return Sector(tuple(blocks.split()), direction, often.removesuffix(")"), which)


def sector(hessian: Real, dim: int, name: str) -> tuple[Real, str]:
    """Return the Hessian between a sector's blocks in its direction, and which value is meant."""
    one = named(name)
    flat = np.array([unit(dim, block, one.direction) for block in one.blocks])
    return flat @ hessian @ flat.T, one.which


def unit(dim: int, block: str, direction: str) -> Real:
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


DIRECTIONS: Mapping[str, Callable[[int], Real]] = {
    "multiples of I": np.eye,
    "traceless diagonal": lambda dim: _entries(dim, {(0, 0): 1.0, (1, 1): -1.0}),
    "symmetric off-diagonal": lambda dim: _entries(dim, {(0, 1): 1.0, (1, 0): 1.0}),
    "antisymmetric off-diagonal": lambda dim: _entries(dim, {(0, 1): 1.0, (1, 0): -1.0}),
}
"""A direction in a block of each shape."""


def eigenvalue(hessian: Real, dim: int, name: str) -> float:
    """Return the eigenvalue that a name means."""
    matrix, _ = sector(hessian, dim, name)
    return named(name).eigenvalue(matrix)


def times(name: str, dim: int) -> int:
    """Return how often a name says that its eigenvalue occurs in this dimension."""
    counts = {"once": 1, "d - 1 times": dim - 1, "d (d - 1)/2 times": dim * (dim - 1) // 2}
    return counts[named(name).times]


def _value(trial: "Trial", side: Any, start: Start, **more: Any) -> Any:
    return trial.at(side, {"a_0": start[0], "b_0": start[1], **more})
