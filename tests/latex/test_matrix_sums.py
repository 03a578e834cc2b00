"""Sums of words over lines: broken between terms, and sums in coefficients by names."""

from pathlib import Path

from symbolic_mesa import derive, load_model
from symbolic_mesa.notation.breaking import Names
from symbolic_mesa.notation.matrix_sums import sum_latex, sum_lines
from symbolic_mesa.notation.widths import width

REGRESSION = Path(__file__).parents[2] / "docs" / "regression.toml"


def test_a_coefficient_that_is_wider_than_a_line_has_its_sum_named() -> None:
    side = derive(model=load_model(REGRESSION), check=False)["gradient-A"].step.claim.value
    whole, names = width(sum_latex(side)), Names("P")
    assert sum_lines(side, whole + 1, names) == [sum_latex(side)]
    assert not names.waiting
    narrow = 75.0
    lines = sum_lines(side, narrow, names)
    assert len(lines) > 1
    assert max(map(width, lines)) <= narrow
    explained = dict(names.explained(narrow))
    assert explained
    assert all(name in " ".join(lines) for name in explained)
