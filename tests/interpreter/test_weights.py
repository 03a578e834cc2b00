"""Blocks written out from the scales of a manifold, entry by entry."""

from fractions import Fraction

from numeric_check.interpreter.weights import blocks_at, unit
from symbolic_mesa.statement.manifolds import Block, Entries, Manifold

MANIFOLD = Manifold((("K", Block("a", "alpha")), ("P", Entries("b")), ("Q", Block("c"))))
SCALES = {name: Fraction(k + 2) for k, name in enumerate(("a", "alpha", "b_1", "b_2", "c"))}


def test_blocks_are_written_out_from_their_scales() -> None:
    assert blocks_at(MANIFOLD, SCALES, 2) == {
        "K": ((2, 3), (3, 2)),
        "P": ((4, 0), (0, 5)),
        "Q": ((6, 0), (0, 6)),
    }


def test_a_unit_is_one_entry() -> None:
    assert unit("K", 0, 1, 2) == {"K": ((0, 1), (0, 0))}
