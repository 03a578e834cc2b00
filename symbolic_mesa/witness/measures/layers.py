"""What is compared with what for several layers on prompts."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from derivations.regression import layer_observables as of
from numeric_check.words.deep import (
    DeepPrompts,
    best,
    exact_moments,
    half_square,
    multiplied_out,
)
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measured import Pairs
from symbolic_mesa.witness.measures import common_steps, layer_gradients, posteriors
from symbolic_mesa.witness.measures.layer_sizes import Compared

STEPS = (Fraction(2, 3), Fraction(5, 4), Fraction(1, 7))


def _at(side: Any, size: tuple[int, int], steps: Any = ()) -> Any:
    named = {f"a_{k}": Fraction(step) for k, step in enumerate(steps, start=1)}
    return side.at({"d": size[0], "N": size[1], **named})


def _moments(exact: bool, depth: int, size: tuple[int, int]) -> Any:
    return exact_moments(depth, *size) if exact else DeepPrompts(depth, *size).moments()


def _loss(claim: Claim, exact: bool, depth: int, size: tuple[int, int]) -> Pairs:
    steps = STEPS[:depth]
    if exact:
        measured = half_square(multiplied_out(steps), exact_moments(depth, *size))
    else:
        measured = DeepPrompts(depth, *size).loss([float(step) for step in steps])
    yield _at(claim.value, size, steps), measured


def _polynomial(claim: Claim, exact: bool, depth: int, size: tuple[int, int]) -> Pairs:
    found = best(_moments(exact, depth, size))[1:]
    signs = [(-1) ** j for j in range(1, depth + 1)]
    for side, sign, value in zip(claim.parts.values(), signs, found, strict=True):
        yield _at(side, size), sign * value


def _least(claim: Claim, exact: bool, depth: int, size: tuple[int, int]) -> Pairs:
    found = best(_moments(exact, depth, size))
    if exact:
        yield _at(claim.value, size), half_square(found, exact_moments(depth, *size))
        return
    steps = 1 / np.roots(found[::-1])
    yield _at(claim.value, size), DeepPrompts(depth, *size).loss(list(np.real(steps)))


MEASURES: Mapping[type, Measure] = {
    of.LayersLoss: Compared(_loss),
    of.BestPolynomial: Compared(_polynomial),
    of.LeastLayersLoss: Compared(_least),
    **layer_gradients.MEASURES,
    **common_steps.MEASURES,
    **posteriors.MEASURES,
}
"""The measure of each type of observable."""
