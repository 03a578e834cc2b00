"""Rational functions as plain data: equality, differences, harmonic numbers, refusals."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic_mesa.proofs.rational import Rational, rational_from_data
from symbolic_mesa.text.errors import InvalidInput


def made(above: dict[str, str], below: dict[str, str] | None = None) -> Rational:
    return rational_from_data({"numerator": above, "denominator": below or {"1": "1"}}, "here")


def test_two_ways_of_writing_a_function_are_equal() -> None:
    one = made({"T": "1", "1": "-2"}, {"d": "2"})
    other = made({"T d": "3", "d": "-6", "T": "3", "1": "-6"}, {"d^2": "6", "d": "6"})
    assert one.equals(other)
    assert other.equals(one)


@pytest.mark.parametrize(
    "changed",
    [
        {"T": "2", "1": "-2"},
        {"T": "1", "1": "-1"},
        {"T": "1"},
        {"T^2": "1", "1": "-2"},
        {"d": "1", "1": "-2"},
    ],
)
def test_a_changed_coefficient_is_a_difference(changed: dict[str, str]) -> None:
    assert not made({"T": "1", "1": "-2"}, {"d": "2"}).equals(made(changed, {"d": "2"}))


def test_a_difference_is_shown() -> None:
    gap = made({"T": "3"}).difference(made({"T": "1", "d": "1/2"}))
    assert str(gap) == "2 T - 1/2 d"
    assert str(made({"a^2 b": "-1"}, {"T": "1", "1": "-2"})) == "(- a^2 b) / (- 2 + T)"


def test_harmonic_numbers_obey_their_recurrence() -> None:
    longer = made({"H(T-1)": "1"})
    assert longer.equals(made({"H(T-2) T": "1", "H(T-2)": "-1", "1": "1"}, {"T": "1", "1": "-1"}))
    assert not longer.equals(made({"H(T-2)": "1"}))
    shorter = made({"H(T-3)": "1"})
    assert shorter.equals(made({"H(T-2) T": "1", "H(T-2)": "-2", "1": "-1"}, {"T": "1", "1": "-2"}))


@given(st.integers(0, 40), st.integers(1, 3))
def test_harmonic_numbers_of_integers_are_fractions(last: int, order: int) -> None:
    total = sum((Fraction(1, k**order) for k in range(1, last + 1)), Fraction(0))
    assert made({f"H({last},{order})": "2"}).equals(made({"1": str(2 * total)}))


def test_what_is_written_is_read_again() -> None:
    function = made({"a^2 H(T-2)": "3/2", "kappa_1": "-1"}, {"T": "1", "1": "-2"})
    assert rational_from_data(function.as_data(), "here").equals(function)


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"numerator": {"T": "1"}},
        {"numerator": [1], "denominator": {"1": "1"}},
        {"numerator": {"T": "1"}, "denominator": {}},
        {"numerator": {"T": "1"}, "denominator": {"1": "0"}},
        {"numerator": {"T^x": "1"}, "denominator": {"1": "1"}},
        {"numerator": {"T": "__import__('os')"}, "denominator": {"1": "1"}},
        {"numerator": {"__import__('os')": "1"}, "denominator": {"1": "1"}},
    ],
)
def test_what_is_no_function_is_refused(data: Any) -> None:
    with pytest.raises(InvalidInput):
        rational_from_data(data, "here")


def test_a_difference_over_one_denominator_is_not_multiplied_by_it() -> None:
    one, two = (
        rational_from_data({"numerator": {"1": n}, "denominator": {"c^2": "1"}}, "file")
        for n in "12"
    )
    assert str(two.difference(one)) == "1 / c^2"
