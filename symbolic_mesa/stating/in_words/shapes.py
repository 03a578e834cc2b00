"""From words as they are written to matrices between spaces: what does not fit is refused.

A product is cut where neighbours do not follow on each other: pieces of shape 1 x 1 are numbers,
and the others follow on each other. `I`, and 0 in a sum or in a block, have the size that they
need.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from symbolic_mesa.statement.words import (
    INVERTED,
    LINE,
    Blocks,
    Constant,
    Identity,
    Letter,
    Node,
    Product,
    Scalar,
    Spaces,
    Sum,
    Trace,
    Transposed,
    Zero,
)
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.in_words.divisors import divisor
from symbolic_mesa.stating.syntax import (
    Blocked,
    Bracket,
    Expression,
    Factor,
    Name,
    Number,
    Place,
    Power,
    Traced,
    Turned,
)
from symbolic_mesa.stating.syntax import Product as Written
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

HIGHEST = 12  # exponent
MOST_FACTORS = 500  # of a prediction, definitions put in
IDENTITY = "I"
LINES: Spaces = (LINE,)
Shape = tuple[Spaces, Spaces]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A node with its shape, and how many factors are in it."""

    node: Node
    rows: Spaces = LINES
    columns: Spaces = LINES
    factors: int = 1

    @property
    def shape(self) -> Shape:
        """Its shape."""
        return self.rows, self.columns

    @property
    def is_number(self) -> bool:
        """Whether it is 1 x 1."""
        return self.shape == (LINES, LINES)


