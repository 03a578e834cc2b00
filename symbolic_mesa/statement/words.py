"""Words of matrices as data: what a regression model predicts, as a tree with named spaces."""

from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.text.letters import uninverted

Spaces = tuple[str, ...]
"""The spaces that are stacked along one side of a matrix; mostly one."""

LINE = "1"  # the space of dimension 1
ONES = "ones"  # before the name of a space: its column of ones


@dataclass(frozen=True, slots=True)
class Constant:
    """A number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Scalar:
    """A power of a scalar symbol, or of a dimension."""

    name: str
    exponent: int = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """A matrix by its name; with ``^-1`` behind it the inverse of one."""

    name: str


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a space."""

    space: Spaces


@dataclass(frozen=True, slots=True)
class Zero:
    """A matrix of zeros."""

    rows: Spaces
    columns: Spaces


@dataclass(frozen=True, slots=True)
class Ones:
    """A matrix of ones."""

    rows: Spaces
    columns: Spaces


@dataclass(frozen=True, slots=True)
class Transposed:
    """The transpose of a matrix."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Trace:
    """The trace of a matrix, a number."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of matrices of one shape."""

    terms: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Matrices that follow on each other, times numbers and matrices of shape 1 x 1.

    Attributes:
        numbers: what is 1 x 1.
        chain: what is multiplied in order; none where the product is a number.
    """

    numbers: tuple["Node", ...]
    chain: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Divisor:
    """One over a sum of dimensions with numbers before them, and a number: over 2 N + 1.

    Attributes:
        terms: the names of dimensions, each with the number before it; the empty name is 1.
    """

    terms: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix of blocks, by rows."""

    rows: tuple[tuple["Node", ...], ...]


Node = (
    Constant | Scalar | Letter | Identity | Zero | Ones | Transposed | Trace | Sum | Product
    | Divisor | Blocks
)  # fmt: skip


def children(node: Node) -> tuple[Node, ...]:
    """Return what a node is made of."""
    match node:
        case Transposed(of=of) | Trace(of=of):
            return (of,)
        case Sum(terms=terms):
            return terms
        case Product(numbers=numbers, chain=chain):
            return (*numbers, *chain)
        case Blocks(rows=rows):
            return tuple(entry for row in rows for entry in row)
        case _:
            return ()


def names_in(node: Node) -> frozenset[str]:
    """Return the names of the scalars, dimensions and matrices in a node, inverses as theirs."""
    match node:
        case Letter(name=name):
            return frozenset({uninverted(name)[0]})
        case Scalar(name=name):
            return frozenset({name})
        case Divisor(terms=terms):
            return frozenset(name for name, _ in terms if name)
        case _:
            return frozenset().union(*map(names_in, children(node)))


def spaces_of_ones(node: Node) -> frozenset[str]:
    """Return the spaces in which a node has columns of ones, without that of dimension 1."""
    match node:
        case Ones(rows=rows, columns=columns):
            return frozenset({*rows, *columns} - {LINE})
        case _:
            return frozenset().union(*map(spaces_of_ones, children(node)))


def degree(node: Node, name: str) -> int:
    """Return the highest degree of a node in a matrix or scalar that is not inverted."""
    match node:
        case Letter(name=other):
            return int(other == name)
        case Scalar(name=other, exponent=exponent):
            return exponent if other == name else 0
        case Product():
            return sum(degree(one, name) for one in children(node))
        case _:
            return max((degree(one, name) for one in children(node)), default=0)


def node_text(node: Node) -> str:
    """Return a node as it could be written.

    >>> node_text(Product((Scalar("N", -1),), (Letter("X"), Transposed(Letter("X")))))
    "N^-1 X X'"
    """
    match node:
        case Constant(value=value):
            return str(value)
        case Scalar(name=name, exponent=exponent):
            return name if exponent == 1 else f"{name}^{exponent}"
        case Letter(name=name):
            return name
        case Identity(space=space):
            return f"I[{' + '.join(space)}]"
        case Zero(rows=rows, columns=columns):
            return f"0[{' + '.join(rows)}, {' + '.join(columns)}]"
        case Ones(rows=rows, columns=columns):
            return f"{ONES}[{' + '.join(rows)}, {' + '.join(columns)}]"
        case Transposed(of=of):
            return f"{_enclosed(of)}'"
        case Trace(of=of):
            return f"tr({node_text(of)})"
        case Sum(terms=terms):
            return " + ".join(map(node_text, terms))
        case Product(numbers=numbers, chain=chain):
            return " ".join(map(_enclosed, (*numbers, *chain)))
        case Divisor(terms=terms):
            return f"1/({' + '.join(f'{n} {name}'.rstrip() for name, n in terms)})"
        case Blocks(rows=rows):
            return f"block({'; '.join(', '.join(map(node_text, row)) for row in rows)})"


def _enclosed(node: Node) -> str:
    return f"({node_text(node)})" if isinstance(node, Sum | Product) else node_text(node)
