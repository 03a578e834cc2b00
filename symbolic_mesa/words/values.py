"""Exact values: polynomials in scalars and in traces of words, with powers of any sign.

A value is a mapping from monomials to rational numbers. A monomial is a sorted tuple of pairs of a
generator and its power; a generator is a canonical closed word, or a scalar by its number (−1 − k).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from symbolic_mesa.words.letters import Word

Generator: TypeAlias = Word  # of scalar k it is (−1 − k,)
Monomial: TypeAlias = tuple[tuple[Generator, int], ...]
Number: TypeAlias = int | Fraction
Value: TypeAlias = Mapping[Monomial, Number]

ONE: Monomial = ()


def scalar(place: int) -> Generator:
    """Return the generator that is scalar k."""
    return (-1 - place,)


def is_scalar(generator: Generator) -> bool:
    """Whether a generator is a scalar, and no trace."""
    return len(generator) == 1 and generator[0] < 0


def power(generator: Generator, exponent: int) -> Monomial:
    """Return a power of a generator."""
    return ((generator, exponent),) if exponent else ONE


def times(left: Monomial, right: Monomial) -> Monomial:
    """Return the product of two monomials."""
    if not left or not right:
        return left or right
    powers = dict(left)
    for generator, exponent in right:
        powers[generator] = powers.get(generator, 0) + exponent
    return tuple(sorted((g, e) for g, e in powers.items() if e))


def add(
    total: dict[Monomial, Number], value: Value, monomial: Monomial = ONE, factor: Number = 1
) -> None:
    """Add a value times a monomial times a number to a total."""
    for term, number in value.items():
        key = times(term, monomial) if monomial else term
        new = total.get(key, 0) + number * factor
        if new:
            total[key] = new
        else:
            total.pop(key, None)


def product(left: Value, right: Value) -> dict[Monomial, Number]:
    """Return the product of two values."""
    total: dict[Monomial, Number] = {}
    for monomial, number in right.items():
        add(total, left, monomial, number)
    return total
