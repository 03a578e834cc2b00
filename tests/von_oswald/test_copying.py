"""Layers that give each token the one before need positions, softmax a gap of scores."""

from fractions import Fraction

import numpy as np
import pytest

from derivations.von_oswald.copying import periodic
from numeric_check.words import copying as layers
from numeric_check.words.elimination import rank
from symbolic_mesa import Results, derive
from symbolic_mesa.models.mesa_layer import ANY_SEQUENCE


@pytest.fixture(scope="module")
def results() -> Results:
    return derive(ANY_SEQUENCE, theorem="von-oswald-copy")


@pytest.mark.exhaustive
def test_every_step_is_verified_exactly(results: Results) -> None:
    assert {(one.status, one.trust) for one in results.values()} == {("verified", "exact")}


@pytest.mark.parametrize("length", range(2, 7))
def test_no_completion_has_a_lower_rank(length: int) -> None:
    ranks = {rank(layers.completed(Fraction(1), length, seed)) for seed in range(20)}
    assert min(ranks) >= length - 1
    assert layers.least_rank(length) == length - 1


@pytest.mark.parametrize("length", range(3, 12))
def test_one_hot_positions_of_period_one_less_copy(length: int) -> None:
    assert periodic(length, length - 1)
    assert layers.least_period(length) == length - 1


@pytest.mark.exhaustive
def test_two_tokens_need_two_dimensions(results: Results) -> None:
    assert not periodic(2, 1)
    assert results["copy-dimension"].step.claim.parts[2] == layers.least_period(2) == 2


@pytest.mark.exhaustive
def test_softmax_on_a_circle_leaks_less_than_is_said(results: Results) -> None:
    """Eight tokens, an angle whose cosine is 4/5, and scores that are ln(100)/gap."""
    gap = float(results["softmax-circle"](cosine=Fraction(4, 5)))
    points = np.exp(1j * np.arccos(0.8) * np.arange(8))
    for t in range(2, 9):
        scores = (points[:t] * np.conj(points[t - 2])).real * np.log(100) / gap
        weights = np.exp(scores) / np.sum(np.exp(scores))
        most = float(results["softmax-leak"](n=t - 1, g=100))
        assert 1 - weights[t - 2] <= most * (1 + 1e-12)
