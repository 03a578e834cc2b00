"""What is compared with what of how training starts: losses and gradients of the layer, run."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from derivations.regression import observables as of
from numeric_check.words.definite import semidefinite_rank
from numeric_check.words.trained_layers import Trained, steep, trained
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures.regression import Pairs, measure, value_at


def _below(layer: Trained, scale: Any) -> Any:
    """Return L(0) − L(A) at a multiple of K."""
    loss, start = layer.heads.quadratic, layer.numbers["K"]
    return loss.at(0 * start) - loss.at(scale * start)


def _drop(claim: Claim, layer: Trained) -> Pairs:
    square = layer.scalar(layer.drawn["c"] ** 2)
    yield value_at(claim.value, layer), _below(layer, square)


def _condition(claim: Claim, layer: Trained) -> Pairs:
    """The loss is a parabola along K: its second root."""
    one, two = (_below(layer, layer.scalar(s)) for s in (1, 2))
    bend = (two - 2 * one) / 2
    yield value_at(claim.value, layer), (bend - one) / bend


def _bound_of(layer: Trained) -> Any:
    slope = layer.heads.quadratic.gradient(0 * layer.numbers["K"])
    return _below(layer, layer.scalar(layer.drawn["c"] ** 2)) ** 2 / np.sum(slope * slope)


def _bound(claim: Claim, layer: Trained) -> Pairs:
    yield value_at(claim.value, layer), _bound_of(layer)


def _rate(claim: Claim, layer: Trained) -> Pairs:
    """4 times the bound times the square of the least second derivative."""
    curvature = layer.heads.quadratic.curvature
    found = value_at(claim.value, layer, lambda_min=layer.least) / (4 * _bound_of(layer))
    if not layer.exact:
        yield found, np.linalg.eigvalsh(curvature)[0] ** 2
        return
    rank = semidefinite_rank(curvature @ curvature - found * np.eye(len(curvature), dtype=int))
    yield rank is not None and rank < len(curvature), True


def _entry(claim: Claim, layer: Trained) -> Pairs:
    vector, scale = layer.least_vector, layer.numbers["u"]
    slope = layer.slopes(layer.drawn["u"], layer.drawn["U"])[1]
    at = {"f": vector, "mu": layer.least, "u": scale}
    yield value_at(claim.value, layer, **at), -(vector.T @ slope @ vector)[0, 0]


MEASURES: Mapping[type, Measure] = {
    of.StartDrop: measure(_drop, trained),
    of.StartCondition: measure(_condition, trained),
    of.ScaleBound: measure(_bound, trained),
    of.ConvergenceRate: measure(_rate, steep),
    of.EntryFlow: measure(_entry, steep),
}
"""The measure of each type of observable."""
