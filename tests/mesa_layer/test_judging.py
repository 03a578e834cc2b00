"""Somebody's layer is judged: what it solves, from where on it drifts, what it solves instead."""

from collections.abc import Callable

import numpy as np
import pytest

from symbolic_mesa.mesa_layer.alternatives import ALTERNATIVES
from symbolic_mesa.mesa_layer.judging import LEAST, QUIET, Case, Verdict, cases, judged
from tests.mesa_layer import layers
from tests.mesa_layer.examples import Array

CASES = cases(400)
WORDS = {weights.__name__: words for words, weights in ALTERNATIVES.items()}
WORDS["one_late"] = WORDS["pair_forgotten"]  # the same Phi_t


def verdict(layer: Callable[..., Array], tried: list[Case] = CASES) -> Verdict:
    return judged(tried, [layer(*case[2:]) for case in tried])


def test_a_layer_that_solves_it_does() -> None:
    found = verdict(layers.solved)
    assert found.solves
    assert found.digits > 12
    assert found.up_to == 1e8
    assert [one.drifts for one in found.cases] == [None] * len(CASES)


@pytest.mark.parametrize("name", WORDS)
def test_what_it_solves_instead_is_named(name: str) -> None:
    found = verdict(getattr(layers, name))
    assert not found.solves
    assert found.instead == WORDS[name]


def test_what_solves_none_of_them_has_no_name() -> None:
    found = verdict(layers.delta_rule)
    assert (found.solves, found.instead, found.up_to) == (False, None, None)


def test_single_precision_drifts_while_keys_are_few() -> None:
    found = verdict(layers.single)
    assert found.solves
    assert found.up_to is not None
    assert found.up_to < 1e4
    (quiet,) = (one for one in found.cases if one.forgetting == QUIET)
    assert quiet.start > LEAST
    assert quiet.drifts is not None
    assert 100 < quiet.drifts < 250  # keys are few at t = 101..250


def test_what_fails_at_some_length_alone_does_not_solve_it() -> None:
    def chunked(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
        y = layers.solved(K, V, Q, gamma, lam)
        return y if len(K) % 16 == 0 else y * np.nan

    assert not verdict(chunked).solves


def test_short_sequences_are_judged_too() -> None:
    assert verdict(layers.solved, cases(1)).solves
    assert verdict(layers.solved, cases(5)).solves
