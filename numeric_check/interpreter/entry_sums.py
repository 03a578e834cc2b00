"""A loss that is a sum of products of weight entries, and its gradient: T is in its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_letters
from typing import Protocol

import numpy as np

from numeric_check.interpreter.doubles import Blocks, Real
from numeric_check.interpreter.sums import contracted


class Summand(Protocol):
    """A number times a product of entries of blocks, summed over every index."""

    @property
    def value(self) -> float:
        """The number."""

    @property
    def factors(self) -> Sequence[tuple[str, int, int]]:
        """The block of each entry, and the indices, from 0, of its row and its column."""


@dataclass(frozen=True)
class EntrySum:
    """A loss.

    Attributes:
        summands: what it is the sum of.
    """

    summands: Sequence[Summand]

    def at(self, blocks: Blocks) -> tuple[float, dict[str, Real]]:
        """Return the loss and its gradient at weights, all of one shape (d, d)."""
        loss = 0.0
        slopes = {name: np.zeros_like(block) for name, block in blocks.items()}
        for one in self.summands:
            if not one.factors:
                loss += one.value
            for place, (name, *_) in enumerate(one.factors):
                slope = one.value * _without(place, one.factors, blocks)
                slopes[name] += slope
                loss += float(np.vdot(slope, blocks[name])) / len(one.factors)  # Euler's identity
        return loss, slopes


def _without(place: int, factors: Sequence[tuple[str, int, int]], blocks: Blocks) -> Real:
    """Return the derivative of a product in one of its factors, of shape (d, d)."""
    name, row, column = factors[place]
    one = np.ones(len(blocks[name]))
    others = [factor for k, factor in enumerate(factors) if k != place]
    given = [(ascii_letters[i] + ascii_letters[j], blocks[block]) for block, i, j in others]
    kept = dict.fromkeys((ascii_letters[row], ascii_letters[column]))
    free = [(letter, one) for letter in kept]  # an index may be in no other factor
    slope = np.asarray(contracted([*given, *free], "".join(kept)), np.float64)
    return slope if row != column else np.diag(slope)
