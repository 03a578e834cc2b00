"""What vanishes exactly, where a sum in doubles is 0 to rounding.

Doubles cannot tell 0 from a number below their rounding: they contradict a claim that something is
not 0 only where the moments of the law, in rationals, give 0 too.
"""

from collections.abc import Callable
from itertools import product

from numeric_check.laws.mixed_moments import DEGREE, Moments, NoNodes, Powers, of_moduli
from numeric_check.laws.rational_laws import signed_points
from numeric_check.laws.rational_moments import pair_moments
from numeric_check.model.exact_full_scene import ExactFullScene
from numeric_check.model.exact_tokens import Enumerated
from symbolic_mesa.laws.protocol import TokenLaw

LENGTH = 4


def stays_diagonal(law: TokenLaw, dim: int) -> bool:
    """Return whether nothing pulls off the diagonal: by the law's signs, else by enumeration.

    With one coordinate nothing is off it. The enumeration is at T = 4, from which on every moment
    counts that does at all.
    """
    if not law.real:
        return dim == 1 or _is_neutral(law, dim)
    if dim == 1 or even_in_signs(law, dim):
        return True
    try:
        scene = ExactFullScene(Enumerated(signed_points(law, dim)), LENGTH)
    except NoNodes:
        return False
    return scene.stays("diagonal") and scene.stays("another diagonal")


def _is_neutral(law: TokenLaw, dim: int) -> bool:
    """Return whether every moment of complex tokens up to degree 6 that turns with a phase is 0."""
    try:
        moments = pair_moments(law, dim)
    except NoNodes:
        return False
    splits = (
        tuple(zip(barred, powers, strict=True))
        for powers in _powers(dim)
        for barred in product(*(range(power + 1) for power in powers))
    )
    every = (tuple((power - bar, bar) for bar, power in split) for split in splits)
    return all(moments(pairs) == 0 for pairs in every if any(p != q for p, q in pairs))


def even_in_signs(law: TokenLaw, dim: int) -> bool:
    """Return whether every moment up to degree 6 with an odd power vanishes."""
    return _known(law, dim, lambda moments: all(moments(p) == 0 for p in _odd(dim)))


def alike(law: TokenLaw, dim: int) -> bool:
    """Return whether moments up to degree 6 are the same for all orders of the coordinates."""

    def same(moments: Moments) -> bool:
        return all(moments(p) == moments(tuple(sorted(p))) for p in _powers(dim))

    return _known(law, dim, same)


def recovers_in_the_limit(law: TokenLaw, dim: int) -> bool:
    """Return whether m2 κ2 = κ1² for the first coordinate."""

    def gap(moments: Moments) -> bool:
        second, fourth, sixth = (moments((k, *[0] * (dim - 1))) for k in (2, 4, 6))
        return second * sixth == fourth**2

    return _known(law, dim, gap)


def recovers(law: TokenLaw, dim: int) -> bool:
    """Return whether κ3 = 0 for the first coordinate too: its equation has no other tokens."""
    others = [_beside(dim, r) for r in range(1, dim)]
    alone = _known(law, dim, lambda moments: all(moments(powers) == 0 for powers in others))
    return alone and recovers_in_the_limit(law, dim)


def _beside(dim: int, r: int) -> Powers:
    """The powers of x_1² x_r⁴."""
    return tuple(2 if k == 0 else 4 if k == r else 0 for k in range(dim))


def _known(law: TokenLaw, dim: int, holds: Callable[[Moments], bool]) -> bool:
    """Return whether something holds of the moments; of complex tokens of those of moduli."""
    try:
        moments = pair_moments(law, dim)
    except NoNodes:
        return False
    return holds(lambda powers: moments(of_moduli(powers)))


def _powers(dim: int) -> list[Powers]:
    return [p for p in product(range(DEGREE + 1), repeat=dim) if sum(p) <= DEGREE]


def _odd(dim: int) -> list[Powers]:
    return [p for p in _powers(dim) if any(power % 2 for power in p)]