@dataclass(frozen=True)
class Scope:
    """What names mean where an expression stands.

    Attributes:
        named: what a name of a matrix, a scalar or a definition stands for; None if there is none.
        known: all names.
        spaces: the spaces, which are numbers in an expression.
        positive: the matrices that have an inverse.
    """

    named: Callable[[str, Place], Shaped | None]
    known: tuple[str, ...]
    spaces: tuple[str, ...]
    positive: frozenset[str] = field(default_factory=frozenset)

    def expression(self, of: Expression, wanted: Shape | None = None) -> Shaped:
        """Return what an expression is.

        Raises:
            Misstated: when shapes do not fit, or a name means nothing.
        """
        found = self.attempted(of, wanted)
        if found is None:
            raise Misstated("there is nothing that gives this a size; write a matrix", of.place)
        return found

    def attempted(self, of: Expression, wanted: Shape | None = None) -> Shaped | None:
        """Return what an expression is; None where it takes any size and none is wanted."""
        terms = [(_Term.of(self, term), term) for term in of.terms]
        shapes = [(term.shape, written) for term, written in terms if term.shape is not None]
        shape = shapes[0][0] if shapes else wanted
        if shape is None:
            return None
        for other, written in shapes:
            if other != shape:
                place = written.factors[0].place
                raise Misstated(_unlike(shape, other), place)
        found = [term.at(shape, written.factors[0].place) for term, written in terms]
        node = found[0].node if len(found) == 1 else Sum(tuple(one.node for one in found))
        return _measured(Shaped(node, *shape, sum(one.factors for one in found)), of.place)

    def factor(self, of: Factor) -> "Shaped | None":
        """Return what a factor is; None of the identity, which has no size of its own."""
        match of:
            case Number(value=value):
                return Shaped(Constant(value))
            case Name(name=name, place=place):
                return None if name == IDENTITY else self._name(name, place)
            case Bracket(of=inner):
                return self.expression(inner)
            case Turned(of=inner):
                return _transposed(self.factor(inner))
            case Traced(of=inner, place=place):
                return _trace(self.expression(inner), place)
            case Blocked(rows=rows, place=place):
                return self._blocks(rows, place)
            case Power(base=base, exponent=exponent, place=place):
                return self._power(base, exponent, place)
        raise Misstated("has no meaning in words", of.place)

    def _name(self, name: str, place: Place) -> Shaped:
        if name in self.spaces:
            return Shaped(Scalar(name))
        found = self.named(name, place)
        if found is None:
            known = (*self.known, *self.spaces, IDENTITY)
            raise Misstated(
                f"{quoted(name)} is no name here; there are {', '.join(known)}"
                f"{nearest(name, known)}",
                place,
            )
        return found

    def _power(self, base: Factor, exponent: int, place: Place) -> Shaped | None:
        if abs(exponent) > HIGHEST or not exponent:
            raise Misstated(f"an exponent is from 1 to {HIGHEST}, or -1", place)
        one = self._inverse(base, place) if exponent < 0 else self.factor(base)
        if one is None:
            return None
        if one.rows != one.columns:
            raise Misstated(f"a power of a matrix {_words(one.shape)}, which is not square", place)
        size, copies = one.factors * abs(exponent), (one.node,) * abs(exponent)
        node = Product(copies, ()) if one.is_number else Product((), copies)
        return _measured(Shaped(node, one.rows, one.columns, size), place)

    def _inverse(self, base: Factor, place: Place) -> Shaped | None:
        if isinstance(base, Name) and base.name == IDENTITY:
            return None
        if isinstance(base, Name) and base.name in self.positive:
            found = self._name(base.name, base.place)
            return Shaped(Letter(base.name + INVERTED), found.rows, found.columns)
        known = ", ".join(sorted(self.positive)) or "none"
        raise Misstated(
            f"^-1 is for positive letters of [symbols]; there are: {known}; divide by a number",
            place,
        )

    def _blocks(self, rows: tuple[tuple[Expression, ...], ...], place: Place) -> Shaped:
        if len({len(row) for row in rows}) > 1:
            raise Misstated("rows of a block matrix have one number of entries", place)
        first = [[self.attempted(entry) for entry in row] for row in rows]
        heights = [_first(one.rows for one in row if one) for row in first]
        lines = zip(*first, strict=True)
        widths = [_first(one.columns for one in line if one) for line in lines]
        nodes: list[tuple[Node, ...]] = []
        size = 0
        for height, row in zip(heights, rows, strict=True):
            entries: list[Node] = []
            for width, entry in zip(widths, row, strict=True):
                if height is None or width is None:
                    raise Misstated("a row or column of blocks has no size; write a matrix", place)
                found = self.expression(entry, (height, width))
                if found.shape != (height, width):
                    raise Misstated(_unlike((height, width), found.shape, "here"), entry.place)
                entries.append(found.node)
                size += found.factors
            nodes.append(tuple(entries))
        stacked = [tuple(s for one in side if one for s in one) for side in (heights, widths)]
        return _measured(Shaped(Blocks(tuple(nodes)), stacked[0], stacked[1], size), place)


@dataclass(frozen=True, slots=True)
class _Term:
    """A product whose identities are left out.

    Attributes:
        numbers: what is 1 x 1.
        chain: matrices that follow on each other.
        negative: whether it is subtracted.
        open: whether it is a multiple of the identity of some size.
        zero: whether it is 0 of some size.
    """

    numbers: tuple[Shaped, ...]
    chain: tuple[Shaped, ...]
    negative: bool
    open: bool
    zero: bool

    @classmethod
    def of(cls, scope: Scope, term: Written) -> "_Term":
        """Return a product as it is written."""
        pairs = [(scope.factor(factor), factor) for factor in term.factors]
        given = [(one, factor) for one, factor in pairs if one is not None]
        numbers, chain = _pieces(given)
        if term.divisor is not None:
            numbers.append(Shaped(divisor(term.divisor, scope.spaces)))
        zero = [one.node for one in numbers] == [Constant(Fraction(0))] and not chain
        open = len(given) < len(pairs) and not chain
        return cls(tuple(numbers), tuple(chain), term.negative, open, zero)

    @property
    def shape(self) -> Shape | None:
        """Its shape; None where it takes any."""
        if self.open or self.zero:
            return None
        return (self.chain[0].rows, self.chain[-1].columns) if self.chain else (LINES, LINES)

    def at(self, shape: Shape, place: Place) -> Shaped:
        """Return it in a shape."""
        if self.zero and not self.open:
            return Shaped(Zero(*shape), *shape)
        chain = tuple(one.node for one in self.chain)
        if self.open:
            if shape[0] != shape[1]:
                raise Misstated(f"I is square, and here a matrix is {_words(shape)}", place)
            chain = () if shape == (LINES, LINES) else (Identity(shape[0]),)
        numbers = tuple(one.node for one in self.numbers)
        if self.negative:
            numbers = (Constant(Fraction(-1)), *numbers)
        factors = sum(one.factors for one in (*self.numbers, *self.chain)) or 1
        if not numbers and len(chain) == 1:
            return Shaped(chain[0], *shape, factors)
        return Shaped(Product(numbers, chain), *shape, factors)


