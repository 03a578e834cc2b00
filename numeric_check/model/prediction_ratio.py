"""Ratios of prediction to truth, ŷ_{t,j} / x_{t+1,j} where x_j ≠ 0, over tokens and phases."""

from itertools import product

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.laws.finite import ORDER, TokenNodes
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.said import said_of
from numeric_check.model.attention import diagonal_blocks, predictions
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.support_laws import SupportLaw


def require_zeros(law: TokenLaw, nodes: TokenNodes) -> None:
    """Refuse nodes whose coordinates are 0 more or less often than the law's.

    Raises:
        NoNodes: when they are, or may be.
    """
    if isinstance(law, SampleLaw):
        return
    if isinstance(law, SupportLaw) and len(law.atoms) <= 2 * ORDER:
        return
    if not isinstance(law, SupportLaw | MomentLaw) and (
        said_of(law).nodes_at_zero or np.all(nodes.points)
    ):
        return
    raise NoNodes("its finite stand-in is 0 with another probability than the law")


def roots_for_ratios(time: int) -> int:
    """Return how many roots of unity make the means of a ratio and its square exact: t.

    Coordinate i of the prediction has λ_i with powers 1..t and any other phase with powers 0..t−1,
    and the truth has λ_i^t, so that no phase has a power of t or more in either.
    """
    return time


def ratio_moments(nodes: TokenNodes, scale: float, time: int) -> tuple[Estimate, Estimate]:
    """Return E r and E |r|² over tokens with x_1[0] ≠ 0, of the first coordinate.

    Args:
        nodes: the law of x_1.
        scale: the product ab.
        time: t; the prediction is that of x_{t+1}.
    """
    kept = nodes.points[:, 0] != 0
    points, weights = nodes.points[kept], nodes.weights[kept] / np.sum(nodes.weights[kept])
    dim, roots = points.shape[1], roots_for_ratios(time)
    circle = np.exp(2j * np.pi * np.arange(roots) / roots)
    phases = np.array(list(product(circle, repeat=dim)))
    tokens = np.repeat(points, len(phases), axis=0).astype(np.complex128)
    turned = np.tile(phases, (len(points), 1))
    shares = np.repeat(weights, len(phases)) / len(phases)
    blocks = diagonal_blocks(dim, 1.0, scale)
    predicted = predictions(blocks, tokens, turned, time + 1)[-1][:, 0]
    ratio = predicted / (turned[:, 0] ** time * tokens[:, 0])
    first, second = np.real(ratio), np.abs(ratio) ** 2
    return _mean(first, shares), _mean(second, shares)


def _mean(values: np.ndarray, shares: np.ndarray) -> Estimate:
    terms = shares * values
    return Estimate(float(np.sum(terms)), float(np.sum(np.abs(terms))))
