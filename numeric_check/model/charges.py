"""How a product of two weight blocks turns when W is multiplied by a phase e^{iφ}; two routes.

x_t turns with e^{i(t−1)φ}. The charge of a product is the c for which that part of ŷ_t turns
with e^{i(t+c)φ}; the target x_{t+1} has charge 0.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from numeric_check.model.attention import blocks_of, predictions
from numeric_check.model.enumeration import predictions as exact_predictions

DIM, LENGTH = 2, 5
ANGLE = 0.1  # the phase φ: charges up to 31 in size are told apart
START = (Fraction(2), Fraction(-3))


def charge(product: Sequence[str]) -> int | None:
    """Return the charge of a product of blocks; None where it has not one charge."""
    block = [[Fraction(1), Fraction(2)], [Fraction(-1), Fraction(3)]]
    weights = dict.fromkeys(product, block)
    found = {
        sum(exponents) - t
        for t, prediction in enumerate(exact_predictions(weights, START, LENGTH), 2)
        for polynomial in prediction
        for exponents, coefficient in polynomial.items()
        if coefficient
    }
    return found.pop() if len(found) == 1 else None


def visible_charge(product: Sequence[str]) -> int | None:
    """Return the same from the argument of the prediction in doubles."""
    blocks = blocks_of(DIM, {name: np.array([[1.0, 2.0], [-1.0, 3.0]]) for name in product})
    tokens = np.array([[2.0, -3.0]], dtype=np.complex128)
    phases = np.exp(1j * np.array([[0.3, 2.1]]))
    still = predictions(blocks, tokens, phases, LENGTH)
    turned = predictions(blocks, tokens, phases * np.exp(1j * ANGLE), LENGTH)
    if not np.any(still[0]):
        return None
    found = set()
    for t, (before, after) in enumerate(zip(still, turned, strict=True), 2):
        angles = np.angle(after / before) / ANGLE
        if np.ptp(angles) > 1e-6 or abs(angles[0, 0] - round(angles[0, 0])) > 1e-6:
            return None
        found.add(round(angles[0, 0]) - t)
    return found.pop() if len(found) == 1 else None
