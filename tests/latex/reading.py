"""Reads formulas back from LaTeX and evaluates them, sharing nothing with what wrote them."""

import re
from collections.abc import Mapping
from fractions import Fraction

_TOKEN = re.compile(
    r"\\(?:left|right|bigl|bigr|Bigl|Bigr)\s*(?P<bracket>[()])|\\[,\s]|\\quad|\\\\|&"
    r"|(?P<fraction>\\frac)|(?P<times>\\times)"
    r"|(?P<harmonic>H_\{[^{}]*\}(?:\^\{\(\d\)\})?)"
    r"|(?P<name>(?:\\mathrm\{[^{}]*\}|\\[A-Za-z]+|[A-Za-z])(?:_\{(?:[^{}]|\{[^{}]*\})*\})?)"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-+()^{}])|\s+"
)


class Reader:
    """A recursive descent over the tokens of a formula."""

    def __init__(self, tex: str, values: Mapping[str, Fraction]) -> None:
        self.values = values
        ends = [0, *(found.end() for found in _TOKEN.finditer(tex))]
        starts = [*(found.start() for found in _TOKEN.finditer(tex)), len(tex)]
        assert all(end == start for end, start in zip(ends, starts, strict=True)), tex
        groups = ((found.lastgroup, found) for found in _TOKEN.finditer(tex))
        self.tokens = [found[name] for name, found in groups if name]
        self.place = 0

    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def sum(self) -> Fraction:
        total = -self._after_sign() if self.next() == "-" else self.product()
        while self.next() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            total += sign * self.product()
        return total

    def _after_sign(self) -> Fraction:
        self.take()
        return self.product()

    def product(self) -> Fraction:
        value = self.power()
        while self.next() and self.next() not in ("+", "-", ")", "}"):
            if self.next() == r"\times":
                self.take()
            value *= self.power()
        return value

    def power(self) -> Fraction:
        value = self.primary()
        while self.next() == "^":
            self.take()
            value **= int(self.group())
        return value

    def group(self) -> Fraction:
        assert self.take() == "{"
        value = self.sum()
        assert self.take() == "}"
        return value

    def primary(self) -> Fraction:
        sign = self.take()
        if sign == r"\frac":
            return self.group() / self.group()
        if sign == "(":
            value = self.sum()
            assert self.take() == ")"
            return value
        return Fraction(sign) if sign[0].isdigit() else self.values[sign]


def value_of(tex: str, values: Mapping[str, Fraction]) -> Fraction:
    """Return the value of a formula.

    >>> value_of(r"\\frac{a + 2}{b^{2}} (a - b)", {"a": Fraction(4), "b": Fraction(2)})
    Fraction(3, 1)
    """
    reader = Reader(tex, values)
    value = reader.sum()
    assert reader.place == len(reader.tokens), tex
    return value
