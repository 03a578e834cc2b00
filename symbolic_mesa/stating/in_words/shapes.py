"""From words as they are written to matrices between spaces: what does not fit is refused.

A product is cut where neighbours do not follow on each other: pieces of shape 1 x 1 are numbers,
and the others follow on each other. `I`, and 0 in a sum or in a block, have the size that they
need.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from symbolic_mesa.statement.words import (
    INVERTED,
    Blocks,
    Constant,
    Identity,
    Letter,
    Node,
    Product,
    Scalar,
    Sum,
    Zero,
)
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.in_words.divisors import divisor
from symbolic_mesa.stating.in_words.shaped import (
    LINES,
    NOTHING,
    Between,
    Shape,
    Shaped,
    filled,
    first_of,
    in_words,
    measured,
    side,
    traced,
    transposed,
    unlike,
)
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
IDENTITY = "I"


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
                raise Misstated(unlike(shape, other), place)
        found = [term.at(shape, written.factors[0].place) for term, written in terms]
        node = found[0].node if len(found) == 1 else Sum(tuple(one.node for one in found))
        return measured(Shaped(node, *shape, sum(one.factors for one in found)), of.place)

    def factor(self, of: Factor, between: Between = NOTHING) -> "Shaped | None":
        """Return what a factor is; None of the identity, which has no size of its own.

        Args:
            of: the factor.
            between: the columns of the matrix before it and the rows of the one behind, where they
                are known: they give blocks their size that have none of their own.
        """
        match of:
            case Number(value=value):
                return Shaped(Constant(value))
            case Name(name=name, place=place):
                return None if name == IDENTITY else self._name(name, place)
            case Bracket(of=inner):
                return self.expression(inner)
            case Turned(of=inner):
                return transposed(self.factor(inner, between[::-1]))
            case Traced(of=inner, place=place):
                return traced(self.expression(inner), place)
            case Blocked(rows=rows, place=place):
                return self._blocks(rows, place, between)
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
            raise Misstated(
                f"a power of a matrix {in_words(one.shape)}, which is not square", place
            )
        size, copies = one.factors * abs(exponent), (one.node,) * abs(exponent)
        node = Product(copies, ()) if one.is_number else Product((), copies)
        return measured(Shaped(node, one.rows, one.columns, size), place)

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

    def beside(self, of: Factor | None) -> Shaped | None:
        """Return what a neighbour is whose size is known by its name."""
        base = of.of if isinstance(of, Turned) else of
        known = isinstance(base, Name) and base.name != IDENTITY
        return self.factor(of) if of is not None and known else None

    def _blocks(
        self, rows: tuple[tuple[Expression, ...], ...], place: Place, between: Between
    ) -> Shaped:
        if len({len(row) for row in rows}) > 1:
            raise Misstated("rows of a block matrix have one number of entries", place)
        first = [[self.attempted(entry) for entry in row] for row in rows]
        lines = zip(*first, strict=True)
        heights = filled([first_of(o.rows for o in row if o) for row in first], between[0])
        widths = filled([first_of(o.columns for o in line if o) for line in lines], between[1])
        nodes: list[tuple[Node, ...]] = []
        size = 0
        for height, row in zip(heights, rows, strict=True):
            entries: list[Node] = []
            for width, entry in zip(widths, row, strict=True):
                if height is None or width is None:
                    raise Misstated("a row or column of blocks has no size; write a matrix", place)
                found = self.expression(entry, (height, width))
                if found.shape != (height, width):
                    raise Misstated(unlike((height, width), found.shape, "here"), entry.place)
                entries.append(found.node)
                size += found.factors
            nodes.append(tuple(entries))
        stacked = [tuple(s for one in side if one for s in one) for side in (heights, widths)]
        return measured(Shaped(Blocks(tuple(nodes)), stacked[0], stacked[1], size), place)


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
        around = [None, *term.factors, None]
        pairs = []
        for before, factor, behind in zip(around, term.factors, around[2:], strict=False):
            left, right = scope.beside(before), scope.beside(behind)
            between = left.columns if left else None, right.rows if right else None
            pairs.append((scope.factor(factor, between), factor))
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
                raise Misstated(f"I is square, and here a matrix is {in_words(shape)}", place)
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
                f"a matrix with columns in {side(chain[-1].columns)} stands before one with rows "
                f"in {side(shape[0])}; transpose one of them with '",
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
