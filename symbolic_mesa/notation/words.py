"""Sentences about moments, as they are said in text and in LaTeX."""

import re
from collections.abc import Iterable
from decimal import Decimal

import mpmath

from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.formula_tokens import hole
from symbolic_mesa.notation.names import escaped
from symbolic_mesa.notation.phrases import in_tex
from symbolic_mesa.notation.printing import about, is_rounded, spoken
from symbolic_mesa.notation.tex import latex, relation_latex

LONGEST = 24  # characters of a number that is written exactly
DIGITS = 10  # of one that is not

_LONG = re.compile(rf"\d{{{LONGEST + 1},}}")


def in_words(reason: Iterable[str | Formula], unicode: bool = True) -> str:
    """Return words and formulas as a sentence; numbers with many digits become decimals."""
    said = ""
    for part in reason:
        if isinstance(part, str):
            said += part
        else:
            text, exact = _plain(part)
            said = (said if exact else _made_about(said, about(unicode))) + text
    return said


def _made_about(words: str, sign: str) -> str:
    """Return words that end before a rounded number, with its sign instead of that of equality."""
    return f"{words.removesuffix('= ')}{sign} " if words.endswith(" = ") else words


def _plain(formula: Formula) -> tuple[str, bool]:
    """Return a formula as it stands in a sentence, and whether all of its digits are there."""
    text = spoken(arranged(formula))
    if formula.symbols:
        short = _LONG.sub(lambda number: f"{Decimal(number[0]):.{DIGITS}g}", text)
        return short, short == text
    if len(text) <= LONGEST:
        return text, True
    return str(mpmath.nstr(real(formula.at({})), DIGITS)), False


def exception_in_words(one: Exceptional, unicode: bool = True) -> str:
    """Return what a claim says at an exceptional place, and why, as a sentence."""
    because = f", because {in_words(one.reason, unicode)}" if one.reason else ""
    return f"except at {place_in_words(one, unicode)}: {_said(one.value)}{because}"


def exception_as_mathematics(one: Exceptional) -> str:
    """Return what a claim says at an exceptional place as one piece of mathematics."""
    return rf"\text{{except at }} {place_in_latex(one)} \text{{: {escaped(_said(one.value))}}}"


def place_in_words(one: Exceptional, unicode: bool = True) -> str:
    """Return the equations of an exceptional place."""
    sides = ((*_plain(left), number) for left, number in one.where)
    return " and ".join(
        f"{text} {'=' if exact else about(unicode)} {number}" for text, exact, number in sides
    )


def place_in_latex(one: Exceptional) -> str:
    """Return the same in LaTeX, as one piece of mathematics."""
    sides = ((arranged(left), number) for left, number in one.where)
    return r" \text{ and } ".join(
        f"{latex(left)} {relation_latex(left)} {number}" for left, number in sides
    )


def _said(value: bool | str | None) -> str:
    return "not decided" if value is None else str(value).lower()


def in_latex(reason: Iterable[str | Formula]) -> str:
    """Return words and formulas as a sentence in LaTeX."""
    said, formulas = "", list[str]()
    for part in reason:
        if isinstance(part, str):
            said += part
            continue
        product = arranged(part)
        said = _made_about(said, "~=") if is_rounded(product) else said
        said += hole(len(formulas))
        formulas.append(latex(product))
    return in_tex(said, formulas=formulas)
