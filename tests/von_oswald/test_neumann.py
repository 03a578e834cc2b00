"""Layers that add up a Neumann series converge below 2, and with the best step always."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from numeric_check.words import layers
from symbolic_mesa import Results, derive
from symbolic_mesa.models.mesa_layer import ANY_SEQUENCE


@pytest.fixture(scope="module")
def results() -> Results:
    return derive(ANY_SEQUENCE, theorem="von-oswald-neumann")


def test_every_step_is_verified_exactly(results: Results) -> None:
    assert {(one.status, one.trust) for one in results.values()} == {("verified", "exact")}


@pytest.mark.parametrize(("length", "converges"), [(1.3, True), (1.4, False)])
def test_one_key_may_be_too_long(results: Results, length: float, converges: bool) -> None:
    limit = results["neumann-keys"](mu=Fraction(1, 4))
    assert (length**2 < limit) is converges
    query = current = np.array([1.0])
    for _ in range(200):
        current = query + (1 - (length**2 + 0.25)) * current
    assert bool(abs(current[0] - 1 / (length**2 + 0.25)) < 1e-2) is converges


def test_the_best_step_attains_its_rate_in_every_layer(results: Results) -> None:
    spectrum = (Fraction(1, 2), Fraction(2), Fraction(5))
    step = results["best-step"](x_min=spectrum[0], x_max=spectrum[-1])
    rate = results["best-rate"](kappa=spectrum[-1] / spectrum[0])
    errors = layers.stepped(layers.with_spectrum(spectrum), layers.direction(2), Fraction(step))
    found = [layers.along(error, 2) for error in islice(errors, 4)]
    assert {abs(x / y) for x, y in zip(found[1:], found[:-1], strict=True)} == {rate}
