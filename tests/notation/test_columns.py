"""Equations in a terminal: no line is too wide, none breaks inside a bracket, nothing is lost."""

import re

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.printing import pretty
from tests.exhaustive import first

WIDTH = 81
EACH: list[tuple[TokenLaw, str]] = [
    (laws.gaussian_vector("diag"), "theorem-4.1"),
    (laws.gaussian(), "single-token-head"),
    (laws.exchangeable(), "symmetric-manifold"),
    (laws.student_t(), "theorem-4.1"),
    (laws.beta(), "theorem-4.1"),
    (laws.equicorrelated_gaussian(), "symmetric-manifold"),
]
OPENING, CLOSING = "(⎛⎜⎝", ")⎞⎟⎠"


def formulas(law: TokenLaw, theorem: str) -> list[Formula]:
    found = derive(law, theorem=theorem, check=False)
    sides = [
        side
        for one in found.values()
        if not one.step.obstacle
        for side in (one.step.claim.value, *one.step.claim.parts.values())
    ]
    return [side for side in sides if isinstance(side, Formula)]


@pytest.mark.parametrize(("law", "theorem"), [first(EACH, 6)[0], *EACH[1:3]])
@pytest.mark.parametrize("width", [WIDTH, 60])
def test_no_line_is_too_wide_or_ends_in_a_bracket(law: TokenLaw, theorem: str, width: int) -> None:
    for formula in formulas(law, theorem):
        text = pretty("L", arranged(formula), width)
        for line in text.splitlines():
            assert len(line) <= width
            opened = sum(line.count(sign) for sign in OPENING)
            assert opened == sum(line.count(sign) for sign in CLOSING)
        assert "↪" not in text


def test_a_sum_that_gets_a_name_is_said_below() -> None:
    (loss,) = formulas(laws.gaussian_vector("diag"), "theorem-4.1")
    text = pretty("L", arranged(loss), WIDTH)
    assert text.index("L = ") < text.index("P₁ = ")
    assert "P_1" in pretty("L", arranged(loss), WIDTH, unicode=False)


def test_every_name_is_another() -> None:
    (loss,) = [f for f in formulas(laws.gaussian(), "single-token-head") if "T" in f.symbols][:1]
    text = pretty("L", arranged(loss), WIDTH)
    said = re.findall(r"(P.) = ", text)
    assert len(said) == len(set(said)) >= 2
    for name in said:
        assert text.count(name) >= 2  # where it is used, and what it is


def test_a_formula_that_fits_is_on_one_line() -> None:
    found = derive(laws.gaussian(), results=["fixed-point"], check=False)["fixed-point"]
    assert found.formula is not None
    assert "P₁" not in pretty("ab", arranged(found.formula), WIDTH)


def test_theorems_are_registered() -> None:
    assert {theorem for _, theorem in EACH} <= set(REGISTRY)
