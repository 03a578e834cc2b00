"""The Hessian of the loss on the diagonal, parted by its symmetries.

Two blocks whose products with the other weights turn differently with the phases have no common
second derivative: blocks fall into groups of equal charge. Flipping the sign of a coordinate of x_1
parts the diagonal entries of a block from each pair of entries (j, k), (k, j); exchanging
coordinates parts the diagonal into multiples of I and traceless ones, and each pair into a
symmetric and an antisymmetric direction. What is left for a group of n blocks and a shape is one
n x n matrix.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, product
from typing import TypeVar

from sympy.polys.fields import FracElement

from derivations.stability.keys import Direction
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import entry_derivative
from symbolic_mesa.models.causal_linear_attention import DIAGONAL, causal_linear_attention

Dim = TypeVar("Dim", int, FracElement)
KINDS = {
    "same": (("j", "j"), ("j", "j")),
    "apart": (("j", "j"), ("k", "k")),
    "kept": (("j", "k"), ("j", "k")),
    "swapped": (("j", "k"), ("k", "j")),
}
"""The pairs of entries, of two blocks, that no sign flip keeps apart."""


@dataclass(frozen=True)
class Shape:
    """How the second derivatives in a direction add up.

    Attributes:
        direction: the direction.
        kinds: the pair of entries at its first place, and with the others.
    """

    direction: Direction
    kinds: tuple[str, str]

    def weight(self, dim: Dim) -> Dim:
        """Return what the second of its kinds counts in d dimensions."""
        one = dim**0
        return {Direction.IDENTITY: dim - one, Direction.SYMMETRIC: one}.get(self.direction, -one)


SHAPES = (
    Shape(Direction.IDENTITY, ("same", "apart")),
    Shape(Direction.TRACELESS, ("same", "apart")),
    Shape(Direction.SYMMETRIC, ("kept", "swapped")),
    Shape(Direction.ANTISYMMETRIC, ("kept", "swapped")),
)


@cache  # pure: the engine's answer, which holds for every law
def hessian() -> Mapping[tuple[str, str, str], MomentSum]:
    """Return the second derivatives of L at (aI, bI) by two blocks and a kind of entries."""
    model = causal_linear_attention()
    derivatives: dict[tuple[str, str, str], MomentSum] = {}
    for first, second in combinations_with_replacement(model.blocks, 2):
        for kind, (one, other) in KINDS.items():
            entries = ((first, *one), (second, *other))
            total = entry_derivative(model, DIAGONAL, entries)
            derivatives[first, second, kind] = derivatives[second, first, kind] = total
    return derivatives


@cache  # pure
def groups() -> tuple[tuple[str, ...], ...]:
    """Return the blocks that have second derivatives in common, group by group."""
    left, grouped = sorted(causal_linear_attention().blocks), []
    while left:
        group = [left.pop(0)]
        for block in group:
            linked = [other for other in left if _linked(block, other)]
            group += linked
            left = [other for other in left if other not in linked]
        grouped.append(tuple(sorted(group)))
    return tuple(sorted(grouped, key=lambda group: (group[0] != "KQ32", -len(group))))


def _linked(block: str, other: str) -> bool:
    return any(hessian()[block, other, kind].entries for kind in KINDS)


def all_sums() -> tuple[MomentSum, ...]:
    """Return every second derivative that is not 0."""
    return tuple(hessian()[one, other, kind] for one, other, kind in _within_groups())


def _within_groups() -> list[tuple[str, str, str]]:
    return [
        (one, other, kind)
        for group in groups()
        for one, other in product(group, repeat=2)
        for kind in KINDS
    ]
