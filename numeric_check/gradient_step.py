"""Whether the model's prediction is one step of preconditioned gradient descent, on sequences.

The in-context problem is L_OLS,t(Ŵ) = ½ Σ_{s=2..t} ‖x_s − Ŵ x_{s−1}‖². It is quadratic, so that a
central difference of any width is its derivative; it is taken here from the loss itself.
"""

from itertools import pairwise, product

import numpy as np

from numeric_check.attention import Complex, Real, blocks_of, predictions
from numeric_check.estimates import TOLERANCE

LENGTH = 6
KQ32 = np.array([[0.7, -0.2], [-0.2, 0.7]])
PV12 = np.array([[0.4, 0.3], [0.3, 0.4]])
START = np.array([[1.5, -0.5]])
PHASES = np.exp(1j * np.array([[0.3, 2.1]]))


def visible_gap() -> float:
    """Return the largest difference of prediction and step, relative to the largest prediction."""
    blocks = blocks_of(2, {"KQ32": KQ32, "PV12": PV12})
    found = predictions(blocks, START.astype(np.complex128), PHASES, LENGTH)
    tokens = [START[0] * PHASES[0] ** power for power in range(LENGTH)]
    gaps = [
        np.max(np.abs(right[0] - preconditioned_step(tokens[:t], KQ32, PV12)))
        for t, right in enumerate(found, 2)
    ]
    return float(max(gaps) / np.max(np.abs(found)))


def holds() -> bool:
    """Whether the two agree up to rounding."""
    return visible_gap() <= TOLERANCE


def preconditioned_step(tokens: list[Complex], right: Real, left: Real) -> Complex:
    """Return (1/(t−1)) PV12 (−∇L_OLS(0)) KQ32 x_t for the tokens x_1..x_t.

    Args:
        tokens: the sequence, each of shape (d,).
        right: KQ32, of shape (d, d).
        left: PV12, of shape (d, d).
    """
    descent = -least_squares_gradient(tokens)
    step: Complex = left @ descent @ right @ tokens[-1] / (len(tokens) - 1)
    return step


def least_squares_gradient(tokens: list[Complex]) -> Complex:
    """Return ∇L_OLS at 0: the real parts' derivatives plus i times the imaginary parts'."""
    dim = len(tokens[0])
    gradient = np.zeros((dim, dim), dtype=np.complex128)
    for j, k in product(range(dim), repeat=2):
        for unit in (1.0, 1j):
            there = np.zeros((dim, dim), dtype=np.complex128)
            there[j, k] = unit
            slope = (least_squares(tokens, there) - least_squares(tokens, -there)) / 2
            gradient[j, k] += slope * unit
    return gradient


def least_squares(tokens: list[Complex], weights: Complex) -> float:
    """Return L_OLS at `weights`."""
    gaps = [after - weights @ before for before, after in pairwise(tokens)]
    return float(sum(np.sum(np.abs(gap) ** 2) for gap in gaps) / 2)
