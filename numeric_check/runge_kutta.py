"""Steps of an explicit Runge-Kutta method with an estimate of their error, in doubles.

Dormand and Prince, "A family of embedded Runge-Kutta formulae", J. Comput. Appl. Math. 6 (1980).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Velocity = Callable[[Real], Real]

_STAGES = (
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
_FOURTH = (5179 / 57600, 0.0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40)


def stepped(velocity: Velocity, point: Real, step: float) -> tuple[Real, float]:
    """Return the next point and the estimated error."""
    stages = [velocity(point)]
    with np.errstate(over="ignore", invalid="ignore"):  # such a step is refused
        for row in _STAGES:
            moved = point + step * sum(c * k for c, k in zip(row, stages, strict=True))
            stages.append(velocity(moved))
        fourth = point + step * sum(c * k for c, k in zip(_FOURTH, stages, strict=True))
        error = float(np.max(np.abs(moved - fourth)))
    return moved, error if np.isfinite(error) else np.inf


def resized(step: float, error: float, allowed: float) -> float:
    """Return the next step size, after a step with this error."""
    factor = 0.9 * float(allowed / max(error, 1e-300)) ** 0.2
    return step * min(4.0, max(0.2, float(factor)))
