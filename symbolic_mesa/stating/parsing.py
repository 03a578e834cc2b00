"""From the text of a prediction, a range or an ansatz to its parts, with places for errors."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from symbolic_mesa.statement.manifolds import Form
from symbolic_mesa.stating.building import FORMS, builder
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import Expression, Place, Range
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

LONGEST, DEEPEST = 4000, 40  # of a text, in characters; of its brackets
STARTS = ("expression", "range", "ansatz", "words")
KEYWORDS = ("sum", "conj", "delta", "tr", "block")
WORDS = re.compile(r"'|;|\^\s*-|\b(?:tr|block)\s*\(", re.ASCII)
"""What the other language has, that of models in words."""
INDICES = re.compile(r"\[|\b(?:sum|conj|delta)\s*\(", re.ASCII)
"""What this language has, and that of models in words has not."""


def expression(text: str) -> Expression:
    """Return a prediction or a target.

    Raises:
        Misstated: for a text outside the grammar, with the place.
    """
    word = WORDS.search(text)
    if word:
        raise Misstated(
            f"{quoted(word[0].rstrip('( '))} belongs to models in words, of [data] process = "
            '"gaussian"; here indices say what is meant',
            _place(text, word.start()),
        )
    found: Expression = _parsed(text, "expression")
    return found


def words(text: str) -> Expression:
    """Return a prediction, a target or a definition in words.

    Raises:
        Misstated: for a text outside the grammar, with the place.
    """
    index = INDICES.search(text)
    if index:
        raise Misstated(
            f"{quoted(index[0].rstrip('( '))} belongs to models with indices, of [data] process = "
            '"diagonal-phases"; here matrices are multiplied',
            _place(text, index.start()),
        )
    found: Expression = _parsed(text, "words")
    return found


def time_range(text: str) -> Range:
    """Return a range such as ``t = 2 .. T-1``.

    Raises:
        Misstated: for a text outside the grammar, with the place.
    """
    found: Range = _parsed(text, "range")
    return found


def ansatz(text: str) -> Form:
    """Return the form of a weight block, such as ``a I + b (J - I)``.

    Raises:
        Misstated: for a text that is none, with the place.

    >>> ansatz("a I")
    Block(diagonal='a', off_diagonal=None)
    """
    found: Form = _parsed(text, "ansatz")
    return found


def _place(text: str, offset: int) -> Place:
    before = text[:offset].split("\n")
    return Place(len(before), len(before[-1]) + 1)


def _parsed(text: str, start: str) -> Any:
    from lark import exceptions  # loaded when a model is read: a tenth of a second

    if len(text) > LONGEST:
        raise Misstated(f"longer than {LONGEST} characters", Place(1, 1))
    if _depth(text) > DEEPEST:
        raise Misstated(f"more than {DEEPEST} brackets within each other", Place(1, 1))
    try:
        tree = _parser().parse(text, start=start)
    except exceptions.UnexpectedCharacters as error:
        shown = text[error.pos_in_stream or 0]
        raise Misstated(_character(shown), Place(error.line, error.column)) from None
    except exceptions.UnexpectedToken as error:
        place = (
            Place(*_end(text)) if error.token.type == "$END" else Place(error.line, error.column)
        )
        raise Misstated(_token(error.token, start, error.accepts), place) from None
    try:
        return builder().transform(tree)
    except exceptions.VisitError as error:
        raise error.orig_exc from None


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        deepest = max(deepest, depth)
    return deepest


def _end(text: str) -> tuple[int, int]:
    lines = text.rstrip().split("\n")
    return len(lines), len(lines[-1]) + 1


def _character(shown: str) -> str:
    if shown == "*":
        return "'*' is not written: factors stand side by side"
    return f"{quoted(shown)} has no meaning here"


def _token(token: Any, start: str, accepts: set[str]) -> str:
    text = str(token)
    if start == "ansatz":
        shown = f"{quoted(text)} does not fit" if text else "ends too early"
        return f"{shown}; write one of {FORMS}"
    if token.type == "$END":
        return "ends too early: " + _expected(accepts)
    if text in KEYWORDS:
        return f"{quoted(text)} is a word of the grammar, and takes brackets"
    return f"{quoted(text)} does not fit here: {_expected(accepts)}{nearest(text, KEYWORDS)}"


_SHOWN = {
    "LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "COMMA": ",", "SLASH": "/", "EQUAL": "=",
    "CIRCUMFLEX": "^", "SIGN": "+ or -", "NAME": "a name", "INTEGER": "a whole number",
    "RATIO": "", "__ANON_0": "..", "SUM": "", "CONJ": "", "DELTA": "", "$END": "the end",
    "SEMICOLON": ";", "TR": "", "BLOCK": "",
}  # fmt: skip


def _expected(accepts: set[str]) -> str:
    words = sorted({_SHOWN.get(kind, "") for kind in accepts} - {""})
    return f"expected {', '.join(words)}" if words else "the text goes on too long"


@cache  # of a file of the package
def _parser() -> Any:
    from lark import Lark

    text = files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", start=[*STARTS], propagate_positions=True)
