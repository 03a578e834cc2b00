"""Sets of weights, each written in a few scales: what training starts on."""

from dataclasses import dataclass


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
class Manifold:
    """The weight blocks that are not zero, each by its scales.

    >>> Manifold((("KQ32", Entries("a")), ("PV12", Block("b", "beta")))).scales
    ('a', 'b', 'beta')
    """

    blocks: tuple[tuple[str, Block | Entries], ...]

    @property
    def scales(self) -> tuple[str, ...]:
        """The names of the scales, in the order of the blocks."""
        names: list[str | None] = []
        for _, block in self.blocks:
            if isinstance(block, Entries):
                names.append(block.scale)
            else:
                names += [block.diagonal, block.off_diagonal]
        return tuple(dict.fromkeys(name for name in names if name))

    def block(self, name: str) -> Block | Entries:
        """Return the block called `name`, the zero block when it is not listed."""
        return dict(self.blocks).get(name, Block())
