"""What is compared with what at stationary points of the layer on prompts: heads that are run."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from derivations.regression import observables as of
from numeric_check.words.prompt_layers import inverse
from numeric_check.words.trained_layers import Trained, trained
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures.regression import Pairs, entries, matrix_at, measure, value_at

SECOND = {2: -1, 1: 16, 0: -30, -1: 16, -2: -1}  # of f''(0), over 12, for f of degree 5


def _minima(claim: Claim, layer: Trained) -> Pairs:
    """The one zero of the gradient in U, times u; there that in u is 0 too."""
    scale = layer.drawn["u"]
    matrix = _at_rest(layer, scale)
    at = {"Gamma^-1": layer.minimiser}
    yield from entries(matrix_at(claim.value, layer, **at), scale * matrix)
    ends = [layer.at(scale + step, matrix) for step in (1, -1)]
    yield ends[1], ends[0]


@cache  # pure
def _at_rest(layer: Trained, scale: int) -> Any:
    """Return the U at which the gradient of a head in U is 0: that is linear in U."""
    dim = layer.heads.prompts.dim
    start = layer.slopes(scale, np.zeros((dim, dim), dtype=int))[1]
    rows = []
    for place in np.ndindex(start.shape):
        unit = np.zeros((dim, dim), dtype=int)
        unit[place] = 1
        rows.append(np.ravel(layer.slopes(scale, unit)[1] - start))
    return -(inverse(np.array(rows)).T @ np.ravel(start)).reshape(start.shape)


@cache  # likewise
def _slopes_at_zero(layer: Trained) -> tuple[Any, Any]:
    return layer.slopes(0, layer.drawn["U"])


def _saddles(claim: Claim, layer: Trained) -> Pairs:
    of_scale, of_matrix = _slopes_at_zero(layer)
    yield value_at(claim.value, layer), of_scale
    yield from entries(0 * of_matrix, of_matrix)


def _second(layer: Trained, scale: Any, turned: Any) -> Any:
    """Return the second derivative of the loss at (0, U) along a change of u and U."""
    matrix = layer.numbers["U"]
    values = (
        weight * layer.at(step * layer.scalar(scale), matrix + step * turned)
        for step, weight in SECOND.items()
    )
    return sum(values) / 12


def _curvature(claim: Claim, layer: Trained) -> Pairs:
    found = _second(layer, layer.numbers["b"], layer.numbers["V"])
    yield value_at(claim.value, layer), found


def _descent(claim: Claim, layer: Trained) -> Pairs:
    """Λ² is minus the gradient at A = 0; G is the second derivative along u, where u is 0."""
    nothing = 0 * layer.numbers["U"]
    level = -np.trace(layer.heads.quadratic.gradient(nothing))
    growth = _second(layer, 1, nothing)
    found = _second(layer, level, (1 + growth) * layer.identity)
    yield value_at(claim.value, layer), found
    yield found < 0, True


MEASURES: Mapping[type, Measure] = {
    of.StationaryMatrix: measure(_minima, trained),
    of.SlopeAtZero: measure(_saddles, trained),
    of.SaddleCurvature: measure(_curvature, trained),
    of.SaddleDescent: measure(_descent, trained),
}
"""The measure of each type of observable."""
