"""Sums over distinct coordinates, term by term, to hold the laws against."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import permutations
from math import prod

from symbolic_mesa.engine.patterns import Pattern

Powers = tuple[int, ...]  # of each coordinate

SHAPES = (
    *[((k,), ()) for k in range(7)],
    *[((), ()), ((2,), (4,)), ((4,), (2,)), ((1,), (1,)), ((1,), (2,)), ((3,), (3,))],
    *[((2, 4), ()), ((1, 1), ()), ((), (2, 2)), ((), (4, 1)), ((2,), (2, 2)), ((1, 1), (4,))],
    *[((2,), (0,)), ((0,), (2,)), ((), (2, 2, 2))],
)
PATTERNS = tuple(Pattern(tuple(zip("jk", held, strict=False)), free) for held, free in SHAPES)
"""Pinned powers of j and k, and powers that are summed over."""


def patterns(dim: int) -> tuple[Pattern, ...]:
    """Return the patterns whose pinned coordinates fit."""
    return tuple(pattern for pattern in PATTERNS if len(pattern.pinned) <= dim)


def summed(
    pattern: Pattern,
    dim: int,
    term: Callable[[Powers], object],
    pins: Mapping[str, int] | None = None,
) -> object:
    """Return Σ over distinct free coordinates of a term that depends on each one's power.

    Without pins the pinned coordinates are the first ones.
    """
    pins = pins or {"j": 0, "k": 1}
    held = [pins[index] for index, _ in pattern.pinned]
    total: object = 0
    for chosen in permutations([i for i in range(dim) if i not in held], len(pattern.free)):
        powers = [0] * dim
        for coordinate, (_, power) in zip(held, pattern.pinned, strict=True):
            powers[coordinate] = power
        for coordinate, power in zip(chosen, pattern.free, strict=True):
            powers[coordinate] = power
        total += term(tuple(powers))
    return total


def monomial(token: tuple[Fraction, ...], powers: Powers) -> Fraction:
    """Return Π x_i^k_i."""
    return prod(x**k for x, k in zip(token, powers, strict=True))
