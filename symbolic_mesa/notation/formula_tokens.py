"""Sentences taken apart into what may belong to a formula, and what may not."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from symbolic_mesa.notation.names import GREEK, block_latex, escaped, name_latex, spelling

_TOKEN = re.compile(
    r"(?P<hole>⟦(?P<number_of_hole>\d+)⟧)"
    r"|(?P<word>i\.i\.d\.|e\.g\.|i\.e\.|[A-Za-z]{2,}(?:-[A-Za-z]+)+(?![\w(])|\w+'s\b)"
    r"|(?P<derivative>dL/d(?P<of>[A-Z]+\d*)(?:\[(?P<entry>\w,\w)\])?)"
    r"|(?P<block>[A-Z]{2}\d\d)(?:\[(?P<place>\w,\w)\])?(?!\w)"
    r"|(?P<sum>sum over (?:distinct )?(?P<over>[^\[\]|]*?) of (?=(?:Re )?E[\[|]|[|(]))"
    r"|(?P<real>Re (?=E\[))|conj\(x_(?P<conjugate>\w+)\)"
    r"|(?P<name>ŷ|[A-Za-z][A-Za-z0-9]*)(?P<below>_\{[^{}]*\}|(?:_[A-Za-z0-9]+)+(?:,[a-z]\b)?)?"
    r"(?:\[(?P<coordinate>[a-z0-9])\])?"
    r"|(?P<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
    r"|(?P<sign>\*\*|~=|<=|>=|!=|->|\+-|\.\.\.|\.\.|[=<>+*/^|,()\[\]{}'-])"
    r"|(?P<other>\S)"
)
_FROM_TO = re.compile(r"(\w+ ?= ?[\w-]+)\.\.([\w-]+)")
_FUNCTIONS = {
    "log": r"\log", "exp": r"\exp", "sqrt": r"\sqrt", "min": r"\min", "max": r"\max",
    "lim": r"\lim", "det": r"\det", "grad": r"\nabla", "sum": r"\sum",
    "diag": r"\operatorname{diag}", "Var": r"\operatorname{Var}", "const": r"\mathrm{const}",
}  # fmt: skip
_PRODUCTS = frozenset({"ab", "aI", "bI", "oo"})  # of letters, written as one word
_ALONE = {
    "...": r"\dots{}", "=": "$=$", "<": "$<$", ">": "$>$", "<=": r"$\le$", ">=": r"$\ge$",
    "!=": r"$\neq$", "~=": r"$\approx$", "->": r"$\to$", "ŷ": r"$\hat{y}$",
}  # fmt: skip
_HARMONIC = {"H": "H_{T-2}", "H_2": "H_{T-2}^{(2)}"}
_HAT = "ŷ"
_OF_INDEX = re.compile(r"[ir][n]")  # an index, or a power, with an index of its own
POWER = re.compile(r"[a-z](\d+|n)")


class Token(NamedTuple):
    """A piece of a sentence.

    Attributes:
        kind: ``operand``, ``function``, ``number``, ``sign``, ``letter`` (an article or a scale),
            ``name`` (a word that may be a symbol), ``word``.
        tex: how it is set in a formula.
        words: how it is set among words.
        text: the piece itself.
        space: what is before it.
        end: where it ends in the sentence.
    """

    kind: str
    tex: str
    words: str
    text: str
    space: str
    end: int


def hole(number: int) -> str:
    """Return what stands in a sentence for a formula that is put in."""
    return f"⟦{number}⟧"


def tokens_of(words: str, formulas: Sequence[str] = ()) -> list[Token]:
    """Return the pieces of a sentence, in order; its holes are filled with formulas in LaTeX."""
    tokens, end = [], 0
    for found in _TOKEN.finditer(words):
        text = found[0]
        if found["hole"] and int(found["number_of_hole"]) < len(formulas):
            kind, tex = "operand", formulas[int(found["number_of_hole"])]
        else:
            kind, tex = _read(found)
        plain = _ALONE.get(text) or escaped(text)
        tokens.append(Token(kind, tex, plain, text, words[end : found.start()], found.end()))
        end = found.end()
    return tokens


def _read(found: re.Match[str]) -> tuple[str, str]:
    if found["word"] or found["hole"]:
        return "word", ""
    if found["derivative"]:
        return "operand", rf"\partial L/\partial {_entry(found['of'], found['entry'])}"
    if found["block"]:
        return "operand", _entry(found["block"], found["place"])
    if found["real"]:
        return "function", r"\operatorname{Re}"
    if found["conjugate"]:
        return "operand", rf"\overline{{x_{{{found['conjugate']}}}}}"
    if found["sum"]:
        return "function", rf"\sum{_limits(found['over'])}"
    if found["name"]:
        return _name(found)
    if found["number"]:
        digits, _, exponent = found["number"].partition("e")
        return "number", digits + (rf" \times 10^{{{int(exponent)}}}" if exponent else "")
    return ("sign", found["sign"]) if found["sign"] else ("word", "")


def _entry(block: str, place: str | None) -> str:
    tex = block_latex(block)
    return rf"({tex})_{{{place.replace(',', '')}}}" if place else tex


def _limits(over: str) -> str:
    r"""Return what stands below and above a sum.

    >>> print(_limits("i = 1..n"), _limits("r != j"))
    _{i = 1}^{n} _{r \neq j}
    """
    found = _FROM_TO.fullmatch(over)
    return f"_{{{found[1]}}}^{{{found[2]}}}" if found else f"_{{{_range(over)}}}"


def _range(over: str) -> str:
    """Return what stands below a sum, from ``r != j`` or ``i = 1..n``."""
    if ", " in over and "!=" not in over:
        over = over.replace(", ", r" \neq ")
    return over.replace("!=", r"\neq").replace("..", r",\dots,")


def _name(found: re.Match[str]) -> tuple[str, str]:
    name, below, coordinate = found["name"], found["below"] or "", found["coordinate"]
    written = spelling(name + below)
    if written is not None and not coordinate:
        return "letter" if name + below in ("a", "A") else "operand", written
    if name + below in _HARMONIC:
        return "operand", _HARMONIC[name + below]
    if below or coordinate:
        return "operand", _indexed(name, below, coordinate)
    if name in _FUNCTIONS:
        return "function", _FUNCTIONS[name]
    if name in GREEK or name == _HAT:
        return "operand", rf"\{name}" if name in GREEK else r"\hat{y}"
    if name in ("a", "A"):
        return "letter", name
    if len(name) == 1 or name in _PRODUCTS:
        return "operand", r"\infty" if name == "oo" else name
    return "name", name_latex(name)


def _indexed(name: str, below: str, coordinate: str | None) -> str:
    letter = r"\hat{y}" if name == _HAT else name_latex(name)
    if below.startswith("_{"):
        indices = [below[2:-1]]
    else:
        indices = [_index(part) for part in below[1:].replace(",", "_").split("_") if part]
    indices += [coordinate] if coordinate else []
    return f"{letter}_{{{','.join(indices)}}}"


def power_latex(word: str) -> str | None:
    """Return a power such as ``r2`` in LaTeX; None for a word that is none."""
    return _index(word) if POWER.fullmatch(word) else None


def _index(part: str) -> str:
    if len(part) > 1 and (part[1:].isdigit() or _OF_INDEX.fullmatch(part)):
        return f"{part[0]}_{{{part[1:]}}}" if part[0].isalpha() else part
    return part if len(part) == 1 or part.isdigit() else rf"\mathrm{{{part}}}"
