"""What stands in the displays of a claim: left-hand side, relation, lines, and the case."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.decimals import Rounded
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.breaking import INDENT, Names, lines_of
from symbolic_mesa.notation.keys import Headed, part_words
from symbolic_mesa.notation.matrix_sums import sum_lines
from symbolic_mesa.notation.phrases import as_formula, conditions
from symbolic_mesa.notation.products import as_latex
from symbolic_mesa.notation.sides import is_written_out, rounded, side_latex, side_relation, sides
from symbolic_mesa.notation.tex import number_latex
from symbolic_mesa.notation.widths import width
from symbolic_mesa.record import Claim

NUMBER = 32.0  # points that the number of an equation takes
WIDE = 0.3  # of a line: a wider left-hand side stands on a line of its own, if it must
CASE = 40.0  # points that the brace, the gap and the word of a case take
MARK = 5.0  # points that the mark after an equation takes, and widths may be short of
_TEXT = re.compile(r"\\text\{[^{}]*\}")
_POLYNOMIAL = re.compile(r"polynomial in (\w+)$")
_VALUE = 6  # digits of a number beside its fraction


@dataclass(frozen=True)
class Row:
    """An equation.

    Attributes:
        left: its left-hand side; empty where there is none.
        relation: the sign after it.
        lines: its right-hand side.
        case: when it holds, as a formula; empty where it always does.
        words: what it is about, in words, where no formula says it.
        part: the part of the claim.
    """

    left: str
    relation: str
    lines: tuple[str, ...]
    case: str = ""
    words: str = ""
    part: str = ""

    @property
    def width(self) -> float:
        """The width of the widest line."""
        first = width(f"{self.left} {self.relation} {self.lines[0]}")
        start = width(f"{self.left} {self.relation}") + INDENT
        return max([first, *(start + width(line) for line in self.lines[1:])])

    def is_wide(self, room: float) -> bool:
        """Whether its left-hand side stands on a line of its own."""
        return bool(self.left) and width(self.left) > WIDE * room


def rows_of(claim: Claim, room: float, names: Names) -> list[Row]:
    """Return the equations of a claim; verdicts, which are said in words, are none."""
    keys = {part_words(key): key for key in claim.parts}
    heads = {
        part: _under_heading(part, keys.get(part)) or _headed(claim, part)
        for part, side in sides(claim).items()
        if not is_verdict(side)
    }
    return laid_out([(head, sides(claim)[part]) for part, head in heads.items()], room, names)


def laid_out(equations: Sequence[tuple[Row, Any]], room: float, names: Names) -> list[Row]:
    """Return equations that are aligned at their relations, with their lines.

    Args:
        equations: rows without lines, and their right-hand sides.
        room: the width of a line.
        names: the names of wide sums.
    """
    lefts = [width(f"{row.left} =") for row, _ in equations if row.left and not row.is_wide(room)]
    before = max(lefts, default=0.0)
    return [_with_lines(row, side, room, before, names) for row, side in equations]


def verdicts_of(claim: Claim) -> dict[str, bool | str]:
    """Return what is said in words, by part."""
    return {part: side for part, side in sides(claim).items() if is_verdict(side)}


def is_verdict(side: Any) -> bool:
    """Whether a right-hand side is said in words."""
    return isinstance(side, bool) or (isinstance(side, str) and not side_is_number(side))


def side_is_number(text: str) -> bool:
    """Whether a text is a decimal number."""
    return text.lstrip("-")[:1].isdigit()


def _under_heading(part: str, key: Hashable) -> Row | None:
    """Return a row of a quantity that has a name, and its heading before it."""
    if not isinstance(key, Headed):
        return None
    left = as_formula(key.name)
    return None if left is None else Row(left, "=", (), words=key.heading, part=part)


def _headed(claim: Claim, part: str) -> Row:
    """Return a row with its left-hand side, its case and its words."""
    left = claim.latex
    if not part:
        return Row("" if _TEXT.search(left) else left, "=", (), part=part)
    whole = as_formula(part)
    if whole is not None:
        if left and not _TEXT.search(left) and is_condition(whole):
            return Row(left, "=", (), case=whole, part=part)
        if _TEXT.search(left) and r"\mathbb" not in whole:  # no moment: a quantity by its name
            return Row(f"{left}({whole})", "=", (), part=part)
        return Row(whole, r"\colon" if left and not _TEXT.search(left) else "=", (), part=part)
    polynomial = _POLYNOMIAL.search(part)
    if polynomial:
        return Row(f"p({as_formula(polynomial[1])})", "=", (), words=part, part=part)
    if not left and part.isalpha():
        return Row(rf"\text{{{part}}}", "=", (), part=part)
    name, _, rest = part.partition(", ")
    case = conditions(rest) if rest else None
    if not left and case and (named := as_formula(name)) is not None:
        return Row(named, "=", (), case=case, part=part)
    return Row("" if _TEXT.search(left) else left, "=", (), words=part, part=part)


def is_condition(formula: str) -> bool:
    r"""Whether a formula says that something is so.

    >>> is_condition("a > 0"), is_condition(r"\sum_{r \neq s} x_{r}")
    (True, False)
    """
    while formula != (without := re.sub(r"\{[^{}]*\}", "", formula)):
        formula = without
    return bool(re.search(r"=|<|>|\\le\b|\\ge\b|\\neq", formula))


def _with_lines(row: Row, side: Any, room: float, before: float, names: Names) -> Row:
    relation = row.relation if row.relation == r"\colon" else side_relation(side)
    if row.is_wide(room):
        before = max(before, 2 * INDENT + width("="))
    left = room - before - MARK - (width(row.case) + CASE if row.case else 0.0)
    formula = side.formula if isinstance(side, Closed) else side
    if isinstance(formula, Formula):
        lines = lines_of(arranged(formula), left, names)
    elif is_written_out(side):
        lines = _written_out(side, left)
    elif isinstance(side, MatrixSum):
        lines = sum_lines(side, left - INDENT, names)
    else:
        text = str(side.to(10)) if isinstance(side, Rounded) else side_latex(side) or str(side)
        lines = [number_latex(text) if isinstance(side, Rounded) else text]
    return replace(row, relation=relation, lines=tuple(_valued(lines, side, left)))


def _written_out(side: Any, room: float) -> list[str]:
    whole = as_latex(side)
    if width(whole) <= room:
        return [whole]
    parts = [as_latex((term,)) for term in side]
    return [parts[0], *(f"+ {part}" for part in parts[1:])]


def _valued(lines: list[str], side: Any, room: float) -> Iterator[str]:
    """Yield lines, the last with the decimal that a fraction reads as."""
    value = rounded(side)
    if value is None:
        yield from lines
        return
    about = rf"\approx {number_latex(f'{value:.{_VALUE}g}')}"
    *before, last = lines
    yield from before
    if width(f"{last} {about}") <= room - INDENT * bool(before):
        yield f"{last} {about}"
    else:
        yield from (last, about)
