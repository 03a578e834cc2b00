"""A mesa-layer with forgetting, run in doubles, and derivatives of its loss by a complex step.

L(x + ih)/h has the derivative as its imaginary part, with no difference to lose digits in; the
layer is run as a recursion, and solved for at every time.
"""

from typing import Any

import numpy as np

from numeric_check.words.mesa_runs import Changes, Run

STEP = 1e-40


def loss(run: Run, changes: Changes, step: complex) -> Any:
    """Return the loss where everything that changes has moved by so many times its change."""

    def moved(matrix: Any, name: str, place: int = 0) -> Any:
        found = np.array(matrix, dtype=complex)
        change = changes.get((name, place))
        return found if change is None else found + step * np.array(change, dtype=float)

    normal = np.linalg.inv(moved(run.start, "start"))
    if ("normal", 0) in changes:
        normal = moved(normal, "normal")
    cross = moved(run.cross, "cross")
    total = 0j
    if run.now is not None:
        query, missed = (np.array(one, dtype=float) for one in run.now)
        total += _half_square(cross @ np.linalg.solve(normal, query) - missed)
    for t, goal in enumerate(run.goals):
        gamma = moved(run.gammas[t], "gammas", t)[0, 0]
        key, value = moved(run.keys[t], "keys", t), moved(run.values[t], "values", t)
        normal, cross = gamma * normal + key @ key.T, gamma * cross + value @ key.T
        answer = cross @ np.linalg.solve(normal, moved(run.queries[t], "queries", t))
        total += _half_square(answer - np.array(goal, dtype=float))
    return total


def slope(run: Run, changes: Changes) -> float:
    """Return the first-order change of the loss."""
    return float(loss(run, changes, 1j * STEP).imag / STEP)


def inverse_slope(matrix: Any, change: Any) -> Any:
    """Return the first-order change of an inverse, entry by entry."""
    both = np.array(matrix, dtype=float) + 1j * STEP * np.array(change, dtype=float)
    return np.linalg.inv(both).imag / STEP


def _half_square(error: Any) -> Any:
    return (error * error).sum() / 2  # of complex numbers, not of their sizes
