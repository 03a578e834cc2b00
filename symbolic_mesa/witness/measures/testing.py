"""What is compared with what of the trained layer on other prompts: it is run on them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from derivations.regression import observables as of
from numeric_check.words.heads import Heads
from numeric_check.words.prompt_layers import inverse
from numeric_check.words.trained_layers import Trained, trained
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures.regression import Pairs, measure, value_at

ROOTS = {1: ((3,),), 2: ((1, 2), (1, 0))}  # of what is another than in training, by d
LETTERS = {"task": "S", "query": "Q", "covariate": "Omega"}


@cache  # pure
def _elsewhere(heads: Heads, samples: int, kind: str = "", divisor: int | None = None) -> Heads:
    """Return the layer on prompts with so many samples, of which something may be another."""
    root = ROOTS[heads.prompts.dim]
    prompts = replace(heads.prompts, samples=samples)
    if kind == "task":
        prompts = replace(prompts, task=root)
    elif kind == "query":
        prompts = replace(prompts, asked=root)
    elif kind == "covariate":
        prompts = replace(prompts, root=root)
    return replace(heads, prompts=prompts, divisor=divisor)


def _moments(layer: Trained, kind: str) -> Mapping[str, Any]:
    root = np.array(ROOTS[layer.heads.prompts.dim])
    return {LETTERS[kind]: layer.array(root @ root.T)}


def _by_training(claim: Claim, layer: Trained) -> Pairs:
    samples = layer.heads.prompts.samples
    other = _elsewhere(layer.heads, samples + 1, divisor=samples)
    at = {"Gamma^-1": layer.minimiser, "M": samples + 1}
    yield value_at(claim.value, layer, **at), other.quadratic.at(layer.minimiser)


def _shift(kind: str, claim: Claim, layer: Trained) -> Pairs:
    samples = layer.heads.prompts.samples + 1
    other = _elsewhere(layer.heads, samples, kind)
    at = {"Gamma^-1": layer.minimiser, "M": samples, **_moments(layer, kind)}
    yield value_at(claim.value, layer, **at), other.quadratic.at(layer.minimiser)


def _limits(claim: Claim, layer: Trained) -> Pairs:
    """The loss is linear in 1/M: 2 L_2 − L_1 is its limit, at A = Λ⁻¹."""
    best = inverse(layer.array(layer.heads.covariance))
    for kind, side in claim.parts.items():
        one, two = (_elsewhere(layer.heads, m, kind).quadratic.at(best) for m in (1, 2))
        at = {"Lambda^-1": best, **_moments(layer, kind)}
        yield value_at(side, layer, **at) + two, 3 * two - one


MEASURES: Mapping[type, Measure] = {
    of.TestLossByTraining: measure(_by_training, trained),
    of.TaskShift: measure(partial(_shift, "task"), trained),
    of.QueryShift: measure(partial(_shift, "query"), trained),
    of.CovariateShift: measure(partial(_shift, "covariate"), trained),
    of.ShiftLimits: measure(_limits, trained),
}
"""The measure of each type of observable."""
