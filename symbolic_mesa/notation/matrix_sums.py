"""Sums of products of matrices as text and in LaTeX."""

import re
from fractions import Fraction
from itertools import groupby

from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import Entries, MatrixSum, Spelled
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.breaking import Names, line_of
from symbolic_mesa.notation.names import SUPERSCRIPTS, name_latex, name_text
from symbolic_mesa.notation.printing import plain, spoken
from symbolic_mesa.notation.tex import latex
from symbolic_mesa.notation.widths import width
from symbolic_mesa.text.letters import parted, uninverted

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_BRACKET = re.compile(r"\([^()]*\)")  # one that holds all


LONGEST = 12  # characters of an entry that is written as a fraction


def entries_text(side: Entries) -> str:
    """Return a matrix of numbers as a line of text.

    >>> from fractions import Fraction
    >>> entries_text(Entries(((Fraction(3, 2), Fraction(0)), (Fraction(0), Fraction(1, 10**12)))))
    '[[3/2, 0], [0, 1e-12]]'
    """
    rows = (", ".join(map(_entry, row)) for row in side.rows)
    return f"[{', '.join(f'[{row}]' for row in rows)}]"


def entries_latex(side: Entries) -> str:
    """Return a matrix of numbers in LaTeX."""
    body = r" \\ ".join(" & ".join(map(_entry, row)) for row in side.rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def _entry(entry: Fraction) -> str:
    return str(entry) if len(str(entry)) <= LONGEST else f"{float(entry):.10g}"


def sum_text(side: MatrixSum, unicode: bool = True) -> str:
    """Return a sum as a line of text."""
    terms = [_term_text(word, formula, unicode) for word, formula in side]
    return _joined(terms)


def sum_plain(side: MatrixSum) -> str:
    """Return a sum with formulas in SymPy's syntax, matrices by their names."""
    return " + ".join(
        f"({plain(arranged(formula))}) {' '.join(word) or 'I'}" for word, formula in side
    )


def sum_latex(side: MatrixSum) -> str:
    """Return a sum in LaTeX."""
    return _joined([_term_latex(word, latex(arranged(formula))) for word, formula in side])


def sum_lines(side: MatrixSum, room: float, names: Names) -> list[str]:
    """Return a sum in LaTeX on as few lines as there must be, broken between terms.

    Args:
        side: the sum.
        room: the width of a line.
        names: those of sums in coefficients that are wider than a line.
    """
    lines: list[str] = []
    for k, (word, formula) in enumerate(side):
        beside = room - width(_letters_latex(word)) - width("+ ")
        term = _term_latex(word, line_of(arranged(formula), beside, names))
        term = term if not k else f"- {term[1:].lstrip()}" if term[0] == "-" else f"+ {term}"
        if lines and width(f"{lines[-1]} {term}") <= room:
            lines[-1] += f" {term}"
        else:
            lines.append(term)
    return lines or ["0"]


def _joined(terms: list[str]) -> str:
    if not terms:
        return "0"
    first, *others = terms
    return first + "".join(f" - {t[1:].lstrip()}" if t[0] == "-" else f" + {t}" for t in others)


def _term_text(word: Spelled, formula: Formula, unicode: bool) -> str:
    runs = ((name, len([*run])) for name, run in groupby(word))
    letters = " ".join(_letter_text(name, run, unicode) for name, run in runs) or "I"
    before = _formula_text(formula, unicode)
    if before in ("1", "-1"):
        return before[:-1] + letters
    sign = "-" if before.startswith("-") else ""
    size = before[len(sign) :]
    return f"{sign}{_enclosed(size)} {letters}"


def _formula_text(formula: Formula, unicode: bool) -> str:
    """Return a formula on one line, its symbols as they are written."""
    tree = arranged(formula)
    if not unicode:
        return spoken(tree)
    text = plain(tree).replace("**", "^")
    return _NAME.sub(lambda found: name_text(found[0], unicode), text)


def _enclosed(text: str) -> str:
    torn = (" " in text or "/" in text) and not _BRACKET.fullmatch(text)
    return f"({text})" if torn else text


def _run_latex(name: str, run: int) -> str:
    letter = letter_latex(name)
    if run == 1:
        return letter
    return f"{letter}^{{{run}}}" if "^" not in letter else " ".join([letter] * run)


def _letter_text(name: str, run: int, unicode: bool) -> str:
    stem, turned = parted(name)
    own, inverted = uninverted(stem)
    letter = name_text(own, unicode)
    if unicode:
        letter += "⁻¹" * inverted + "ᵀ" * turned
    else:
        letter += "^-1" * inverted + "'" * turned
    if run == 1 or inverted or turned:
        return " ".join([letter] * run)
    return letter + (str(run).translate(SUPERSCRIPTS) if unicode else f"^{run}")


def _letters_latex(word: Spelled) -> str:
    runs = ((name, len([*run])) for name, run in groupby(word))
    return " ".join(_run_latex(name, run) for name, run in runs) or "I"


def _term_latex(word: Spelled, before: str) -> str:
    """Return a product of matrices with a coefficient before it."""
    letters = _letters_latex(word)
    if before in ("1", "-1"):
        return before[:-1] + letters
    sum_alone = len(before) > 1 and (" + " in before or " - " in before)
    if sum_alone and not before.startswith((r"\frac", r"-\frac")):
        return rf"\left({before}\right) {letters}"
    return f"{before} {letters}"


def letter_latex(name: str) -> str:
    r"""Return a matrix in LaTeX, its transpose by ``'``, its inverse by ``^-1``.

    >>> print(letter_latex("Lambda^-1"), letter_latex("A'"))
    \Lambda^{-1} A^{\top}
    """
    stem, transposed = parted(name)
    own, inverted = uninverted(stem)
    letter, exponent = name_latex(own), "-1" * inverted + r"\top" * transposed
    return f"{letter}^{{{exponent}}}" if exponent else letter
