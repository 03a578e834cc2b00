"""A model in words, run: its words are evaluated with arrays of numbers, whatever is in them.

Arrays hold whole numbers and fractions, for exact results, or doubles. Those of random matrices
have a further axis in front: one entry for each node.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, reduce
from itertools import groupby
from math import prod

import numpy as np

from numeric_check.words.arrays import Array, Number
from symbolic_mesa.statement.regression import Regression
from symbolic_mesa.statement.words import (
    Blocks,
    Constant,
    Divisor,
    Identity,
    Letter,
    Node,
    Ones,
    Product,
    Scalar,
    Spaces,
    Sum,
    Trace,
    Transposed,
    Zero,
    names_in,
)


@dataclass(frozen=True, eq=False)
class Scene:
    """A model at numbers.

    Attributes:
        model: the model.
        numbers: scalars and dimensions by name.
        matrices: matrices by name, inverses too; those that are drawn have an axis of nodes.
        weights: the weight of each node.
        exact: whether numbers are whole numbers and fractions.
        kept: what nodes without a weight are, shared with scenes at other weights; None where there
            is a weight in one.
    """

    model: Regression
    numbers: Mapping[str, Number]
    matrices: Mapping[str, Array]
    weights: Array | int
    exact: bool
    kept: dict[Node, Array | None] = field(default_factory=dict, repr=False)

    @property
    def loss(self) -> Number:
        """Half the expected squared distance of prediction and target."""
        gap = self.value(self.model.prediction) - self.value(self.model.target)
        squares = (gap * gap).sum(axis=(-1, -2))
        loss: Number = np.sum(squares * self.weights) * self.number(Fraction(1, 2))
        return loss

    def number(self, value: Fraction) -> Number:
        """Return a number as arrays have it here."""
        if not self.exact:
            return float(value)
        return value.numerator if value.denominator == 1 else value

    def value(self, node: Node) -> Array:
        """Return the matrices that a node is: not to be changed."""
        if isinstance(node, Letter):
            return self.matrices[node.name]
        if node not in self.kept:
            self.kept[node] = None if names_in(node) & self._trained else self._value(node)
        known = self.kept[node]
        return self._value(node) if known is None else known

    @cached_property
    def _trained(self) -> frozenset[str]:
        return frozenset(one.name for one in self.model.trained)

    def _value(self, node: Node) -> Array:
        match node:
            case Letter(name=name):
                return self.matrices[name]
            case Constant(value=value):
                return self._line(value)
            case Scalar(name=name, exponent=exponent):
                return self._power(name, exponent)
            case Divisor(terms=terms):
                return self._line(1 / sum((n * self._size(name) for name, n in terms), Fraction(0)))
            case Transposed(of=of):
                return np.swapaxes(self.value(of), -1, -2)
            case Trace(of=of):
                return np.asarray(np.trace(self.value(of), axis1=-2, axis2=-1))[..., None, None]
            case Sum(terms=terms):
                return sum(map(self.value, terms[1:]), self.value(terms[0]))
            case Product(numbers=numbers, chain=chain):
                factors = [reduce(np.matmul, self._factors(chain))] if chain else []
                return prod([*map(self.value, numbers), *factors], start=self._line(Fraction(1)))
            case Identity(space=space):
                return np.eye(self._length(space), dtype=self._type)
            case Zero(rows=rows, columns=columns):
                return np.zeros((self._length(rows), self._length(columns)), dtype=self._type)
            case Ones(rows=rows, columns=columns):
                return np.ones((self._length(rows), self._length(columns)), dtype=self._type)
            case Blocks(rows=rows):
                return _stacked([_beside([self.value(e) for e in row]) for row in rows], -2)

    def _factors(self, chain: tuple[Node, ...]) -> list[Array]:
        """Return the matrices of a product; those between two weights are multiplied once."""
        found: list[Array] = []
        for trained, run in groupby(chain, lambda node: bool(names_in(node) & self._trained)):
            every = tuple(run)
            whole = trained or len(every) in (1, len(chain))
            found += map(self.value, every) if whole else [self.value(Product((), every))]
        return found

    @property
    def _type(self) -> type:
        return object if self.exact else float

    def _line(self, value: Fraction) -> Array:
        return np.array([[self.number(Fraction(value))]], dtype=self._type)

    def _power(self, name: str, exponent: int) -> Array:
        number = Fraction(self.numbers[name])
        return self._line(number**exponent if exponent > 0 else 1 / number**-exponent)

    def _size(self, name: str) -> int:
        return int(self.numbers[name]) if name else 1

    def _length(self, spaces: Spaces) -> int:
        return sum(1 if space == "1" else self._size(space) for space in spaces)

    def moved(self, weight: str, change: Array) -> "Scene":
        """Return the same with a weight changed."""
        return self.placed({weight: self.matrices[weight] + change})

    def placed(self, matrices: Mapping[str, Array]) -> "Scene":
        """Return the same with other matrices."""
        kept = self.kept if matrices.keys() <= self._trained else {}
        return replace(self, matrices={**self.matrices, **matrices}, kept=kept)


def _beside(entries: list[Array]) -> Array:
    return _stacked(entries, -1)


def _stacked(entries: list[Array], axis: int) -> Array:
    """Return matrices beside or below each other, for each node."""
    nodes = np.broadcast_shapes(*(entry.shape[:-2] for entry in entries))
    full = [np.broadcast_to(entry, nodes + entry.shape[-2:]) for entry in entries]
    return np.concatenate(full, axis=axis)
