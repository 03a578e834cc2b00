"""Whether the model's prediction is one step of preconditioned gradient descent, on sequences.

The in-context problem is L_OLS,t(Ŵ) = ½ Σ_{s=2..t} ‖x_s − Ŵ x_{s−1}‖². It is quadratic, so that a
central difference of any width is its derivative; it is taken here from the loss itself.
"""

from fractions import Fraction
from itertools import pairwise, product
from math import nan
from random import Random
from typing import Any

import numpy as np

from numeric_check.estimates import TOLERANCE
from numeric_check.model.attention import Complex, Real, blocks_of, predictions

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


def attended(tokens: list[Any], right: Any, left: Any) -> Any:
    """Return ŷ_t of the full model for any sequence x_1..x_t, where KQ32 = right and PV12 = left.

    Σ_{s<=t} left x_s (x_{s-1}^* right x_t) / (t − 1), written out; exact for fractions.
    """
    size = range(len(tokens[0]))
    query = [sum(right[k][m] * tokens[-1][m] for m in size) for k in size]
    total = [0 * query[0] for _ in size]
    for before, now in pairwise(tokens):
        score = sum(before[k].conjugate() * query[k] for k in size)
        total = [t + score * sum(left[i][j] * now[j] for j in size) for i, t in enumerate(total)]
    return [value / (len(tokens) - 1) for value in total]


def exact_step_size(a: Fraction, b: Fraction, time: int) -> Fraction | None:
    """Return what ŷ_t is in units of −∇L_OLS,t(0) x_t; None if it is no multiple.

    The rational sequence follows no law: the identity holds for every one.
    """
    chance = Random(time)  # noqa: S311  # no secret
    tokens = [[Fraction(chance.randint(1, 9), 7) for _ in range(2)] for _ in range(time)]
    one = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    predicted = attended(tokens, _times(a, one), _times(b, one))
    scores = [sum(x * y for x, y in zip(one_, tokens[-1], strict=True)) for one_ in tokens[:-1]]
    pulls = [
        sum(score * after[i] for score, after in zip(scores, tokens[1:], strict=True))
        for i in range(2)
    ]
    factors = {p / q for p, q in zip(predicted, pulls, strict=True)}
    return factors.pop() if len(factors) == 1 else None


def _times(factor: Fraction, matrix: list[list[Fraction]]) -> list[list[Fraction]]:
    return [[factor * entry for entry in row] for row in matrix]


def visible_step_size(a: float, b: float, time: int) -> float:
    """Return the same factor for a random complex sequence; NaN if it is no multiple."""
    chance = np.random.default_rng(time)
    tokens = list(chance.normal(size=(time, 3)) + 1j * chance.normal(size=(time, 3)))
    predicted = np.array(attended(tokens, a * np.eye(3), b * np.eye(3)))
    step = -least_squares_gradient(tokens) @ tokens[-1]
    factors = predicted / step
    spread = np.max(np.abs(factors - factors[0]))
    return float(np.real(factors[0])) if spread <= TOLERANCE * abs(factors[0]) else nan
