"""What is compared with what over random covariances: the layer is run at each of them."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from derivations.regression import observables as of
from derivations.regression.keys import Choice
from numeric_check.words.prompt_layers import NOISE
from numeric_check.words.random_covariances import (
    RandomCovariance,
    exponential_covariances,
    long_prompts,
    random_covariances,
)
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures.regression import Pairs, entries, measure

LEVEL = Fraction(2, 3)
POWERS = (1,), (2,), (3,), (1, 2)


def _at(side: Any, drawn: RandomCovariance, **more: Any) -> Any:
    """Return a side at N, d, σ and the mean traces of what is drawn."""
    traces = {"_".join(["p", *map(str, k)]): drawn.mean_trace(*k) for k in POWERS}
    sizes = {"N": drawn.samples, "d": drawn.dim, "sigma": NOISE}
    numbers = {name: Fraction(value) for name, value in {**traces, **sizes, **more}.items()}
    found = side.at(numbers)
    return found if drawn.exact else float(found)


def _loss(claim: Claim, drawn: RandomCovariance) -> Pairs:
    constant, slope, bend = drawn.parabola
    level = LEVEL if drawn.exact else float(LEVEL)
    yield _at(claim.value, drawn, a=LEVEL), constant + level * slope + level**2 * bend


def _best(claim: Claim, drawn: RandomCovariance) -> Pairs:
    unit = np.eye(drawn.dim, dtype=int)
    yield from entries(_at(claim.value, drawn) * unit, drawn.minimiser)


def _least(claim: Claim, drawn: RandomCovariance) -> Pairs:
    yield _at(claim.value, drawn), drawn.quadratic.at(drawn.minimiser)


@cache  # pure
def _long(drawn: RandomCovariance) -> tuple[Any, Any, Any]:
    return long_prompts(drawn.law, drawn.dim, drawn.exact)


def _floor(claim: Claim, drawn: RandomCovariance) -> Pairs:
    constant, slope, bend = _long(drawn)
    yield _at(claim.value, drawn), constant - slope**2 / (4 * bend)


def _limits(claim: Claim, drawn: RandomCovariance) -> Pairs:
    constant, slope, bend = _long(drawn)
    measured = {
        Choice.BEST: constant - slope**2 / (4 * bend),
        Choice.ZERO: constant,
        Choice.OF_MEAN: constant + slope + bend,
    }
    for key, side in claim.parts.items():
        yield _at(side, drawn), measured[key]


MEASURES: Mapping[type, Measure] = {
    of.RandomLoss: measure(_loss, random_covariances),
    of.RandomMinimiser: measure(_best, random_covariances),
    of.RandomLeastLoss: measure(_least, random_covariances),
    of.RandomFloor: measure(_floor, random_covariances),
    of.ExponentialMinimiser: measure(_best, exponential_covariances),
    of.ExponentialLimits: measure(_limits, exponential_covariances),
}
"""The measure of each type of observable."""
