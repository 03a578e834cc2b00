"""Gradient flow of heads, followed by Taylor series: their velocities are polynomials.

Each head has the velocity −<U, G> of u and −u G of U, where G is the gradient in A = Σ u U.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from numeric_check.words.arrays import Array
from numeric_check.words.quadratics import Quadratic

ORDER = 24
STEPS = 40

State = tuple[Array, Array]  # every u, of shape (h,), and every U, of shape (h, n, n)


def flowed(loss: Quadratic, start: tuple[Sequence[float], Array], time: float) -> State:
    """Return u and U of each head after a time, to rounding.

    Args:
        loss: the loss as a function of A.
        start: u and U of each head.
        time: the time.
    """
    state = np.array(start[0], dtype=float), np.array(start[1], dtype=float)
    powers = (time / STEPS) ** np.arange(ORDER + 1)
    for _ in range(STEPS):
        scales, matrices = _series(loss, state)
        state = powers @ scales, np.tensordot(powers, matrices, axes=1)
    return state


def _series(loss: Quadratic, state: State) -> State:
    """Return the coefficients of the powers of time, the first axis."""
    scales, matrices = [state[0]], [state[1]]
    slopes: list[Any] = []
    for order in range(ORDER):
        places = range(order + 1)
        product = sum(np.tensordot(scales[k], matrices[order - k], axes=1) for k in places)
        constant = loss.slope.reshape(loss.shape) if order == 0 else 0
        slopes.append(constant + (loss.curvature @ np.ravel(product)).reshape(loss.shape))
        turned = sum(np.einsum("hij,ij->h", matrices[k], slopes[order - k]) for k in places)
        moved = sum(np.multiply.outer(scales[k], slopes[order - k]) for k in places)
        scales.append(-turned / (order + 1))
        matrices.append(-moved / (order + 1))
    return np.array(scales), np.array(matrices)
