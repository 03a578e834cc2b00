"""Exact expressions from what a person writes, as `1/sqrt(d)` and `3*q^2`.

`symbolic_mesa.text.reading` has the grammar; Python evaluates nothing. An expression without names
is a number; one with names keeps its form, and is worked out in any ring that has the operations.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol, TypeAlias

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import LARGEST, exact
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.reading import NUMBER, Node, SyntaxProblem, read
from symbolic_mesa.text.surds import Exact, Surd, root

OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": lambda x, *y: x - y[0] if y else -x,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


class Arithmetic(Protocol):
    """What an expression is worked out in."""

    def number(self, value: Exact) -> Any:
        """Return a number as an element."""

    def symbol(self, name: str) -> Any:
        """Return the element that a name stands for."""

    def root(self, radicand: Any) -> Any:
        """Return the square root of an element, the one that is not negative."""


@dataclass(frozen=True)
class Expression:
    """An expression with names in it."""

    node: Node

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names in it, sorted."""
        return tuple(sorted({node.operands[0] for node in _nodes(self.node, "name")}))

    @cached_property
    def radicands(self) -> tuple["Quantity", ...]:
        """What its square roots are of."""
        return tuple(quantity_of(node.operands[0]) for node in _nodes(self.node, "sqrt"))

    def of(self, ring: Arithmetic) -> Any:
        """Return what it is in a ring.

        Raises:
            InvalidInput: where it divides by zero, or has the root of a negative number.
        """
        try:
            return _worked_out(self.node, ring)
        except ZeroDivisionError:
            raise InvalidInput(f"{self}: divides by zero; choose other numbers") from None
        except ValueError as error:
            raise InvalidInput(f"{self}: {error}; choose other numbers") from None

    def at(self, values: Mapping[str, "Quantity"]) -> "Quantity":
        """Return it with others for names; a number once there is one for each."""
        if not any(name in values for name in self.names):
            return self
        return quantity_of(_at(self.node, values))

    def __str__(self) -> str:
        """Return it as a person may write it.

        >>> str(expression("2*( q+1 )/sqrt( d )", "m4"))
        '2*(q + 1)/sqrt(d)'
        """
        return _text(self.node)[0]


Quantity: TypeAlias = Exact | Expression | str
"""A number, the name of a symbol, or an expression in names."""


class _Numbers:
    """The arithmetic of numbers, without names."""

    def number(self, value: Exact) -> Exact:
        return value

    def symbol(self, name: str) -> Exact:
        raise InvalidInput(f"{name} has no value; give it a number")

    def root(self, radicand: Any) -> Exact:
        return root(radicand)


def quantity(value: Any, name: str) -> Quantity:
    """Return a number exactly, a name, or an expression.

    Args:
        value: a number, text, or what prints in the grammar.
        name: what the value is called in an error message.

    Raises:
        InvalidInput: when it is none of these, or too large.

    >>> quantity("1/sqrt(2)", "sigma"), quantity("q", "sigma"), str(quantity("3*q^2", "m4"))
    (Surd(sqrt(2)/2), 'q', '3*q^2')
    """
    if isinstance(value, Surd | Expression):
        return value
    plain = isinstance(value, bool | int | float | Fraction | Decimal)
    if plain or NUMBER.fullmatch(str(value).strip()):
        return exact(value, name)
    return quantity_of(expression(str(value), name).node)


def quantity_of(node: Node) -> Quantity:
    """Return a number, a name or an expression for what is one.

    Raises:
        InvalidInput: for a number that does not exist, or is too large.
    """
    if node.operation == "name":
        return str(node.operands[0])
    found = Expression(node)
    return found if found.names else _bounded(found.of(_Numbers()), found)


def expression(text: str, name: str) -> Expression:
    """Return a text as an expression, also one without names.

    Raises:
        InvalidInput: for a text outside the grammar, or one that is too large.
    """
    try:
        return Expression(read(text))
    except SyntaxProblem as problem:
        raise InvalidInput(
            f"{name}={quoted(text)}: {problem}; write a number such as 1/2, or an expression such "
            "as 1/sqrt(d) or 3*q^2"
        ) from None


def _bounded(value: Exact, found: Expression) -> Exact:
    numbers = value.terms.values() if isinstance(value, Surd) else (value,)
    if max(max(abs(n.numerator), n.denominator) for n in numbers) < LARGEST:
        return value
    raise InvalidInput(f"{found}: a number of more than 300 digits; give a shorter one")


def _nodes(node: Node, operation: str) -> Iterator[Node]:
    """Yield the parts of a node that are of an operation."""
    if node.operation == operation:
        yield node
    for operand in node.operands:
        if isinstance(operand, Node):
            yield from _nodes(operand, operation)


def _worked_out(node: Node, ring: Arithmetic) -> Any:
    if node.operation == "number":
        return ring.number(node.operands[0])
    if node.operation == "name":
        return ring.symbol(node.operands[0])
    first, *others = (_worked_out(x, ring) if isinstance(x, Node) else x for x in node.operands)
    if node.operation == "sqrt":
        return ring.root(first)
    return OPERATIONS[node.operation](first, *others)


def _at(node: Node, values: Mapping[str, Quantity]) -> Node:
    if node.operation == "name" and node.operands[0] in values:
        return _node(values[node.operands[0]])
    operands = (_at(x, values) if isinstance(x, Node) else x for x in node.operands)
    return Node(node.operation, tuple(operands))


def _node(value: Quantity) -> Node:
    if isinstance(value, Expression):
        return value.node
    return Node("name" if isinstance(value, str) else "number", (value,))


def _text(node: Node) -> tuple[str, int]:
    """Return a node as text, and how it binds: 0 a sum, 1 a product, 2 a power, 3 an atom."""
    if node.operation in ("number", "name"):
        text = str(node.operands[0])
        if re.fullmatch(r"\w+", text):
            return text, 3
        return text, int(re.fullmatch(r"[\d/]+", text) is not None)
    if node.operation == "sqrt":
        return f"sqrt({_text(node.operands[0])[0]})", 3
    if node.operation == "^":
        return f"{_bracketed(node.operands[0], 3)}^{node.operands[1]}", 2
    if len(node.operands) == 1:
        return f"-{_bracketed(node.operands[0], 1)}", 0
    binds = 0 if node.operation in "+-" else 1
    left, right = (_bracketed(x, binds + k) for k, x in enumerate(node.operands))
    return left + (f" {node.operation} " if binds == 0 else node.operation) + right, binds


def _bracketed(node: Node, least: int) -> str:
    text, binds = _text(node)
    return text if binds >= least else f"({text})"
