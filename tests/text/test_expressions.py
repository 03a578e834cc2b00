from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Expression, quantity
from symbolic_mesa.text.surds import Surd, root


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2", Fraction(1, 2)),
        ("0.25", Fraction(1, 4)),
        (".5", Fraction(1, 2)),
        ("1e-3", Fraction(1, 1000)),
        ("2^-3", Fraction(1, 8)),
        ("2**(-3)", Fraction(1, 8)),
        ("-2^2", Fraction(-4)),
        ("(-2)^2", Fraction(4)),
        ("8/4/2", Fraction(1)),
        ("1 - 2 - 3", Fraction(-4)),
        ("sqrt(2)*sqrt(8)", Fraction(4)),
        ("1/sqrt(2)", root(Fraction(1, 2))),
        ("sqrt(9/4)", Fraction(3, 2)),
        (sympy.sqrt(2) / 3, root(Fraction(2, 9))),
        (sympy.Rational(3, 7), Fraction(3, 7)),
        (0.1, Fraction(1, 10)),
    ],
)
def test_numbers(text: Any, value: Any) -> None:
    assert quantity(text, "x") == value


@pytest.mark.parametrize("text", ["1/sqrt(d)", "3*q^2", "2*(q + 1)/sqrt(d)", "q - (r - s)", "-q"])
def test_an_expression_prints_as_it_is_written(text: str) -> None:
    found = quantity(text, "x")
    assert isinstance(found, Expression)
    assert str(found) == text
    assert quantity(str(found), "x") == found


def test_names_and_what_becomes_of_them() -> None:
    found = quantity("(q + 1)/sqrt(d)", "x")
    assert isinstance(found, Expression)
    assert found.names == ("d", "q")
    assert found.at({"d": Fraction(2), "q": Fraction(1)}) == root(Fraction(2))
    assert str(found.at({"q": Fraction(1, 2)})) == "(1/2 + 1)/sqrt(d)"
    assert quantity("q_1", "x") == "q_1"
    with pytest.raises(InvalidInput, match="divides by zero"):
        found.at({"d": Fraction(0), "q": Fraction(1)})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9^9^9", "brackets"),
        ("(1+q)^99", "degree"),
        ("((1+q)^9)^9", "degree"),
        ("9^999", "300 digits"),
        ("(9^99)^9", "300 digits"),
        ("10^300", "300 digits"),
        ("(" * 25 + "1" + ")" * 25, "brackets"),
        ("sqrt(1 + sqrt(2))", "root of a root"),
        ("sqrt 2", "brackets"),
        ("sqrt(-1)", "no real number"),
        ("1/(1 - 1)", "divides by zero"),
        ("T", "meaning"),
        ("lambda", "meaning"),
        ("inf", "meaning"),
        ("nan", "meaning"),
        ("__import__('os')", "no part"),
        ("q.r", "not expected|no part"),
        ("q[0]", "no part"),
        ("f(q)", "not expected"),
        ("q r", "not expected"),
        ("(q", "not expected"),
        ("q^1.5", "whole number"),
        ("q^r", "whole number"),
        ("", "not expected"),
        ("x" * 300, "longer than 200"),
        ("2٣", "no part"),
        (True, "not an exact number"),
        (float("inf"), "not an exact number"),
    ],
)
def test_what_is_refused_is_one_line(text: Any, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        quantity(text, "x")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


TEXTS = st.recursive(
    st.sampled_from(["q", "r", "2", "3/7"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("({})^{}".format, inner, st.integers(0, 3)),
        st.builds("-{}".format, inner),
    ),
    max_leaves=6,
)


@settings(deadline=None)  # SymPy is loaded in the first one
@given(TEXTS)
def test_values_are_those_that_sympy_finds(text: str) -> None:
    names: dict[str, Callable[..., Any]] = {}
    try:
        found = quantity(text, "x")
    except InvalidInput:  # its degree is too large
        reject()
    known = {"q": Fraction(5, 3), "r": Fraction(-2, 7)}
    if isinstance(found, str):
        found = known[found]
    value = found.at(known) if isinstance(found, Expression) else found
    rationals = {name: sympy.Rational(v.numerator, v.denominator) for name, v in known.items()}
    expected = sympy.parse_expr(text.replace("^", "**"), names | rationals)
    assert not isinstance(value, Surd)
    assert sympy.Rational(value.numerator, value.denominator) == expected
