"""From words as data to sums of words: blocks are multiplied out."""

from dataclasses import dataclass
from functools import reduce
from itertools import chain

from derivations.in_words.alphabets import divisor_name
from symbolic_mesa.statement.words import (
    ONES,
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
)
from symbolic_mesa.words.letters import LINE
from symbolic_mesa.words.matrices import Matrix, identity, matrix, number, zero
from symbolic_mesa.words.values import ONE, Monomial, Number, Value, add, product
from symbolic_mesa.words.wick import Expectation

Grid = tuple[tuple[Matrix, ...], ...]
"""A matrix by its blocks; mostly one."""

UNIT: Value = {ONE: 1}


@dataclass(frozen=True)
class Lowering:
    """How words as data become sums of words.

    Attributes:
        among: the alphabet and the scalars.
    """

    among: Expectation

    def matrix(self, node: Node) -> Grid:
        """Return a node by its blocks."""
        match node:
            case Constant() | Scalar() | Divisor() | Trace():
                return self._number(self.value(node))
            case Letter(name=name) if name in self.among.alphabet.names:
                return ((matrix(self.among, name),),)
            case Letter(name=name):
                return self._number(number(self.among, name))
            case Identity(space=space):
                return self._diagonal(space)
            case Zero(rows=rows, columns=columns):
                return tuple(tuple(zero(self.among, r, c) for c in columns) for r in rows)
            case Ones(rows=rows, columns=columns):
                return tuple(tuple(self._ones(r) @ self._ones(c).T for c in columns) for r in rows)
            case Transposed(of=of):
                return _transposed(self.matrix(of))
            case Sum(terms=terms):
                return reduce(_added, map(self.matrix, terms))
            case Blocks(rows=rows):
                return tuple(chain.from_iterable(map(self._row, rows)))
            case Product(numbers=numbers, chain=factors):
                scale = reduce(product, map(self.value, numbers), UNIT)
                if not factors:
                    return self._number(scale)
                found = reduce(_multiplied, map(self.matrix, factors))
                return tuple(tuple(entry.times(scale) for entry in row) for row in found)

    def value(self, node: Node) -> Value:
        """Return what is 1 x 1 as a number."""
        match node:
            case Constant(value=value):
                return {ONE: value} if value else {}
            case Scalar(name=name, exponent=exponent):
                return number(self.among, name, exponent)
            case Divisor():
                return number(self.among, divisor_name(node))
            case Trace(of=of):
                return trace(self.matrix(of))
        ((entry,),) = self.matrix(node)
        return entry.as_value()

    def _number(self, value: Value) -> Grid:
        return ((identity(self.among, LINE).times(value),),)

    def _ones(self, space: str) -> Matrix:
        """Return the column of ones of a space."""
        if space == LINE:
            return identity(self.among, LINE)
        return matrix(self.among, ONES + space)

    def _diagonal(self, space: Spaces) -> Grid:
        return tuple(
            tuple(
                identity(self.among, one) if k == n else zero(self.among, one, other)
                for n, other in enumerate(space)
            )
            for k, one in enumerate(space)
        )

    def _row(self, entries: tuple[Node, ...]) -> Grid:
        """Return a row of blocks, which may have rows of blocks themselves."""
        grids = [self.matrix(entry) for entry in entries]
        return tuple(tuple(chain.from_iterable(rows)) for rows in zip(*grids, strict=True))


def trace(grid: Grid) -> Value:
    """Return the trace of a matrix of blocks."""
    total: dict[Monomial, Number] = {}
    for k, row in enumerate(grid):
        add(total, row[k].trace())
    return total


def squared(grid: Grid) -> Value:
    """Return the sum of the squares of all entries."""
    return trace(_multiplied(grid, _transposed(grid)))


def less(left: Grid, right: Grid) -> Grid:
    """Return the difference."""
    return _added(left, tuple(tuple(-entry for entry in row) for row in right))


def _transposed(grid: Grid) -> Grid:
    return tuple(tuple(entry.T for entry in line) for line in zip(*grid, strict=True))


def _added(left: Grid, right: Grid) -> Grid:
    rows = zip(left, right, strict=True)
    return tuple(tuple(x + y for x, y in zip(*both, strict=True)) for both in rows)


def _multiplied(left: Grid, right: Grid) -> Grid:
    lines = tuple(zip(*right, strict=True))
    return tuple(tuple(_inner(row, line) for line in lines) for row in left)


def _inner(row: tuple[Matrix, ...], line: tuple[Matrix, ...]) -> Matrix:
    first, *others = (x @ y for x, y in zip(row, line, strict=True))
    return reduce(Matrix.__add__, others, first)
