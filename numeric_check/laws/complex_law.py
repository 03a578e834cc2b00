"""What is said of a law of complex tokens, whose moments are asked for by pairs of powers."""

from collections.abc import Callable

import numpy as np

from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Moments, NoNodes, PairMoments

Draws = Callable[["np.random.Generator", int, int, Floats], np.ndarray]


def _no_real_moments(values: Values, dim: int) -> Moments:
    raise NoNodes("tokens are complex; their moments are asked for by pairs of powers")


def complex_law(
    nodes: Callable[[Values, int, int], TokenNodes],
    pairs: Callable[[Values, int], PairMoments],
    draw: Draws,
) -> Law:
    """Return what is said of it from nodes, moments and draws."""
    return Law(nodes, _no_real_moments, draw, pairs=pairs)
