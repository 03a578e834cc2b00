"""The right-hand sides of claims, whatever they are, as people and programs read them.

A side is a formula, a prediction written out in coordinates, a verdict, a whole number, or numbers
known to so many digits.
"""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from re import match
from typing import Any

from symbolic_mesa.engine.reduction import ScaledTerm
from symbolic_mesa.formulas.closed_forms import Closed, Definition
from symbolic_mesa.formulas.decimals import Decimals, Rounded, double
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import Entries, MatrixSum
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.closed_forms import closed_latex, closed_plain, closed_text
from symbolic_mesa.notation.columns import Names, names_beside
from symbolic_mesa.notation.keys import part_words
from symbolic_mesa.notation.lines import wrapped
from symbolic_mesa.notation.matrix_sums import (
    entries_latex,
    entries_text,
    sum_latex,
    sum_plain,
    sum_text,
)
from symbolic_mesa.notation.names import escaped, name_latex
from symbolic_mesa.notation.phrases import conditions, in_tex
from symbolic_mesa.notation.printing import (
    about,
    plain,
    pretty,
    reads_as_number,
)
from symbolic_mesa.notation.products import as_latex, as_text
from symbolic_mesa.notation.tex import latex, number_latex, relation_latex
from symbolic_mesa.record import Claim

Sides = Mapping[str, Any]
LONGEST_NAME = 40  # characters on the left of an equation
DIGITS = 10  # of a number that is rounded
PRODUCT = "ab"
SCALE = r"(a|b|ab|alpha|beta)(_\d+)?'?$"  # the name of a scale, or of its velocity


def sides(claim: Claim) -> Sides:
    """Return the right-hand sides by name; the name of the only one is empty."""
    if isinstance(claim.value, Decimals):
        return {part_words(key): text for key, text in claim.value.sides.items()}
    return {part_words(key): side for key, side in claim.parts.items()} or {"": claim.value}


def formulas(claim: Claim) -> tuple[Formula | Closed, ...]:
    """Return what is a formula: right-hand sides, parts of reasons, places of exceptions."""
    every = [*sides(claim).values(), *claim.reason]
    for one in claim.exceptions:
        every += [*(left for left, _ in one.where), *one.reason]
    every += [form for side in every if isinstance(side, MatrixSum) for form in side.formulas]
    return tuple(side for side in every if isinstance(side, Formula | Closed))


def side_expr(side: Any) -> str | None:
    """Return a right-hand side in SymPy's syntax, when it is a formula or a number."""
    if isinstance(side, Formula):
        return plain(arranged(side))
    if isinstance(side, Closed):
        return closed_plain(side)
    if isinstance(side, MatrixSum):
        return sum_plain(side)
    if isinstance(side, str):
        return side if _is_number(side) else None
    return str(side) if isinstance(side, int) and not isinstance(side, bool) else None


def side_latex(side: Any) -> str | None:
    """Return a right-hand side in LaTeX."""
    if isinstance(side, Formula):
        return latex(arranged(side))
    if isinstance(side, bool):
        return rf"\text{{{_truth(side)}}}"
    if isinstance(side, Closed):
        return closed_latex(side)
    if isinstance(side, MatrixSum):
        return sum_latex(side)
    if isinstance(side, Entries):
        return entries_latex(side)
    if isinstance(side, str) and not _is_number(side):
        return rf"\text{{{escaped(side)}}}"
    if isinstance(side, int | str):
        return number_latex(_digits(side))
    return as_latex(side) if is_written_out(side) else None


def side_value(side: Any) -> Any:
    """Return a right-hand side as a number, a verdict, or numbers by name; None for a symbol."""
    if isinstance(side, Formula | Closed | Entries):
        return side.value
    if isinstance(side, Decimals):
        found = side.value
        if not isinstance(found, Mapping):
            return found
        return {part_words(key): number for key, number in found.items()}
    if isinstance(side, str):
        return double(side) if _is_number(side) else side
    return side if isinstance(side, int) else None


def equations(claim: Claim, width: int, unicode: bool) -> Iterator[str]:
    """Yield the claim's equations in two dimensions of text, one for each side.

    A definition that an equation before has given is not repeated.
    """
    given: dict[str, Definition] = {}
    names = names_beside(_taken(claim))
    for part, side in sides(claim).items():
        shown = side
        if isinstance(side, Closed):
            new = tuple(one for one in side.where if given.get(one.name) != one)
            shown = replace(side, where=new)
            given |= {one.name: one for one in new}
        yield equation(label(claim, part), shown, width, unicode, names)


