"""What a prediction means, by a second reader that shares nothing with the first.

Each part is an array with an axis for each of its free coordinates; an index that two factors have
is summed over where they meet. Nothing is multiplied out, and a sum runs the text again and again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOKEN = re.compile(r"\s*(\d+/\d+|\d+|[A-Za-z]\w*|\.\.|.)")
Array = NDArray[np.complex128]


@dataclass(frozen=True)
class Part:
    """An array with named axes."""

    names: tuple[str, ...]
    values: Array

    def __mul__(self, other: "Part") -> "Part":
        names = [*self.names, *other.names]
        letters = {name: chr(97 + k) for k, name in enumerate(dict.fromkeys(names))}
        kept = tuple(name for name in letters if names.count(name) == 1)
        left, right, out = (
            "".join(letters[n] for n in axes) for axes in (self.names, other.names, kept)
        )
        return Part(kept, np.einsum(f"{left},{right}->{out}", self.values, other.values))

    def __add__(self, other: "Part") -> "Part":
        assert set(self.names) == set(other.names)
        order = [other.names.index(name) for name in self.names]
        return Part(self.names, self.values + other.values.transpose(order))


def number(value: complex) -> Part:
    return Part((), np.array(value, dtype=np.complex128))


class Evaluator:
    """Reads and evaluates at once, at one step."""

    def __init__(
        self, text: str, times: Mapping[str, int], tokens: Array, weights: Mapping[str, Array]
    ) -> None:
        self.words = TOKEN.findall(text.strip())
        self.at, self.times = 0, dict(times)
        self.tokens, self.weights = tokens, weights

    def word(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self, *wanted: str) -> str:
        word = self.word()
        assert not wanted or word in wanted, (word, wanted)
        self.at += 1
        return word

    def expression(self) -> Part:
        total = None
        while True:
            sign = -1 if self.word() == "-" else 1
            if self.word() in ("+", "-"):
                self.take()
            term = number(sign) * self.term()
            total = term if total is None else total + term
            if self.word() not in ("+", "-"):
                return total

    def term(self) -> Part:
        product = number(1)
        while self.word() not in ("", "+", "-", ")", "]", ",", "/", ".."):
            if self.word() == "sum":
                return product * self.summed()
            product = product * self.factor()
        if self.word() == "/":
            self.take()
            product = product * number(1 / complex(self.factor().values))
        return product

    def summed(self) -> Part:
        """The rest of the term at each time; with none, its shape times 0."""
        self.take("sum")
        self.take("(")
        name = self.take()
        self.take("=")
        first = self.whole()
        self.take("..")
        last = self.whole()
        self.take(")")
        start, total = self.at, None
        for time in range(first, last + 1) or [first]:
            self.at = start
            self.times[name] = time
            term = self.term() * number(1 if last >= first else 0)
            total = term if total is None else total + term
        del self.times[name]
        assert total is not None
        return total

    def whole(self) -> int:
        return round(complex(self.expression().values).real)

    def factor(self) -> Part:
        base = part = self.atom()
        while self.word() == "^":
            self.take()
            for _ in range(int(self.take()) - 1):
                part = part * base
            base = part
        return part

    def atom(self) -> Part:
        word = self.take()
        if word[0].isdigit():
            above, _, below = word.partition("/")
            return number(int(above) / int(below or 1))
        if word == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if word == "conj":
            self.take("(")
            inner = self.expression()
            self.take(")")
            return Part(inner.names, inner.values.conj())
        if self.word() != "[":
            return number(self.times[word])
        self.take("[")
        if word in self.weights or word == "delta":
            row = self.take()
            self.take(",")
            column = self.take()
            self.take("]")
            size = self.tokens.shape[1]
            values = np.eye(size, dtype=complex) if word == "delta" else self.weights[word]
            if row == column:
                return number(np.trace(values))
            return Part((row, column), values)
        time = self.whole()
        self.take(",")
        name = self.take()
        self.take("]")
        there = 1 <= time <= len(self.tokens)
        return Part((name,), self.tokens[time - 1] if there else 0 * self.tokens[0])


def evaluated(
    text: str, times: Mapping[str, int], tokens: Array, weights: Mapping[str, Array]
) -> Array:
    """Return what a text says at one step.

    Args:
        text: a prediction or a target.
        times: the time of the step.
        tokens: x_1, …, x_T of shape (T, d).
        weights: by name, of shape (d, d).
    """
    reader = Evaluator(text, times, tokens, weights)
    found = reader.expression()
    assert reader.word() == ""
    return found.values
