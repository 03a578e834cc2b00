"""Which moments of x_1 an off-diagonal gradient entry at (aI, bI) depends on.

A gradient is linear in the law, so that a signed measure of which one moment is 1, and every other
one up to degree 6 is 0, shows what that moment does. Two routes: in rationals and in doubles.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import permutations

import numpy as np

from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.lattices import lattice_weights
from numeric_check.laws.rational_laws import signed_lattice
from numeric_check.model.attention import diagonal_blocks
from numeric_check.model.enumeration import TRAINED, Point, Token, entry_slope, scaled_block
from numeric_check.model.quadrature import population, roots_for_gradients

LENGTH = 3
PROBE = (2, -3)
VISIBLE = 1e-6  # a response that is not 0 is of the order of 1


def unit_moment(powers: Sequence[int], dim: int) -> tuple[Point, ...]:
    """Return a signed measure with E Π x_k^power = 1 on distinct coordinates, all else 0."""
    wanted = sorted(powers, reverse=True)

    def moments(found: tuple[int, ...]) -> Fraction:
        return Fraction(sorted((n for n in found if n), reverse=True) == wanted)

    return lattice_weights(moments, dim)


@cache  # pure; every law asks the same
def responds(powers: tuple[int, ...]) -> bool:
    """Return whether an off-diagonal entry of KQ32 or PV12 changes with a moment; exact."""
    dim = max(2, len(powers))
    measure = dict(unit_moment(powers, dim))
    slopes = _slopes(dim)
    return any(
        sum((weight * slopes[place][k] for place, weight in measure.items()), Fraction(0)) != 0
        for k in range(len(TRAINED))
    )


@cache  # pure; shared by all moments
def _slopes(dim: int) -> dict[Token, tuple[Fraction, ...]]:
    """Return the gradient in the entry (0, 1) of each block for each point of the grid."""
    a, b = map(Fraction, PROBE)
    weights = {"KQ32": scaled_block(dim, a), "PV12": scaled_block(dim, b)}
    return {
        place: tuple(entry_slope(weights, place, LENGTH, block, 0, 1) for block in TRAINED)
        for place in signed_lattice(dim)
    }


@cache  # likewise
def visibly_responds(powers: tuple[int, ...]) -> bool:
    """Return the same by quadrature of the full model."""
    dim = max(2, len(powers))
    points, weights = zip(*unit_moment(powers, dim), strict=True)
    nodes = TokenNodes(np.array(points, dtype=float), np.array(weights, dtype=float))
    found = population(diagonal_blocks(dim, *PROBE), nodes, LENGTH, roots_for_gradients(LENGTH))
    pairs = permutations(range(dim), 2)
    entries = [found.entry(block, *pair).value for pair in pairs for block in TRAINED]
    return max(map(abs, entries)) > VISIBLE