def _pieces(given: list[tuple[Shaped, Factor]]) -> tuple[list[Shaped], list[Shaped]]:
    """Return the numbers of a product, and the matrices that follow on each other."""
    numbers: list[Shaped] = []
    chain: list[Shaped] = []
    for piece in _cut(given):
        parts = [one for one, _ in piece]
        shape = parts[0].rows, parts[-1].columns
        if shape == (LINES, LINES):
            size = sum(one.factors for one in parts)
            node = parts[0].node if len(parts) == 1 else Product((), tuple(p.node for p in parts))
            numbers.append(Shaped(node, factors=size))
        elif chain and chain[-1].columns != shape[0]:
            raise Misstated(
                f"a matrix with columns in {_side(chain[-1].columns)} stands before one with rows "
                f"in {_side(shape[0])}; transpose one of them with '",
                piece[0][1].place,
            )
        else:
            chain += parts
    return numbers, chain


def _cut(given: list[tuple[Shaped, Factor]]) -> list[list[tuple[Shaped, Factor]]]:
    """Return runs of neighbours that follow on each other; what is 1 x 1 stands alone."""
    places: list[int] = []
    for number, (one, _) in enumerate(given):
        before = given[number - 1][0] if number else None
        fits = before is not None and before.columns == one.rows
        alone = one.is_number or (before is not None and before.is_number)
        places.append((places[-1] if places else 0) + (not fits or alone))
    pairs = groupby(zip(places, given, strict=True), key=lambda pair: pair[0])
    return [[item for _, item in run] for _, run in pairs]


def _transposed(of: Shaped | None) -> Shaped | None:
    if of is None or of.is_number:
        return of
    return Shaped(Transposed(of.node), of.columns, of.rows, of.factors)


def _trace(of: Shaped, place: Place) -> Shaped:
    if of.rows != of.columns:
        raise Misstated(f"the trace of a matrix {_words(of.shape)}, which is not square", place)
    return of if of.is_number else Shaped(Trace(of.node), factors=of.factors)


def _measured(of: Shaped, place: Place) -> Shaped:
    if of.factors > MOST_FACTORS:
        raise Misstated(f"more than {MOST_FACTORS} factors, definitions put in", place)
    return of


def _first(given: Iterable[Spaces]) -> Spaces | None:
    return next(iter(given), None)


def _unlike(shape: Shape, other: Shape, where: str = "in this sum") -> str:
    if (LINES, LINES) in (shape, other):
        matrix = other if shape == (LINES, LINES) else shape
        return f"a number and a matrix {_words(matrix)} {where}; write a number times I"
    return f"a matrix {_words(shape)} and one {_words(other)} {where}; their shapes are the same"


def _words(shape: Shape) -> str:
    return f"{_side(shape[0])} x {_side(shape[1])}"


def _side(spaces: Spaces) -> str:
    return spaces[0] if len(spaces) == 1 else f"({' + '.join(spaces)})"


Meanings = Mapping[str, Shaped]
"""What names of symbols, random matrices and weights stand for."""
