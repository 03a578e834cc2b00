"""Stated models in LaTeX: every part of a term is there, and TeX takes what comes of it."""

import re

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.export import latex
from symbolic_mesa.export import text as text_format
from symbolic_mesa.notation.statements import side_latex
from symbolic_mesa.stating.files import read_model
from tests.stating import stated

SIDES = {
    "A[i,j] x[t,j]": r"A_{i j} x_{t,j}",
    "- A[i,j] x[t,j] / 2": r"- \frac{1}{2} A_{i j} x_{t,j}",
    "A[i,j] conj(x[t-1,j]) / t - 2/3 x[t+1,i]": (
        r"\frac{1}{t} A_{i j} \overline{x_{t - 1,j}} - \frac{2}{3} x_{t + 1,i}"
    ),
    "3/5 A[i,j] x[t,j] / (t-1)^2": r"\frac{3}{5 (t - 1)^{2}} A_{i j} x_{t,j}",
    "A[i,j] x[t,j] / t^2": r"\frac{1}{t^{2}} A_{i j} x_{t,j}",
    "sum(s = 1 .. t) sum(r = s-1 .. t) A[i,j] x[s,j] delta[k,k] / (t-1)": (
        r"\frac{1}{t - 1} \sum_{s = 1}^{t} \sum_{r = s - 1}^{t} \delta_{k k} A_{i j} x_{s,j}"
    ),
    "sum(s = 1 .. t) A[i,beta] x[t-s+1,beta]": (
        r"\sum_{s = 1}^{t} A_{i,\beta} x_{t - s + 1,\beta}"
    ),
    "A[i,j] x[1,j]": r"A_{i j} x_{1,j}",
}


@pytest.mark.parametrize("text", SIDES)
def test_a_side_has_every_part_of_its_terms(text: str) -> None:
    assert side_latex(read_model(stated(text)).model.prediction) == SIDES[text]


def test_a_harmonic_number_of_order_two_is_squared_in_brackets() -> None:
    """TeX refuses two superscripts, and a reader would not know which is which."""
    prediction = (
        "sum(s = 2 .. t) A[i,j] x[s,j] conj(x[s-1,k]) B[k,l] x[t,l] / (t-1)"
        " + sum(s = 3 .. t) C[i,j] x[s,j] conj(x[s-2,k]) D[k,l] x[t-1,l] / (t-1)"
    )
    weights = {"A": "a I", "B": "b I", "C": "c I", "D": "e I"}
    model = read_model(stated(prediction, weights, steps="t = 3 .. T-1"))
    found = derive(laws.gaussian(1), model=model, results=["minimum-loss"], check=False)
    written = latex.dumps(found)
    assert r"(H_{T-2}^{(2)})^{2}" in written
    assert not re.search(r"\^\{[^{}]*\}\s*\^", written)
    shown = text_format.dumps(found)
    assert "(H_{T-2}^{(2)})^2" in shown
    assert "^{(2)}^" not in shown
