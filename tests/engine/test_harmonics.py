"""Harmonic numbers of a length: as they are shown, and as numbers."""

from fractions import Fraction

import mpmath
import pytest
import sympy

from symbolic_mesa.formulas.harmonics import LISTED_HARMONIC, harmonic_number, harmonic_symbol

SHOWN = {
    (None, 1): "harmonic(T - 2)",
    (None, 2): "harmonic(T - 2, 2)",
    (2, 1): "0",
    (3, 2): "1",
    (5, 1): "11/6",
    (14, 2): "240505109/153679680",
    (15, 1): "harmonic(13)",
    (50, 2): "harmonic(48, 2)",
    (1002, 3): "harmonic(1000, 3)",
    (1003, 2): "Sum(k**(-2), (k, 1, 1001))",
}


@pytest.mark.parametrize(("length", "order"), SHOWN)
def test_a_harmonic_number_is_shown_at_its_length(length: int | None, order: int) -> None:
    assert str(harmonic_symbol(length, order)) == SHOWN[length, order]


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("length", [2, 3, 14, 15, 30])
def test_what_is_shown_is_the_number(length: int, order: int) -> None:
    number = sum((Fraction(1, k**order) for k in range(1, length - 1)), Fraction(0))
    assert harmonic_number(length - 2, order) == number
    shown = harmonic_symbol(length, order).doit()
    assert Fraction(int(shown.p), int(shown.q)) == number


@pytest.mark.parametrize("order", [1, 2, 3])
def test_beyond_exact_sums_fifty_digits_are_known(order: int) -> None:
    last = harmonic_number(LISTED_HARMONIC, order)
    after = harmonic_number(LISTED_HARMONIC + 1, order)
    assert isinstance(last, Fraction)
    assert isinstance(after, mpmath.mpf)
    with mpmath.workdps(60):
        step = sympy.Rational(1, (LISTED_HARMONIC + 1) ** order)
        expected = mpmath.mpf(last.numerator) / last.denominator + mpmath.mpf(step.p) / step.q
        assert abs(after - expected) < mpmath.mpf(10) ** -49 * expected


def test_a_number_has_the_digits_that_are_asked_for_whatever_was_asked_before() -> None:
    few = harmonic_number(2000, 1)
    with mpmath.workdps(200):
        many = harmonic_number(2000, 1)
        exact = mpmath.fsum(mpmath.mpf(1) / k for k in range(1, 2001))
        assert abs(many - exact) < mpmath.mpf(10) ** -195
        assert mpmath.mpf(10) ** -60 < abs(few - exact) < mpmath.mpf(10) ** -45
