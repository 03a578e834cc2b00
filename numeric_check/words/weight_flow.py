"""Gradient flow of weights by name, followed in doubles until it is at rest."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric_check.runge_kutta import Real, resized, stepped
from numeric_check.words.arrays import Arrays

FIRST = 1e-3  # step, over the time in which the largest weight would change by itself
LOCAL_ERROR = 1e-14  # of one step, relative to the largest weight on the way
STILL = 1e-11  # of the largest slope on the way: a slope that counts as none
MOST_STEPS = 2_000


@dataclass(frozen=True, eq=False)
class Flowed:
    """A flow from some weights on.

    Attributes:
        end: the last weights.
        time: how long it was followed.
        at_rest: whether nothing moves at its end.
    """

    end: Arrays
    time: float
    at_rest: bool


def flowed(slopes: Callable[[Arrays], Arrays], start: Arrays) -> Flowed:
    """Return the flow until it is at rest, and not for more than many steps.

    Args:
        slopes: the gradient of the loss at weights, by their names.
        start: where it starts.

    Raises:
        ArithmeticError: when nothing moves there.
    """

    def velocity(point: Real) -> Real:
        found = slopes(_named(point, start))
        return -np.concatenate([np.ravel(found[name]) for name in start])

    point = np.concatenate([np.ravel(one) for one in start.values()])
    moving, time = velocity(point), 0.0
    fastest = float(np.max(np.abs(moving)))
    if not fastest:
        raise ArithmeticError("nothing moves at these weights")
    largest = float(np.max(np.abs(point)))
    step = FIRST * max(largest, 1.0) / fastest
    for _ in range(MOST_STEPS):
        if float(np.max(np.abs(moving))) <= STILL * fastest:
            return Flowed(_named(point, start), time, True)
        moved, error = stepped(velocity, point, step)
        allowed = LOCAL_ERROR * max(largest, float(np.max(np.abs(moved))))
        if error <= allowed:
            point, time, moving = moved, time + step, velocity(moved)
            largest = max(largest, float(np.max(np.abs(point))))
            fastest = max(fastest, float(np.max(np.abs(moving))))
        step = resized(step, error, allowed)
    return Flowed(_named(point, start), time, False)


def _named(point: Real, like: Arrays) -> dict[str, Real]:
    """Return the parts of a vector as arrays of the shapes of others."""
    ends = np.cumsum([one.size for one in like.values()])[:-1]
    parts = zip(like.items(), np.split(point, ends), strict=True)
    return {name: part.reshape(one.shape) for (name, one), part in parts}
