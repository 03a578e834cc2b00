"""Elements of a field with square roots: one form each, whatever powers they come from."""

from typing import Any

import pytest
import sympy

from symbolic_mesa.formulas.root_fields import field_with

X, Y = sympy.symbols("x y")
FIELD = field_with((X, Y), (X + 1,))
ONE = FIELD.one
x, y, r = FIELD.gens  # r² = x + 1


def test_to_the_power_0_all_but_0_is_1() -> None:
    for value in (ONE, r, x / (r + y)):
        assert value**0 == ONE


def test_zero_has_no_reciprocal() -> None:
    assert FIELD.zero**3 == FIELD.zero
    for power in (-1, -2):
        with pytest.raises(ZeroDivisionError):
            FIELD.zero**power


@pytest.mark.parametrize("value", [r, r + 1, x * r + y, (r + 2) / (r - y), x / y])
def test_powers_are_products(value: Any) -> None:
    assert value**1 == value
    assert value**2 == value * value
    assert value**3 == value * value * value
    assert value**-2 == ONE / (value * value)
    assert value**-1 * value == ONE


def test_roots_are_reduced_and_none_is_below() -> None:
    assert r**2 == x + 1
    assert r**5 == (x + 1) ** 2 * r
    assert ONE / r == r / (x + 1)
    assert ONE / (r + y) == (r - y) / (x + 1 - y**2)
    assert (r + y) * (r - y) - (x + 1 - y**2) == FIELD.zero
