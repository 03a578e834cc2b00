"""Weight blocks from the scales of a manifold."""

from collections.abc import Mapping
from fractions import Fraction

from symbolic_mesa.statement.manifolds import Entries, Fixed, Form, Manifold
from symbolic_mesa.text.errors import InvalidInput

Matrix = tuple[tuple[Fraction, ...], ...]


def blocks_at(manifold: Manifold, scales: Mapping[str, Fraction], dim: int) -> dict[str, Matrix]:
    """Return the blocks that are not zero, each of d rows of d numbers."""
    size = range(dim)
    return {
        name: tuple(tuple(_entry(form, scales, i, j) for j in size) for i in size)
        for name, form in manifold.blocks
    }


def unit(block: str, row: int, column: int, dim: int) -> dict[str, Matrix]:
    """Return the direction in which one entry of one block grows."""
    size = range(dim)
    return {block: tuple(tuple(Fraction((i, j) == (row, column)) for j in size) for i in size)}


def _entry(form: Form, scales: Mapping[str, Fraction], row: int, column: int) -> Fraction:
    if isinstance(form, Fixed):
        return _given(form)[row][column]
    if isinstance(form, Entries):
        return scales[f"{form.scale}_{row + 1}"] if row == column else Fraction(0)
    name = form.diagonal if row == column else form.off_diagonal
    return scales[name] if name else Fraction(0)


def _given(form: Fixed) -> Matrix:
    """Return the matrix of a block that is not trained.

    Raises:
        InvalidInput: when it is not given.
    """
    if form.rows is None:
        raise InvalidInput("a fixed block has no matrix here; give it when deriving")
    return form.rows
