"""Polynomials over the integers as FLINT has them, there and back."""

from functools import cache

from flint import Ordering, fmpz_mpoly, fmpz_mpoly_ctx
from sympy.polys.rings import PolyElement


@cache
def _context(generators: int) -> fmpz_mpoly_ctx:
    return fmpz_mpoly_ctx.get([f"y_{k}" for k in range(generators)], Ordering.lex)


def in_flint(polynomial: PolyElement) -> fmpz_mpoly:
    """Return a polynomial as FLINT's; its terms are in lexicographic order."""
    return _context(polynomial.ring.ngens).from_dict(dict(polynomial))


def from_flint(polynomial: fmpz_mpoly, like: PolyElement) -> PolyElement:
    """Return FLINT's polynomial in the ring of another."""
    integer = like.ring.domain
    return like.ring.from_dict(
        {
            tuple(map(int, powers)): integer(int(coefficient))
            for powers, coefficient in polynomial.to_dict().items()
        }
    )


def common_factor(one: PolyElement, other: PolyElement) -> PolyElement:
    """Return the greatest common divisor; its leading coefficient is positive."""
    return from_flint(in_flint(one).gcd(in_flint(other)), one)


def resultant(one: PolyElement, other: PolyElement, place: int) -> PolyElement:
    """Return the resultant of two polynomials in the generator at a place.

    It vanishes where they have a common factor in which that generator occurs, or where both lose
    their highest power of it.
    """
    return from_flint(in_flint(one).resultant(in_flint(other), place), one)
