"""Finite laws of x_1 for enumeration, some skewed, some with dependent coordinates."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from numeric_check.model.enumeration import Point

Atom = tuple[Fraction, Fraction]  # value of one coordinate, probability

SKEWED: tuple[Atom, ...] = (
    (Fraction(2), Fraction(1, 4)),
    (Fraction(-1), Fraction(3, 4)),
)
"""A law of one coordinate that has no vanishing moment, so that odd moments show."""


def joint_support_iid(atoms: Sequence[Atom], dim: int) -> tuple[Point, ...]:
    """Return the support of x_1 with i.i.d. coordinates."""
    points = []
    for chosen in product(atoms, repeat=dim):
        probability = Fraction(1)
        for _, share in chosen:
            probability *= share
        points.append((tuple(value for value, _ in chosen), probability))
    return tuple(points)


def rademacher_support(c: Fraction, dim: int) -> tuple[Point, ...]:
    """Return the support of i.i.d. coordinates that are +c or -c with probability 1/2."""
    return joint_support_iid(((c, Fraction(1, 2)), (-c, Fraction(1, 2))), dim)


def skewed_support(dim: int) -> tuple[Point, ...]:
    """Return the support of i.i.d. coordinates with the atoms `SKEWED`."""
    return joint_support_iid(SKEWED, dim)


def sparse_support(c: Fraction, dim: int) -> tuple[Point, ...]:
    """Return the support of +c e_i or -c e_i, all with the same probability."""
    return tuple(
        (tuple(value if k == i else Fraction(0) for k in range(dim)), Fraction(1, 2 * dim))
        for i in range(dim)
        for value in (c, -c)
    )


def full_one_support(c: Fraction, dim: int) -> tuple[Point, ...]:
    """Return the support that holds only (c, ..., c)."""
    return (((c,) * dim, Fraction(1)),)


def dependent_support(dim: int) -> tuple[Point, ...]:
    """Return the support of a common scale, 1 or 3 with probability 1/2, times `SKEWED`."""
    return tuple(
        (tuple(scale * value for value in x), share / 2)
        for scale in (1, 3)
        for x, share in skewed_support(dim)
    )
