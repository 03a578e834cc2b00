"""A formula that fits stays as it is, and one that is a column wider is broken."""

from dataclasses import replace

import pytest

from symbolic_mesa.notation.brief import LONGEST, claim_line
from symbolic_mesa.notation.lines import broken
from symbolic_mesa.record import Claim

ROWS = ["  1      1", "───── + ──", "x + 1   y "]


def test_what_is_exactly_as_wide_as_a_line_stays_whole() -> None:
    whole = "\n".join(row.rstrip() for row in ROWS)
    assert broken(ROWS, 1, 10, unicode=True) == whole
    assert broken(ROWS, 1, 11, unicode=True) == whole


@pytest.mark.parametrize(("unicode", "mark"), [(True, "↪"), (False, ">")])
def test_what_is_wider_is_continued_behind_a_mark(unicode: bool, mark: str) -> None:
    found = broken(ROWS, 1, 9, unicode)
    first, second = found.split("\n\n")
    assert all(line.endswith(f" {mark}") for line in first.splitlines())
    assert all(line.startswith(f"{mark} ") for line in second.splitlines())
    assert max(map(len, found.splitlines())) <= 9
    assert "+" in second


CLAIM = Claim("a claim", "x", "x")


def test_an_equation_is_cut_where_it_is_longer_than_a_line() -> None:
    fits = int("1" * (LONGEST - len("x = ")))
    assert claim_line(replace(CLAIM, value=fits)) == f"x = {fits}"
    found = claim_line(replace(CLAIM, value=10 * fits))
    assert found == f"x = {fits}…"
    assert len(found) == 81


def test_the_others_of_several_equations_are_counted() -> None:
    several = replace(CLAIM, parts={"one": 1, "two": 2, "three": 3})
    assert claim_line(several).endswith(" = 1 (and 2 more)")


def test_a_verdict_stands_after_a_colon() -> None:
    assert claim_line(replace(CLAIM, value=True)) == "x: true"


def test_what_is_no_formula_stands_in_its_own_words() -> None:
    assert claim_line(replace(CLAIM, value="saddle")) == "x = saddle"
