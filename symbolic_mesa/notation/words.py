"""Sentences about moments, as they are said in text and in LaTeX."""

import re
from collections.abc import Iterable
from decimal import Decimal

import mpmath

from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.printing import about, is_rounded, latex, plain, relation_latex

NOT_EQUAL = r"\neq"
LONGEST = 24  # characters of a number that is written exactly
DIGITS = 10  # of one that is not

_LONG = re.compile(rf"\d{{{LONGEST + 1},}}")

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}",
}  # fmt: skip

_MATHEMATICS = re.compile(
    r"sum over (?:distinct )?(?P<over>[^\[]*?) of "
    r"|E\[(?P<mean>[^]]*)\]"
    r"|dL/d(?P<block>[A-Z]+\d+)\[(?P<row>\w),(?P<column>\w)\]"
    r"|(?P<harmonic>\bH_2\b|\bH\b)"
)


def escaped(text: str) -> str:
    r"""Return text that LaTeX prints as it is.

    >>> print(escaped("50% of x_1"))
    50\% of x\_1
    """
    return "".join(_ESCAPES.get(character, character) for character in text)


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
    """Return a formula in SymPy's syntax, and whether all of its digits are there."""
    text = plain(arranged(formula))
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


def exception_in_latex(one: Exceptional) -> str:
    """Return the same in LaTeX."""
    because = f", because {in_latex(one.reason)}" if one.reason else ""
    return f"except at ${place_in_latex(one)}$: {escaped(_said(one.value))}{because}"


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
    said = ""
    for part in reason:
        if isinstance(part, str):
            said += with_moments(part)
        else:
            formula = arranged(part)
            said = _made_about(said, r"$\approx$") if is_rounded(formula) else said
            said += f"${latex(formula)}$"
    return said


def with_moments(text: str) -> str:
    r"""Return words in LaTeX, the moments and derivatives among them as mathematics.

    >>> print(with_moments("E[x_j^3 x_l] is 50% of H_2"))
    $\mathbb{E}[x_j^{3} x_l]$ is 50\% of $H_{T-2}^{(2)}$
    """
    parts, end = [], 0
    for found in _MATHEMATICS.finditer(text):
        parts += [escaped(text[end : found.start()]), f"${_mathematics(found)}$"]
        end = found.end()
    return "".join([*parts, escaped(text[end:])])


def _mathematics(found: re.Match[str]) -> str:
    over, mean, block = found["over"], found["mean"], found["block"]
    if over:
        return rf"\sum_{{{over.replace('!=', NOT_EQUAL)}}}"
    if mean:
        factors = re.sub(r"\^(\d+)", r"^{\1}", re.sub(r"_(\w\w+)", r"_{\1}", mean))
        return rf"\mathbb{{E}}[{factors}]"
    if block:
        entry = rf"\mathrm{{{block}}}_{{{found['row']}{found['column']}}}"
        return rf"\partial L/\partial {entry}"
    return "H_{T-2}^{(2)}" if found["harmonic"] == "H_2" else "H_{T-2}"
