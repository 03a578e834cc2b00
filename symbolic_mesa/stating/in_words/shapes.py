"""From words as they are written to matrices between spaces: what does not fit is refused.

`I`, `ones`, and 0 in a sum or in a block have the size that they need: of the other terms of their
sum, of their neighbours in a product, of their row and column of blocks.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from symbolic_mesa.statement.words import (
    ONES,
    Blocks,
    Constant,
    Letter,
    Node,
    Product,
    Scalar,
    Sum,
)
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.in_words.divisors import divisor
from symbolic_mesa.stating.in_words.products import Open, Taking, Term
from symbolic_mesa.stating.in_words.shaped import (
    NOTHING,
    Between,
    Shaped,
    filled,
    first_of,
    in_words,
    measured,
    narrowed,
    square,
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
from symbolic_mesa.text.letters import INVERTED
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

HIGHEST = 12  # exponent
TAKING = {"I": Taking.IDENTITY, ONES: Taking.ONES}


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

    def expression(self, of: Expression, wanted: Between = NOTHING) -> Shaped:
        """Return what an expression is.

        Raises:
            Misstated: when shapes do not fit, or a name means nothing.
        """
        found = self.attempted(of, wanted)
        if found is None:
            raise Misstated("there is nothing that gives this a size; write a matrix", of.place)
        return found

    def attempted(
        self, of: Expression, wanted: Between = NOTHING, squared: bool = False
    ) -> Shaped | None:
        """Return what an expression is; None where it takes any size and none is wanted.

        Args:
            of: the expression.
            wanted: the sides that it has where nothing in it gives them a size.
            squared: whether it has as many rows as columns.
        """
        terms = [(self._term(term), term) for term in of.terms]
        every = [*(term.shape for term, _ in terms), wanted]
        sides = first_of(o[0] for o in every if o[0]), first_of(o[1] for o in every if o[1])
        rows, columns = square(sides) if squared or any(o.open for o, _ in terms) else sides
        if rows is None or columns is None:
            return None
        shape = rows, columns
        for term, written in terms:
            own = term.shape
            other = own[0] or rows, own[1] or columns
            if other != shape:
                raise Misstated(unlike(shape, other), written.factors[0].place)
        found = [term.at(shape, written.factors[0].place) for term, written in terms]
        node = found[0].node if len(found) == 1 else Sum(tuple(one.node for one in found))
        return measured(Shaped(node, *shape, sum(one.factors for one in found)), of.place)

    def _term(self, written: Written) -> Term:
        """Return a product as it is written."""
        factors = written.factors
        given: list[Open] = []
        for k, factor in enumerate(factors):
            left, right = self._beside(reversed(factors[:k])), self._beside(factors[k + 1 :])
            between = left.columns if left else None, right.rows if right else None
            given.append((self.factor(factor, between), factor.place))
        over = written.divisor
        divided = () if over is None else (Shaped(divisor(over, self.spaces)),)
        return Term.of(given, divided, written.negative)

    def factor(self, of: Factor, between: Between = NOTHING) -> Shaped | Taking:
        """Return what a factor is, or that it takes the size that it needs.

        Args:
            of: the factor.
            between: the columns of the matrix before it and the rows of the one behind, where they
                are known: they give blocks and brackets their size that have none of their own.
        """
        match of:
            case Number(value=value):
                return Shaped(Constant(value))
            case Name(name=name, place=place):
                return TAKING[name] if name in TAKING else self._name(name, place)
            case Bracket(of=inner):
                return self.expression(inner, narrowed(between))
            case Turned(of=inner):
                return transposed(self.factor(inner, between[::-1]))
            case Traced(of=inner, place=place):
                found = self.attempted(inner, squared=True)
                return traced(found or self.expression(inner), place)
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
            known = (*self.known, *self.spaces, *TAKING)
            raise Misstated(
                f"{quoted(name)} is no name here; there are {', '.join(known)}"
                f"{nearest(name, known)}",
                place,
            )
        return found

    def _power(self, base: Factor, exponent: int, place: Place) -> Shaped | Taking:
        if abs(exponent) > HIGHEST or not exponent:
            raise Misstated(f"an exponent is from 1 to {HIGHEST}, or -1", place)
        one = self._inverse(base, place) if exponent < 0 else self.factor(base)
        if one is Taking.ONES:
            raise Misstated("nothing gives ones in a power a size; write a matrix", place)
        if isinstance(one, Taking):
            return one
        if one.rows != one.columns:
            raise Misstated(
                f"a power of a matrix {in_words(one.shape)}, which is not square", place
            )
        size, copies = one.factors * abs(exponent), (one.node,) * abs(exponent)
        node = Product(copies, ()) if one.is_number else Product((), copies)
        return measured(Shaped(node, one.rows, one.columns, size), place)

    def _inverse(self, base: Factor, place: Place) -> Shaped | Taking:
        if isinstance(base, Name) and TAKING.get(base.name) is Taking.IDENTITY:
            return Taking.IDENTITY
        if isinstance(base, Name) and base.name in self.positive:
            found = self._name(base.name, base.place)
            return Shaped(Letter(base.name + INVERTED), found.rows, found.columns)
        known = ", ".join(sorted(self.positive)) or "none"
        raise Misstated(
            f"^-1 is for positive letters of [symbols]; there are: {known}; divide by a number",
            place,
        )

    def _beside(self, of: Iterable[Factor]) -> Shaped | None:
        """Return the nearest neighbour that is no number, if its size is known by its name."""
        for factor in of:
            base = factor.of if isinstance(factor, Turned) else factor
            if isinstance(base, Number):
                continue
            known = isinstance(base, Name) and base.name not in TAKING
            found = self.factor(factor) if known else None
            if not isinstance(found, Shaped) or not found.is_number:
                return found if isinstance(found, Shaped) else None
        return None

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
