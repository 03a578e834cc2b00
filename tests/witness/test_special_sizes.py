"""Whether a claim at a given d is a case of the one for every d."""

from dataclasses import dataclass
from fractions import Fraction

import pytest

from symbolic_mesa import laws
from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra, algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.record import Claim
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.special_sizes import is_case_of


def field(dim: int | None) -> Algebra:
    return algebra(PROBLEM, Setting(laws.generic(), dim), ("u", "r"), (), ())


EVERY, FIVE = field(None), field(5)
D, U, R = EVERY.field(EVERY.dim), EVERY.symbol("u"), EVERY.symbol("r")
GENERAL = Formula(U / (D + 1), EVERY)
RIGHT, WRONG = Formula(FIVE.symbol("u") / 6, FIVE), Formula(FIVE.symbol("u") / 5, FIVE)


def claim(value: object = None, **parts: object) -> Claim:
    return Claim("a claim", "x", "x", value=value, parts=parts)


def test_a_formula_is_the_general_one_at_that_size() -> None:
    assert is_case_of(claim(RIGHT), claim(GENERAL), {"d": 5})
    assert not is_case_of(claim(WRONG), claim(GENERAL), {"d": 5})
    assert not is_case_of(claim(RIGHT), claim(GENERAL), {"d": 4})
    assert is_case_of(claim(WRONG), claim(GENERAL), {})


def test_one_part_that_is_another_is_seen() -> None:
    general = claim(one=GENERAL, two=GENERAL)
    assert is_case_of(claim(one=RIGHT, two=RIGHT), general, {"d": 5})
    assert not is_case_of(claim(one=RIGHT, two=WRONG), general, {"d": 5})
    assert not is_case_of(claim(one=RIGHT), general, {"d": 5})
    assert not is_case_of(claim(one=RIGHT, two=RIGHT, three=RIGHT), general, {"d": 5})


@dataclass(frozen=True)
class AtDim:
    dim: int


def test_parts_of_another_dimension_are_none() -> None:
    general = Claim("a claim", "x", "x", parts={"one": GENERAL, AtDim(3): GENERAL})
    assert is_case_of(claim(one=RIGHT), general, {"d": 5})
    assert not is_case_of(claim(one=RIGHT), general, {"d": 3})


def test_sums_of_matrices_are_compared_word_by_word() -> None:
    general = claim(MatrixSum(((("A",), GENERAL),)))
    assert is_case_of(claim(MatrixSum(((("A",), RIGHT),))), general, {"d": 5})
    assert not is_case_of(claim(MatrixSum(((("A",), WRONG),))), general, {"d": 5})
    assert not is_case_of(claim(MatrixSum(((("B",), RIGHT),))), general, {"d": 5})
    assert not is_case_of(claim(MatrixSum(())), general, {"d": 5})


def test_closed_forms_agree_to_forty_digits() -> None:
    def root(of: Algebra, radicand: object) -> Closed:
        definition = Definition("r", "sqrt", Formula(of.field(radicand), of))
        return Closed(Formula(of.symbol("r"), of), (definition,))

    general, near = claim(root(EVERY, D + U)), Fraction(1, 10**30)
    u = FIVE.symbol("u")
    assert is_case_of(claim(root(FIVE, u + 5)), general, {"d": 5})
    assert not is_case_of(claim(root(FIVE, u + FIVE.number(5 + near))), general, {"d": 5})
    assert not is_case_of(claim(RIGHT), general, {"d": 5})


@pytest.mark.parametrize(("dim", "said"), [(2, False), (3, True)])
def test_a_verdict_is_that_of_its_exceptions(dim: int, said: bool) -> None:
    place = ((Formula(D, EVERY), Fraction(2)),)
    general = Claim("", "x", "x", value=True, exceptions=(Exceptional(place, value=False),))
    assert is_case_of(claim(said), general, {"d": dim})
    assert not is_case_of(claim(not said), general, {"d": dim})
