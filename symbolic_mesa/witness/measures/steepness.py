"""What is compared with what of how steep the loss is: its own second derivatives, measured."""

from collections.abc import Mapping

import numpy as np

from derivations.regression import observables as of
from numeric_check.words.definite import semidefinite_rank
from numeric_check.words.prompt_layers import inverse
from numeric_check.words.trained_layers import Trained, steep
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures.regression import Pairs, matrix_at, measure, value_at


def _constant(claim: Claim, layer: Trained) -> Pairs:
    """H b and ½ b'H b: the least ratio of |uHb|² and this is 2u² times H's least eigenvalue."""
    curvature = layer.heads.quadratic.curvature
    found = value_at(claim.value, layer, lambda_min=layer.least) / (
        2 * layer.scalar(layer.drawn["u"]) ** 2
    )
    if not layer.exact:
        yield found, np.linalg.eigvalsh(curvature)[0]
        return
    rank = semidefinite_rank(curvature - found * np.eye(len(curvature), dtype=int))
    yield rank is not None and rank < len(curvature), True


def _attained(claim: Claim, layer: Trained) -> Pairs:
    """Both sides times |A|, with u² = |A|; they are not 0."""
    if layer.heads.prompts.dim == 1:
        return
    vector = layer.least_vector
    gamma = (vector.T @ inverse(layer.minimiser) @ vector)[0, 0]
    at = {"Gamma^-1": layer.minimiser, "f": vector, "gamma_min": gamma}
    matrix = matrix_at(claim.value, layer, **at)
    loss = layer.heads.quadratic
    slope = loss.gradient(matrix)
    above = loss.at(matrix) - loss.at(layer.minimiser)
    square = np.sum(matrix * matrix)
    steep = np.sum(slope * slope) * square + np.sum(matrix * slope) ** 2
    yield steep, 2 * gamma * layer.scalar(layer.least) ** 2 * above * square
    yield bool(above * square > 0), True


MEASURES: Mapping[type, Measure] = {
    of.SteepnessConstant: measure(_constant, steep),
    of.SteepnessAttained: measure(_attained, steep),
}
"""The measure of each type of observable."""
