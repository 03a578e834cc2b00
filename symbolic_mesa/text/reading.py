"""The grammar of expressions: from a text to nodes, within bounds that are checked at once.

expression   term, then terms with + or -
term         factor, then factors with * or /
factor       + or - and a factor; or an atom, which ^ or ** and a whole number may follow
atom         a number, a name, sqrt(expression), (expression)
"""

import keyword
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

LONGEST, DEEPEST = 200, 20  # of a text, in characters; of its brackets
MOST_DEGREE, MOST_DIGITS = 24, 300  # of its polynomials; of a power of a number

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?(/\d+)?", re.ASCII)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]{0,30})|(?P<sign>\*\*|[-+*/^()]))",
    re.ASCII,
)
_MEANT = ("T", "H", "harmonic", "nan", "inf", "infinity")  # names that are no symbols


class SyntaxProblem(ValueError):
    """Why a text is no expression, in words."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression: an operation, and what it is applied to.

    Attributes:
        operation: ``number``, ``name``, ``sqrt``, ``^``, or one of ``+ - * /``; - may have a single
            operand.
        operands: nodes; a number, a name, or the exponent of a power as it is.
    """

    operation: str
    operands: tuple[Any, ...]


def read(text: str) -> Node:
    """Return a text as nodes.

    Raises:
        SyntaxProblem: for a text outside the grammar, or one that is too large.

    >>> read("2*q").operands[1]
    Node(operation='name', operands=('q',))
    """
    if len(text) > LONGEST:
        raise SyntaxProblem(f"longer than {LONGEST} characters")
    return _Reader(_tokens(text)).all()


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return the kind and the text of each token; the last one is an end."""
    tokens, at = [], 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise SyntaxProblem(f"{text[at:].strip()[0]!r} is no part of an expression")
        kind = str(found.lastgroup)
        tokens.append((kind, found[kind]))
        at = found.end()
    return [*tokens, ("end", "the end")]


class _Reader:
    """Reads tokens from left to right; each method reads what it is named after."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    def all(self) -> Node:
        node = self.expression()
        if self.next()[0] != "end":
            self.refuse()
        return node

    def next(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def take(self, *signs: str) -> str:
        """Return the next token's text when it is one of these signs, and go on; else nothing."""
        kind, text = self.next()
        if kind != "sign" or text not in signs:
            return ""
        self.at += 1
        return text

    def refuse(self) -> NoReturn:
        raise SyntaxProblem(f"{self.next()[1]} is not expected there")

    def expression(self) -> Node:
        node = self.term()
        while sign := self.take("+", "-"):
            node = _small(Node(sign, (node, self.term())))
        return node

    def term(self) -> Node:
        node = self.factor()
        while sign := self.take("*", "/"):
            node = _small(Node(sign, (node, self.factor())))
        return node

    def factor(self) -> Node:
        negative = False
        while sign := self.take("+", "-"):
            negative ^= sign == "-"
        node = self.atom()
        if self.take("^", "**"):
            node = _small(Node("^", (node, self.exponent())))
            if self.take("^", "**"):
                raise SyntaxProblem("a power of a power needs brackets")
        return Node("-", (node,)) if negative else node

    def exponent(self) -> int:
        bracket = self.take("(")
        sign = self.take("+", "-")
        kind, text = self.next()
        if kind != "number" or not text.isdigit():
            raise SyntaxProblem("an exponent is a whole number")
        self.at += 1
        if bracket and not self.take(")"):
            raise SyntaxProblem("an exponent is a whole number")
        if len(text) > 3:
            raise SyntaxProblem("an exponent is too large")
        return -int(text) if sign == "-" else int(text)

    def atom(self) -> Node:
        kind, text = self.next()
        if kind == "number":
            self.at += 1
            return Node("number", (Fraction(text),))
        if kind == "name":
            self.at += 1
            return self.of_name(text)
        if not self.take("("):
            self.refuse()
        return self.inner()

    def of_name(self, text: str) -> Node:
        if text == "sqrt":
            if not self.take("("):
                raise SyntaxProblem("sqrt needs brackets")
            node = self.inner()
            if _has(node, "sqrt"):
                raise SyntaxProblem("a root of a root is not supported")
            return Node("sqrt", (node,))
        if text in _MEANT or text.lower() in _MEANT or keyword.iskeyword(text):
            raise SyntaxProblem(f"{text} has a meaning of its own")
        return Node("name", (text,))

    def inner(self) -> Node:
        """Read what a bracket that is open holds, and its end."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise SyntaxProblem(f"more than {DEEPEST} brackets in one another")
        node = self.expression()
        if not self.take(")"):
            self.refuse()
        self.depth -= 1
        return node


def _has(node: Node, operation: str) -> bool:
    operands = (operand for operand in node.operands if isinstance(operand, Node))
    return node.operation == operation or any(_has(operand, operation) for operand in operands)


def _small(node: Node) -> Node:
    """Return a node, when what it stands for is not too large.

    Raises:
        SyntaxProblem: when its degree or its digits are.
    """
    if _degree(node) > MOST_DEGREE:
        raise SyntaxProblem(f"a polynomial of a degree above {MOST_DEGREE}")
    if _digits(node) > MOST_DIGITS:
        raise SyntaxProblem(f"a number of more than {MOST_DIGITS} digits")
    return node


def _degree(node: Node) -> int:
    """Return a bound for the degrees of numerator and denominator."""
    if node.operation in ("number", "name"):
        return int(node.operation == "name")
    if node.operation == "^":
        return _degree(node.operands[0]) * max(1, abs(int(node.operands[1])))
    degrees = [_degree(operand) for operand in node.operands]
    return max(degrees) if node.operation in "+-" and not _has(node, "/") else sum(degrees)


def _digits(node: Node) -> int:
    """Return a bound for the digits of the numbers that it leads to."""
    if node.operation in ("number", "name"):
        number = node.operands[0] if node.operation == "number" else Fraction(1)
        return len(str(max(abs(number.numerator), number.denominator)))
    if node.operation == "^":
        return _digits(node.operands[0]) * max(1, abs(int(node.operands[1])))
    return sum(_digits(operand) for operand in node.operands)
