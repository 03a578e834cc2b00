"""Sets of weights, each written in a few scales: what training starts on."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Rows = tuple[tuple[Fraction, ...], ...]
"""A matrix by its rows."""


@dataclass(frozen=True, slots=True)
class Block:
    """A weight block of the form (diagonal) I + (off_diagonal) (J − I); None stands for zero."""

    diagonal: str | None = None
    off_diagonal: str | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """A weight block diag(scale_1, …, scale_d): a number for each coordinate."""

    scale: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A weight block that is not trained: one matrix, which no scale is part of.

    Attributes:
        rows: the matrix, d rows of d numbers; None before it is given.
    """

    rows: Rows | None = None


Form = Block | Entries | Fixed
"""What a weight block is, in scales or in numbers."""


@dataclass(frozen=True, slots=True)
class Manifold:
    """The weight blocks that are not zero, each by its scales.

    >>> Manifold((("KQ32", Entries("a")), ("PV12", Block("b", "beta")))).scales
    ('a', 'b', 'beta')
    """

    blocks: tuple[tuple[str, Form], ...]

    @property
    def scales(self) -> tuple[str, ...]:
        """The names of the scales, in the order of the blocks."""
        names: list[str | None] = []
        for _, block in self.blocks:
            if isinstance(block, Entries):
                names.append(block.scale)
            elif isinstance(block, Block):
                names += [block.diagonal, block.off_diagonal]
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def fixed(self) -> Mapping[str, Rows | None]:
        """The matrices of the blocks that are not trained; None where one is not given yet."""
        return {name: form.rows for name, form in self.blocks if isinstance(form, Fixed)}

    def block(self, name: str) -> Form:
        """Return the block called `name`, the zero block when it is not listed."""
        return dict(self.blocks).get(name, Block())
