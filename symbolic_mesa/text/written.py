"""Expressions by arithmetic: what is worked out in any field is written down instead."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from symbolic_mesa.text.expressions import Expression, Quantity, quantity_of
from symbolic_mesa.text.reading import Node

Operand: TypeAlias = "Written | Quantity | int"


@dataclass(frozen=True)
class Written:
    """An expression that grows by arithmetic.

    >>> p = written("p")
    >>> str(((1 - p) / p**2).quantity)
    '(1 - p)/p^2'
    """

    node: Node

    @property
    def quantity(self) -> Quantity:
        """The number, the name or the expression."""
        return quantity_of(self.node)

    def __add__(self, other: Operand) -> "Written":
        return _joined("+", self, other)

    def __radd__(self, other: Operand) -> "Written":
        return _joined("+", other, self)

    def __sub__(self, other: Operand) -> "Written":
        return _joined("-", self, other)

    def __rsub__(self, other: Operand) -> "Written":
        return _joined("-", other, self)

    def __neg__(self) -> "Written":
        return Written(Node("-", (self.node,)))

    def __mul__(self, other: Operand) -> "Written":
        return _joined("*", self, other)

    def __rmul__(self, other: Operand) -> "Written":
        return _joined("*", other, self)

    def __truediv__(self, other: Operand) -> "Written":
        return _joined("/", self, other)

    def __rtruediv__(self, other: Operand) -> "Written":
        return _joined("/", other, self)

    def __pow__(self, power: int) -> "Written":
        return Written(Node("^", (self.node, power)))


def written(value: Quantity | int) -> Written:
    """Return a number, a name or an expression to go on from."""
    if isinstance(value, Expression):
        return Written(value.node)
    if isinstance(value, str):
        return Written(Node("name", (value,)))
    return Written(Node("number", (Fraction(value) if isinstance(value, int) else value,)))


def _joined(operation: str, left: Operand, right: Operand) -> Written:
    sides = (x if isinstance(x, Written) else written(x) for x in (left, right))
    return Written(Node(operation, tuple(side.node for side in sides)))
