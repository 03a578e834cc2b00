"""How wide a formula is when TeX sets it on a line of its own, in points, at 10 pt.

Only the commands that formulas are printed with are known; of any other one the name counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from symbolic_mesa.notation.glyphs import DIGIT, LIMITS, ROMAN, SIGNS, Kind

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\s]")
_THIN, _MEDIUM, _THICK = 1.67, 2.22, 2.78
_SIZES = (1.0, 1.0, 0.81, 0.7)  # by style: display, text, script and what is smaller
_DISPLAY, _SCRIPT = 0, 2
_SLANT = 0.7  # what a capital leans over
_ACCENTS = frozenset({r"\dot", r"\hat", r"\widetilde", r"\overline", r"\tilde"})
_WORDS = frozenset({r"\mathrm", r"\textup", r"\emph", r"\operatorname"})
_BIG = {r"\bigl": 4.58, r"\bigr": 4.58, r"\Bigl": 5.97, r"\Bigr": 5.97}
_FRACTIONS = {r"\frac": 1, r"\tfrac": 2, r"\dfrac": 1}  # how much smaller what is in them is
_DELIMITER, _TALL = 4.58, 7.36  # of \left and \right around a line, and around a fraction
_FRACTION, _ROOT = 2.4, 10.0  # what a fraction and a root take beside what is in them


def width(tex: str) -> float:
    r"""Return the width of a formula in display style.

    >>> width("a + b") < width(r"\frac{a + b}{c}") < width("a + b + c")
    True
    """
    return _Reader(list(_tokens(tex))).row(_DISPLAY)


def _tokens(tex: str) -> Iterator[str]:
    """Yield commands, signs, and the arguments of words as they are."""
    place = 0
    while (found := _TOKEN.search(tex, place)) is not None:
        yield found[0]
        place = found.end()
        if found[0] == r"\text" or found[0] in _WORDS:
            end = _closing(tex, place)
            yield tex[place + 1 : end]
            place = end + 1


def _closing(tex: str, place: int) -> int:
    """Return where the group that opens at a place closes."""
    depth = 0
    for k in range(place, len(tex)):
        if tex[k - 1] != "\\":
            depth += {"{": 1, "}": -1}.get(tex[k], 0)
        if depth == 0:
            return k
    return len(tex)


@dataclass
class _Reader:
    """Reads tokens from the left; it adds up the widths of a row and of TeX's spaces in it."""

    tokens: list[str]
    place: int = 0
    tall: bool = field(default=False)

    def row(self, style: int, ends: frozenset[str] = frozenset()) -> float:
        total, before = 0.0, "open"
        while self.place < len(self.tokens) and self.tokens[self.place] not in ends:
            sign = self.tokens[self.place]
            if sign in ("^", "_"):
                total += self._scripts(style)
                continue
            self.place += 1
            wide, kind = self._atom(sign, style)
            if sign in LIMITS and style == _DISPLAY:
                wide = max(wide, self._scripts(style))
            if kind == "bin" and before in ("open", "bin", "rel", "punct", "op"):
                kind = "ord"
            total += wide + (_space(before, kind) if style < _SCRIPT else 0.0)
            before = kind
        self.place += 1
        return total

    def _scripts(self, style: int) -> float:
        """Return the width of sub- and superscript, which stand above each other."""
        widest = 0.0
        while self.place < len(self.tokens) and self.tokens[self.place] in ("^", "_"):
            self.place += 1
            widest = max(widest, self._argument(max(style + 1, _SCRIPT)) + 0.5)
        return widest

    def _argument(self, style: int) -> float:
        if self.place >= len(self.tokens):
            return 0.0
        sign = self.tokens[self.place]
        self.place += 1
        if sign == "{":
            return self.row(style, frozenset("}"))
        return self._atom(sign, style)[0]

    def _atom(self, sign: str, style: int) -> tuple[float, Kind]:
        size = _SIZES[min(style, len(_SIZES) - 1)]
        if sign in SIGNS:
            wide, kind = SIGNS[sign]
            return (wide + _SLANT * sign.isupper()) * size, kind
        if sign == "{":
            return self.row(style, frozenset("}")), "ord"
        if sign in _FRACTIONS:
            self.tall = True
            inner = style + _FRACTIONS[sign]
            return max(self._argument(inner), self._argument(inner)) + _FRACTION, "inner"
        if sign == r"\sqrt":
            return self._argument(style) + _ROOT * size, "ord"
        if sign == r"\left":
            return self._fenced(style, size), "inner"
        if sign in _BIG:
            self.place += 1
            return _BIG[sign], "open" if sign.endswith("l") else "close"
        if sign in _ACCENTS:
            return self._argument(style), "ord"
        return self._words(sign, style, size)

    def _fenced(self, style: int, size: float) -> float:
        self.place += 1
        outside, self.tall = self.tall, False
        inside = self.row(style, frozenset({r"\right"}))
        self.place += 1
        fence = _TALL if self.tall else _DELIMITER
        self.tall = self.tall or outside
        return inside + 2 * fence * size

    def _words(self, sign: str, style: int, size: float) -> tuple[float, Kind]:
        if sign == r"\mathbb":
            return self._argument(style) + 0.5 * size, "ord"
        if sign == r"\text" or sign in _WORDS:
            words = self.tokens[self.place]
            self.place += 1
            kind: Kind = "op" if sign == r"\operatorname" else "ord"
            return text_width(words) * size, kind
        return sum(ROMAN.get(letter, DIGIT) for letter in sign[1:]) * size, "ord"


def text_width(words: str) -> float:
    r"""Return the width of words with formulas among them.

    >>> text_width("of $a$") > text_width("of ")
    True
    """
    total = 0.0
    for k, part in enumerate(re.split(r"(?<!\\)\$", words)):
        if k % 2:
            total += width(part)
        else:
            part = re.sub(r"\\text[a-z]+\{\}", "M", part)
            total += sum(ROMAN.get(letter, DIGIT) for letter in part if letter not in "\\{}")
    return total


def _space(before: str, kind: str) -> float:
    """Return the space that TeX leaves between neighbours."""
    if "rel" in (before, kind):
        return 0.0 if before == kind or before == "open" else _THICK
    if "bin" in (before, kind):
        return _MEDIUM
    if before == "punct":
        return _THIN
    if before == "op":
        return _THIN if kind in ("ord", "op", "inner") else 0.0
    if kind == "op":
        return _THIN if before in ("ord", "close", "inner") else 0.0
    inner = "inner" in (before, kind) and before != "open" and kind not in ("close", "punct")
    return _THIN if inner else 0.0
