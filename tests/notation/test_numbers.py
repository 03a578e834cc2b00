"""Rounded numbers stand after ≈, exact ones after =; no line breaks inside a number."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic_mesa import Results, derive, laws
from symbolic_mesa.export import latex, text
from symbolic_mesa.formulas.decimals import Decimals, Rounded
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.notation.closed_forms import closed_text
from symbolic_mesa.notation.lines import broken, wrapped
from symbolic_mesa.notation.tex import number_latex

LONG = Fraction(123456789012345, 1000000)
SPLIT = re.compile(r"[\w.]+")


def spectrum(law: TokenLaw, init: tuple[int, int], length: int = 100) -> Results:
    return derive(law, 5, length, ["hessian-spectrum"], check=False, init=init)


@pytest.fixture(scope="module")
def rounded() -> Results:
    """A fixed point whose numbers are too long to be written out."""
    ids = ["fixed-point", "loss", "kappa-2"]
    return derive(laws.gaussian(LONG), 5, 100, ids, check=False)


def test_rounded_numbers_stand_after_about_in_text(rounded: Results) -> None:
    lines = text.dumps(rounded).splitlines()
    assert any(line.strip().startswith("L ≈ ") for line in lines)
    assert any(line.strip().startswith("κ₂ ≈ ") for line in lines)
    assert "L ~= " in text.dumps(rounded, "ascii")
    assert "≈" not in text.dumps(rounded, "ascii")


def test_rounded_numbers_are_typeset_as_powers_of_ten(rounded: Results) -> None:
    typeset = re.sub(r"\\(label|ref)\{.*?\}", "", latex.dumps(rounded))
    assert re.search(r"\\kappa_2 = [^=]* \\approx \d\.\d+ \\times 10\^\{\d+\}", typeset)
    assert not re.search(r"\de[+-]?\d", re.sub(r"\\(label|eqref|ref)\{[^}]*\}", "", typeset))
    for result in rounded.values():
        assert r"\approx" in result._repr_latex_()
        assert not re.search(r"\de ?[+-]? ?\d", result.latex)


def test_exact_numbers_stand_after_equality() -> None:
    found = derive(laws.gaussian(1), 5, 100, ["fixed-point", "kappa-2"], check=False)
    written = text.dumps(found)
    assert "κ₂ = 15" in written
    assert "ab ≈ 0.1919050885" in written
    assert "ab = 0.19" not in written
    assert r"\approx 0.191905" in latex.dumps(found)
    assert r"\kappa_2 = \mathbb{E}[x_{j}^{6}] = 15" in latex.dumps(found)


def test_a_number_in_latex() -> None:
    assert number_latex("1.5e+8") == r"1.5 \times 10^{8}"
    assert number_latex("588") == "588"


@pytest.mark.parametrize(("scale", "length", "exact"), [(1, 100, "98"), (1, 12, "10")])
def test_an_exact_eigenvalue_is_written_exactly(scale: int, length: int, exact: str) -> None:
    found = spectrum(laws.rademacher(scale), (1, 1), length)
    written = text.dumps(found)
    assert f"traceless diagonal (d - 1 times) = {exact}\n" in written
    assert f"= {exact}" in latex.dumps(found)
    parts = found["hessian-spectrum"].parts
    assert parts is not None
    assert exact in parts.values()


def test_other_eigenvalues_are_written_with_ten_digits() -> None:
    found = spectrum(laws.gaussian(1), (1, 2))
    numbers = re.findall(r"≈ ([\d.]+)", text.dumps(found))
    assert len(numbers) > 20
    assert all(len(number.replace(".", "").lstrip("0")) == 10 for number in numbers)
    assert not re.search(r"[=≈] \d+\.\d{12}", text.dumps(found))
    assert r"\approx" in latex.dumps(found)
    parts = found["hessian-spectrum"].parts
    assert parts is not None
    rounded = [side for side in parts.values() if isinstance(side, Rounded)]
    assert {len(side.replace(".", "").lstrip("0")) for side in rounded} == {30}  # for programs


def test_eigenvalues_that_are_near_a_short_decimal_are_not_taken_for_it() -> None:
    near = Decimals((("", "98.0000000000000000000000000000"),))
    assert isinstance(near.sides[""], Rounded)
    exact = Decimals(near.texts, exact=("",))
    assert exact.sides == {"": "98"}
    assert not isinstance(exact.sides[""], Rounded)
    assert Decimals((("", "0"),)).sides == {"": "0"}


@given(
    st.lists(st.from_regex(r"[a-z]{1,9}|\d{1,30}|\d{1,9}\.\d{1,9}", fullmatch=True), min_size=1),
    st.sampled_from([" + ", " - ", "⋅", "*", " "]),
    st.integers(12, 60),
)
def test_lines_break_between_numbers(words: list[str], joint: str, width: int) -> None:
    row = joint.join(words)
    pieces = broken([row], 0, width, unicode=True)
    assert SPLIT.findall(pieces) == words
    assert SPLIT.findall("\n".join(wrapped(row, width))) == words
    longest = max(map(len, words)) + 8
    assert max(map(len, pieces.splitlines())) <= max(width, longest)


def test_rows_of_a_fraction_break_at_one_column() -> None:
    rows = ["  1 + " * 20, "─" * 120, "  x + " * 20]
    first, *_ = broken(rows, 1, 60, unicode=True).split("\n\n")
    assert len({len(line) for line in first.splitlines()}) == 1


def test_no_number_of_a_long_formula_is_split() -> None:
    """In columns so narrow that products are broken too."""
    found = derive(laws.gaussian(1), 5, 100, ["hessian-spectrum"], check=False)["hessian-spectrum"]
    pictures = (
        closed_text("x", side, 16, unicode=True) for side in found.step.claim.parts.values()
    )
    lines = [line for picture in pictures for line in picture.splitlines() if "↪" in line]
    assert len(lines) > 8
    for line in lines:
        left, _, right = line.strip().strip("↪").strip().partition("↪")
        assert not right
        assert not left.startswith(("₁", "₂", "₃"))
