"""Closed forms on one line, with their definitions put in; equations with long names."""

import math

import pytest
import sympy

from symbolic_mesa import laws
from symbolic_mesa.formulas.closed_forms import Closed, Definition, Function
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import algebra
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.notation.closed_forms import closed_plain
from symbolic_mesa.notation.sides import LONGEST_NAME, equation
from symbolic_mesa.setting import Setting

FIELD = algebra(PROBLEM, Setting(laws.generic()), ("p", "u", "v"), (), (1,))
P, U, V = (FIELD.symbol(name) for name in "puv")


def formula(element: object) -> Formula:
    return Formula(FIELD.field(element), FIELD)


def number_of(text: str) -> float:
    return float(sympy.sympify(text).subs(sympy.Symbol("p"), 2))


@pytest.mark.parametrize(
    ("function", "number"),
    [
        ("value", 27),
        ("sqrt", 9),
        ("exp", 3 * math.exp(6)),
        ("log", 3 * math.log(3) ** 2),
    ],
)
def test_a_definition_is_put_in_as_its_function(function: Function, number: float) -> None:
    form = Closed(formula(3 * U**2), (Definition("u", function, formula(P + 1)),))
    assert number_of(closed_plain(form)) == pytest.approx(number)
    assert float(form.at({"p": 2})) == pytest.approx(number)
    assert ("u" in closed_plain(form)) is False


def test_a_definition_rests_on_one_before_it() -> None:
    where = (Definition("u", "value", formula(P + 1)), Definition("v", "sqrt", formula(U + P)))
    assert number_of(closed_plain(Closed(formula(V - U), where))) == pytest.approx(5**0.5 - 3)


def test_a_long_name_stands_on_lines_of_its_own() -> None:
    words = "the value where every coordinate is one"
    short, long = words.ljust(LONGEST_NAME, "s"), words.ljust(LONGEST_NAME + 1, "s")
    assert equation(short, formula(P + 1), 80, True) == f"{short} = p + 1"
    assert equation(long, formula(P + 1), 80, True) == f"{long}\n  = p + 1"
