"""The weights of a stated model, by the names of their blocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numeric_check.interpreter.doubles import Blocks
from symbolic_mesa.text.errors import InvalidInput


@dataclass(frozen=True)
class NamedBlocks:
    """The weights of a stated model.

    Attributes:
        named: every block, real and of shape (d, d).
    """

    named: Blocks

    @property
    def dim(self) -> int:
        """The dimension d."""
        return len(next(iter(self.named.values())))

    def descended(self, slopes: "NamedBlocks", step: float, mask: bool) -> "NamedBlocks":
        """Return the weights after a step of gradient descent; masked, diagonals only move."""
        kept = np.eye(self.dim) if mask else np.ones((self.dim, self.dim))
        return NamedBlocks(
            {name: block - step * kept * slopes.named[name] for name, block in self.named.items()}
        )


def real_blocks(dim: int, given: Mapping[str, NDArray[Any]]) -> NamedBlocks:
    """Return the blocks that are given, each of shape (d, d).

    Raises:
        InvalidInput: when one is complex, as a stated model's are not.
    """
    for name, block in given.items():
        if np.iscomplexobj(block):
            raise InvalidInput(f"{name}: complex, where a stated model is real; give real weights")
    return NamedBlocks(dict(given))
