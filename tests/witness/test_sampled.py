"""What sequences show beside the law: what they miss of its tail, and what is compared."""

from math import inf, sqrt
from types import SimpleNamespace

import pytest

from derivations import observables
from derivations.sharp import observables as sharp_observables
from symbolic_mesa.witness.sampled import missed_tail, pairs_of


def seen(value: float) -> SimpleNamespace:
    """Return scenes in which every moment of every coordinate is this number."""
    moment = SimpleNamespace(value=value)
    return SimpleNamespace(diagonal=SimpleNamespace(moment=lambda name, own: moment))


def test_a_tail_is_missed_by_what_the_standard_error_is_too_small() -> None:
    """Means 1 and 3 of two groups: of both the mean is 2, with standard error 1."""
    whole, without = seen(2.0), [seen(3.0), seen(1.0)]
    assert missed_tail({"m_2": [5.0, 4.0], "kappa_1": [2.0, 0.0]}, whole, without) == 5
    assert missed_tail({"m_2": [0.5, sqrt(0.5)]}, whole, without) == 1  # never below
    assert missed_tail({}, whole, without) == 1
    assert missed_tail({"m_2": [1.0]}, whole, [seen(2.0), seen(2.0)]) == inf  # no spread
    assert missed_tail({"m_2": [1.0]}, seen(0.5), [seen(1.0), seen(0.0)]) == inf  # a group alone
    assert missed_tail({"m_2": [0.0]}, whole, [seen(2.0), seen(2.0)]) == 1  # the law has none


def test_only_what_is_compared_number_by_number_has_pairs() -> None:
    assert callable(pairs_of(observables.Loss))
    assert callable(pairs_of(observables.Moment))
    with pytest.raises(KeyError, match="StaysDiagonal"):
        pairs_of(sharp_observables.StaysDiagonal)
