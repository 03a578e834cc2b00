"""Sums of products of matrices in three spellings."""

import pytest

from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum, Spelled
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.notation.breaking import Names
from symbolic_mesa.notation.matrix_sums import sum_latex, sum_lines, sum_plain, sum_text
from symbolic_mesa.notation.widths import width
from symbolic_mesa.setting import Setting

FIELD = algebra(PROBLEM, Setting(laws.generic()), ("u", "sigma"), (), ())
ONE, U, SIGMA = FIELD.field.one, FIELD.symbol("u"), FIELD.symbol("sigma")


def side(*terms: tuple[Spelled, object]) -> MatrixSum:
    return MatrixSum(tuple((word, Formula(FIELD.field(x), FIELD)) for word, x in terms))


GAP = side((("Lambda", "A", "Lambda"), ONE), (("Lambda", "Lambda"), -ONE))


def test_a_matrix_has_an_exponent_where_it_stands_more_than_once() -> None:
    assert sum_latex(GAP) == r"\Lambda A \Lambda - \Lambda^{2}"
    assert sum_text(GAP) == "Λ A Λ - Λ²"
    assert sum_text(GAP, unicode=False) == "Lambda A Lambda - Lambda^2"
    assert sum_plain(GAP) == "(1) Lambda A Lambda + (-1) Lambda Lambda"


def test_inverses_and_transposes_are_written_each_time() -> None:
    every = side((("Lambda^-1", "Lambda^-1", "A'", "A'"), ONE))
    assert sum_latex(every) == r"\Lambda^{-1} \Lambda^{-1} A^{\top} A^{\top}"
    assert sum_text(every) == "Λ⁻¹ Λ⁻¹ Aᵀ Aᵀ"
    assert sum_text(every, unicode=False) == "Lambda^-1 Lambda^-1 A' A'"


@pytest.mark.parametrize(
    ("coefficient", "text", "tex"),
    [
        (-ONE, "-A", "-A"),
        (2 * ONE, "2 A", "2 A"),
        (U, "u A", "u A"),
        (-SIGMA / 2, "-(σ/2) A", r"-\frac{\sigma}{2} A"),
        (U + SIGMA, "(u + σ) A", r"\left(u + \sigma\right) A"),
        (1 / (U + SIGMA), "(1/(u + σ)) A", r"\frac{1}{u + \sigma} A"),
    ],
)
def test_a_coefficient_is_in_brackets_where_it_would_be_torn(
    coefficient: object, text: str, tex: str
) -> None:
    assert sum_text(side((("A",), coefficient))) == text
    assert sum_latex(side((("A",), coefficient))) == tex


def test_no_matrix_is_the_identity_and_no_term_is_0() -> None:
    unit = side(((), U))
    assert (sum_text(unit), sum_latex(unit), sum_plain(unit)) == ("u I", "u I", "(u) I")
    assert (sum_text(side()), sum_latex(side())) == ("0", "0")
    assert sum_lines(side(), 10.0, Names("P")) == ["0"]


def test_a_sum_is_broken_before_the_sign_of_a_term() -> None:
    whole = sum_latex(GAP)
    assert sum_lines(GAP, width(whole), Names("P")) == [whole]
    narrow = width(whole) - 0.1
    assert sum_lines(GAP, narrow, Names("P")) == [r"\Lambda A \Lambda", r"- \Lambda^{2}"]
