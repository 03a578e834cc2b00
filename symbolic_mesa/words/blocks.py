"""Block matrices, multiplied out by the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from symbolic_mesa.words.matrices import Matrix

Rows = Sequence[Sequence[Matrix]]


@dataclass(frozen=True)
class BlockMatrix:
    """A matrix made of blocks.

    Attributes:
        rows: the blocks, row by row.
    """

    rows: tuple[tuple[Matrix, ...], ...]

    def __matmul__(self, other: "BlockMatrix") -> "BlockMatrix":
        columns = tuple(zip(*other.rows, strict=True))
        return BlockMatrix(tuple(tuple(_row(r, c) for c in columns) for r in self.rows))

    @property
    def T(self) -> "BlockMatrix":  # noqa: N802  # the field's name for it
        """The transpose."""
        columns = zip(*self.rows, strict=True)
        return BlockMatrix(tuple(tuple(block.T for block in column) for column in columns))


def block(rows: Rows) -> BlockMatrix:
    """Return a matrix of blocks, row by row."""
    return BlockMatrix(tuple(map(tuple, rows)))


def _row(left: Sequence[Matrix], right: Sequence[Matrix]) -> Matrix:
    products = [x @ y for x, y in zip(left, right, strict=True)]
    return reduce(lambda x, y: x + y, products)
