"""The directions along which second derivatives are taken: orthonormal, each of its shape."""

from itertools import product

import numpy as np
import pytest

from derivations.stability.keys import Direction
from numeric_check.model.attention import BLOCKS
from symbolic_mesa.witness.stability import DIRECTIONS, unit


@pytest.mark.parametrize("dim", [2, 3])
def test_directions_of_all_blocks_are_orthonormal(dim: int) -> None:
    every = np.array([unit(dim, *one) for one in product(BLOCKS, DIRECTIONS)])
    assert every.shape == (6 * 4, 6 * dim * dim)
    assert np.allclose(every @ every.T, np.eye(len(every)), rtol=0, atol=1e-15)


def test_directions_are_of_their_shape() -> None:
    shapes = {direction: of(3) for direction, of in DIRECTIONS.items()}
    for direction, entries in shapes.items():
        transposed = -entries if direction is Direction.ANTISYMMETRIC else entries
        assert np.array_equal(entries.T, transposed)
        on_diagonal = direction in (Direction.IDENTITY, Direction.TRACELESS)
        assert bool(np.any(np.diag(entries))) is on_diagonal
        assert bool(np.trace(entries)) is (direction is Direction.IDENTITY)