def _taken(claim: Claim) -> set[str]:
    """Return the names in the formulas of a claim."""
    every = formulas(claim)
    defined = {one.name for side in every if isinstance(side, Closed) for one in side.where}
    return defined.union(*(side.names for side in every))


def label(claim: Claim, part: str) -> str:
    """Return the left-hand side of one part."""
    name, case = (claim.name, part) if claim.name else parted(part)
    return f"{name} ({case})" if name and case else name or case


def parted(part: str) -> tuple[str, str]:
    """Return the name of a quantity and its case, where a part has both.

    >>> parted("a, a_0 + b_0 > 0"), parted("rate"), parted("a wide, open thing")
    (('a', 'a_0 + b_0 > 0'), ('rate', ''), ('a wide, open thing', ''))
    """
    name, _, case = part.partition(", ")
    return (name, case) if case and conditions(case) else (part, "")


def latex_label(claim: Claim, part: str) -> str:
    """Return the left-hand side of one part in LaTeX."""
    if not claim.latex:
        name, case = parted(part)
        left = _name_latex(name) if match(SCALE, name) else rf"\text{{{in_tex(name)}}}"
        return left + (rf"\text{{ ({in_tex(case)})}}" if case else "")
    return claim.latex + (rf"\text{{ ({in_tex(part)})}}" if part else "")


def _name_latex(name: str) -> str:
    r"""Return the name of a scale, or of its velocity, in LaTeX.

    >>> print(_name_latex("alpha'"), _name_latex("a_1"))
    \dot{\alpha} a_{1}
    """
    scale, prime, _ = name.partition("'")
    symbol = scale if scale == PRODUCT else name_latex(scale)
    return rf"\dot{{{symbol}}}" if prime else symbol


def equation(name: str, side: Any, width: int, unicode: bool, names: Names | None = None) -> str:
    """Return one equation in two dimensions of text, a long name on lines of its own."""
    if len(name) > LONGEST_NAME:
        right = textwrap.dedent(equation("", side, width - 2, unicode, names)).strip("\n")
        return "\n".join([*wrapped(name, width), textwrap.indent(right, "  ")])
    if isinstance(side, Formula):
        return pretty(name, arranged(side), width, unicode, names)
    if is_written_out(side):
        return f"{name} = {as_text(side)}"
    if isinstance(side, Closed):
        return closed_text(name, side, width, unicode, names)
    if isinstance(side, MatrixSum):
        return "\n".join(wrapped(f"{name} = {sum_text(side, unicode)}", width))
    if isinstance(side, Entries):
        return "\n".join(wrapped(f"{name} = {entries_text(side)}", width))
    if isinstance(side, bool):
        return f"{name}: {_truth(side)}"
    sign = about(unicode) if isinstance(side, Rounded) else "="
    return f"{name} {sign} {_digits(side)}"


def side_relation(side: Any) -> str:
    """Return the sign between a left-hand side and a right-hand one in LaTeX."""
    if isinstance(side, bool):
        return ":"
    formula = side.formula if isinstance(side, Closed) else side
    if isinstance(formula, Formula):
        return relation_latex(arranged(formula))
    return r"\approx" if isinstance(side, Rounded) else "="


def _digits(number: int | str) -> str:
    """Return a number as it is read: of one that is rounded, ten digits."""
    return number.to(DIGITS) if isinstance(number, Rounded) else str(number)


def rounded(side: Any) -> float | None:
    """Return the number that a formula is, unless it already reads as one."""
    if isinstance(side, Closed) and side.where:
        return side.value
    side = side.formula if isinstance(side, Closed) else side
    if not isinstance(side, Formula) or reads_as_number(arranged(side)):
        return None
    return side.value


def is_written_out(side: Any) -> bool:
    """Whether a right-hand side is a prediction in coordinates."""
    return isinstance(side, tuple) and all(isinstance(term, ScaledTerm) for term in side)


def _is_number(text: str) -> bool:
    return text.lstrip("-")[:1].isdigit()


def _truth(verdict: bool) -> str:
    return "true" if verdict else "false"
