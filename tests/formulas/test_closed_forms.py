"""Closed forms: names that stand for roots, exponentials and logarithms, put in and worked out."""

from fractions import Fraction

import mpmath
import pytest
import sympy

from symbolic_mesa import laws
from symbolic_mesa.formulas.closed_forms import Closed, Definition, closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import algebra
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput

FIELD = algebra(PROBLEM, Setting(laws.generic()), ("x", "r", "e", "g", "w"), (), ())
x, r, e, g, w = (FIELD.symbol(name) for name in ("x", "r", "e", "g", "w"))
ONE = FIELD.field.one


def formula(element: object) -> Formula:
    return Formula(FIELD.field(element), FIELD)


ROOT = Definition("r", "sqrt", formula(x + 1))
GROWN = Definition("e", "exp", formula(-2 * r))
EULER = Definition("g", "euler", formula(ONE))
WHOLE = Definition("w", "value", formula(r + e))
EVERY = (ROOT, GROWN, EULER, WHOLE)


def test_those_definitions_are_kept_that_are_needed() -> None:
    assert closed(formula(r**2), EVERY).where == (ROOT,)
    assert closed(formula(e), EVERY).where == (ROOT, GROWN)
    assert closed(formula(w * g), EVERY).where == EVERY
    assert closed(formula(x), EVERY).where == ()


def test_its_symbols_are_those_that_are_not_defined() -> None:
    found = closed(formula(w + FIELD.field(FIELD.dim)), EVERY)
    assert found.symbols == found.names == ("d", "x")
    assert found.value is None
    assert found.exact is None


def test_a_closed_form_of_symbols_is_an_expression_and_a_number_anywhere() -> None:
    found = closed(formula(w * g), EVERY)
    at = sympy.Symbol("x")
    root = sympy.sqrt(at + 1)
    assert found.expr == sympy.EulerGamma * (root + sympy.exp(-2 * root))
    with mpmath.workdps(60):
        expected = mpmath.euler * (2 + mpmath.exp(-4))
        assert abs(found.at({"x": 3}) - expected) < mpmath.mpf(10) ** -48


def test_values_tell_what_each_name_is() -> None:
    found = closed(formula(3 * e), EVERY).values({"x": Fraction(5, 4)})
    assert set(found) == {"", "r", "e"}
    assert found["r"] == mpmath.mpf("1.5")
    assert float(found[""]) == pytest.approx(3 * float(mpmath.exp(-3)), rel=1e-15)


def test_it_is_a_fraction_where_each_root_is_one() -> None:
    def exact(number: Fraction) -> Fraction | None:
        return closed(formula(r + 1), (Definition("r", "sqrt", formula(number)),)).exact

    assert exact(Fraction(9, 4)) == Fraction(5, 2)
    assert exact(Fraction(2)) is None
    assert exact(Fraction(-4)) is None
    assert closed(formula(g), EVERY).exact is None
    assert closed(formula(w), (Definition("w", "value", formula(7 * ONE)),)).exact == 7


@pytest.mark.parametrize(
    ("function", "number", "undefined"),
    [("sqrt", -1, True), ("sqrt", 0, False), ("log", 0, True), ("log", 1, False)],
)
def test_what_is_not_real_is_refused(function: str, number: int, undefined: bool) -> None:
    found = closed(formula(r), (Definition("r", function, formula(x)),))  # type: ignore[arg-type]
    if undefined:
        with pytest.raises(InvalidInput, match=f"{function} of {number}.0: not real"):
            found.at({"x": number})
    else:
        assert found.at({"x": number}) == 0


def test_terms_that_cancel_are_worked_out_with_more_digits() -> None:
    """sqrt(x² + 1) − x is 1/(2x) to 200 digits at x = 10^100, of which 50 would show nothing."""
    found = Closed(formula(r - x), (Definition("r", "sqrt", formula(x**2 + 1)),))
    size = 10**100
    assert abs(found.at({"x": size}) * 2 * size - 1) < mpmath.mpf(10) ** -28


def test_no_more_digits_are_worked_with_than_are_needed() -> None:
    found = closed(formula(r), EVERY).at({"x": 1})
    assert found.man.bit_length() < 3 * 50 * 4  # 100 digits, the second of two times that agree


@pytest.mark.parametrize(("exponent", "value"), [(1000, None), (-1000, None), (0, 1.0)])
def test_a_number_beyond_doubles_is_none(exponent: int, value: float | None) -> None:
    where = (Definition("e", "exp", formula(exponent * ONE)),)
    assert Closed(formula(e), where).value == value
