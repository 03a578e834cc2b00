"""Nodes of words with their shapes, and what is said where shapes do not fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from symbolic_mesa.statement.words import LINE, Node, Spaces, Trace, Transposed
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.syntax import Place

MOST_FACTORS = 500  # of a prediction, definitions put in
LINES: Spaces = (LINE,)
Shape = tuple[Spaces, Spaces]
Between = tuple[Spaces | None, Spaces | None]
NOTHING: Between = (None, None)
Other = TypeVar("Other")


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


def transposed(of: Shaped | Other) -> Shaped | Other:
    """Return a transpose; what takes the size that it needs stays what it is."""
    if not isinstance(of, Shaped) or of.is_number:
        return of
    return Shaped(Transposed(of.node), of.columns, of.rows, of.factors)


def traced(of: Shaped, place: Place) -> Shaped:
    """Return a trace, of a matrix that must be square."""
    if of.rows != of.columns:
        raise Misstated(f"the trace of a matrix {in_words(of.shape)}, which is not square", place)
    return of if of.is_number else Shaped(Trace(of.node), factors=of.factors)


def measured(of: Shaped, place: Place) -> Shaped:
    """Return what is not too long."""
    if of.factors > MOST_FACTORS:
        raise Misstated(f"more than {MOST_FACTORS} factors, definitions put in", place)
    return of


def filled(sides: list[Spaces | None], whole: Spaces | None) -> list[Spaces | None]:
    """Return the sides of blocks; one that is not known is what is left of the whole."""
    if whole is None or sides.count(None) != 1:
        return sides
    place = sides.index(None)
    before = sum(len(side) for side in sides[:place] if side)
    behind = sum(len(side) for side in sides[place + 1 :] if side)
    left = whole[before : len(whole) - behind]
    return [*sides[:place], left or None, *sides[place + 1 :]]


def narrowed(between: Between) -> Between:
    """Return the sides that give brackets a size: what is to be 1 x 1 is written as a number."""
    rows, columns = (None if spaces == LINES else spaces for spaces in between)
    return rows, columns


def square(sides: Between) -> Between:
    """Return the sides of a matrix that has as many rows as columns."""
    rows, columns = sides
    return rows or columns, columns or rows


def first_of(given: Iterable[Spaces]) -> Spaces | None:
    """Return the first of them, if there is one."""
    return next(iter(given), None)


def unlike(shape: Shape, other: Shape, where: str = "in this sum") -> str:
    """Return what is wrong where two shapes differ."""
    if (LINES, LINES) in (shape, other):
        matrix = other if shape == (LINES, LINES) else shape
        return f"a number and a matrix {in_words(matrix)} {where}; write a number times I"
    return (
        f"a matrix {in_words(shape)} and one {in_words(other)} {where}; their shapes are the same"
    )


def in_words(shape: Shape) -> str:
    """Return a shape as it is written."""
    return f"{side(shape[0])} x {side(shape[1])}"


def side(spaces: Spaces) -> str:
    """Return stacked spaces as they are written."""
    return spaces[0] if len(spaces) == 1 else f"({' + '.join(spaces)})"
