"""Gradient flow on the symmetric manifold, measured on the full model and followed in doubles.

On KQ32 = aI + α(J − I), PV12 = bI + β(J − I) the gradient is bilinear in monomials of degree up to
2 of (a, α) and of (b, β): the full model is measured at as many points as there are products of
them, and the velocities are what fits. Training in all weights stays there for exchangeable laws.
It is followed by a method of its own: `symbolic_mesa.formulas.flow_limits` is the other route.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from numeric_check.model.attention import TRAINED, Real
from numeric_check.model.full_scene import FullScene
from numeric_check.runge_kutta import resized, stepped

SCALES = ("a", "alpha", "b", "beta")
SEED, POINTS = 20241, 14  # more points than a velocity has monomials
AT_REST = 1e-7  # a velocity beside the largest sum of absolute terms
LOCAL_ERROR = 1e-11  # of one step, relative to the largest scale
REFINEMENTS = 4
FLAT = 1e-6  # a singular value of the velocities' derivative beside the largest
MOST_STEPS = 20_000
_DEGREES = ((0, 1), (1, 0), (1, 2), (2, 1))
# a velocity is linear in its own block, and linear or quadratic in the other
_POWERS = np.array(
    [p for p in product(range(3), repeat=4) if (p[0] + p[1], p[2] + p[3]) in _DEGREES]
)
_OWN_DEGREES = [np.sum(_POWERS[:, own], axis=1) for own in ([0, 1], [0, 1], [2, 3], [2, 3])]


class Unsettled(ArithmeticError):
    """The flow did not come to rest within the steps allowed."""


def velocities(scene: FullScene) -> Real:
    """Return the coefficients of the four velocities, of shape (4, monomials), by least squares."""
    unit = scene.scales["a"]
    points = np.random.default_rng(SEED).uniform(-2, 2, (POINTS, len(SCALES)))
    right = np.array([_measured(scene, list(point * unit)) for point in points])
    rows = np.array([np.prod(point**_POWERS, axis=1) for point in points])
    found = np.zeros((len(SCALES), len(_POWERS)))
    for k, own in enumerate(_OWN_DEGREES):
        used = np.flatnonzero((own <= 1) & (np.sum(_POWERS, axis=1) - own >= 1))
        found[k, used], *_ = np.linalg.lstsq(rows[:, used], right[:, k], rcond=None)
    return np.asarray(found / unit ** np.sum(_POWERS, axis=1))


def _measured(scene: FullScene, point: list[float]) -> list[float]:
    found = scene.at(dict(zip(SCALES, point, strict=True)))
    entries = product(TRAINED, ((0, 0), (0, 1)))
    return [-found.entry(block, *place).value for block, place in entries]


@dataclass(frozen=True)
class End:
    """Where the flow rests.

    Attributes:
        scales: a, alpha, b and beta.
        slowest: the smallest singular value of the velocities' derivative there beside the largest.
            Below FLAT it may be 0, or of a direction too slow to be followed.
    """

    scales: Mapping[str, float]
    slowest: float


def limit(scene: FullScene, start: Mapping[str, float]) -> End:
    """Return where the flow from `start` ends.

    Raises:
        Unsettled: when it does not come to rest.
    """
    coefficients = velocities(scene)

    def velocity(point: Real) -> Real:
        return np.asarray(coefficients @ np.prod(point**_POWERS, axis=1))

    def at_rest(point: Real) -> bool:
        terms = np.abs(coefficients) @ np.prod(np.abs(point) ** _POWERS, axis=1)
        return bool(np.all(np.abs(velocity(point)) <= AT_REST * np.max(terms)))

    point, step = np.array([start[name] for name in SCALES]), 1e-3
    balance = float(np.array([1, scene.dim - 1, -1, 1 - scene.dim]) @ point**2)
    for _ in range(MOST_STEPS):
        if at_rest(point):
            point, slowest = _polished(coefficients, point, scene.dim, balance)
            return End(dict(zip(SCALES, (float(x) for x in point), strict=True)), slowest)
        moved, error = stepped(velocity, point, step)
        size = LOCAL_ERROR * np.max(np.abs(point))
        if error <= size:
            point = moved
        step = resized(step, error, size)
    raise Unsettled("the flow measured on the full model does not come to rest")


def _polished(coefficients: Real, point: Real, dim: int, balance: float) -> tuple[Real, float]:
    """Return the nearest zero of the velocities with the given ‖KQ32‖² − ‖PV12‖², over d.

    Newton's method, without a step along other flat directions. Near is meant in the Frobenius
    norm, in which the flow is one of a gradient.
    """
    signs = np.array([1, dim - 1, -1, 1 - dim])
    root, slowest = np.sqrt(np.abs(signs)), 0.0
    for _ in range(REFINEMENTS):
        slope = np.empty((len(SCALES), len(SCALES)))
        for k in range(len(SCALES)):
            lower = np.maximum(_POWERS - np.eye(len(SCALES), dtype=int)[k], 0)
            slope[:, k] = coefficients @ (_POWERS[:, k] * np.prod(point**lower, axis=1))
        rows = root[:, None] * slope / root
        unit = np.max(np.abs(rows)) / np.max(np.abs(point))
        rows = np.vstack([rows, unit * 2 * signs * point / root])
        velocity = coefficients @ np.prod(point**_POWERS, axis=1)
        gap = np.append(root * velocity, unit * (signs @ point**2 - balance))
        point = point - (np.linalg.pinv(rows, rcond=FLAT) @ gap) / root
        values = np.linalg.svd(rows, compute_uv=False)
        slowest = float(values[-1] / values[0])
    return point, slowest
