"""Polynomials in numbers that are not negative, seen to have one sign by their coefficients.

The coefficients are numbers, or polynomials in one of the numbers, whose sign its roots tell.
"""

from collections.abc import Collection
from typing import NamedTuple

import sympy
from sympy.polys.domains.domainelement import DomainElement
from sympy.polys.rings import PolyElement

X = sympy.Symbol("x")
Coefficients = dict[tuple[int, ...], DomainElement]


class Sign(NamedTuple):
    """The sign of a polynomial.

    Attributes:
        value: 1 or -1; 0 where it is of both signs, or not known to be of one.
        sure: whether it vanishes nowhere.
    """

    value: int
    sure: bool


def has_one_sign(total: PolyElement, positive: Collection[int], own: Collection[int]) -> bool:
    """Whether a polynomial has one sign and vanishes nowhere.

    Args:
        total: in generators that are not negative; the first of them, v, may be infinite.
        positive: the places of generators that are not 0.
        own: the places of generators that belong to coefficients, as these are polynomials in them.

    A term without v, and one of the highest power of v, must consist of positive numbers.
    """
    if not total:
        return False
    groups: dict[tuple[int, ...], Coefficients] = {}
    for monomial, coefficient in total.terms():
        rest = tuple(0 if k in own else p for k, p in enumerate(monomial))
        inner = tuple(p if k in own else 0 for k, p in enumerate(monomial))
        groups.setdefault(rest, {})[inner] = coefficient
    signs = {rest: _sign(inner, positive) for rest, inner in groups.items()}
    if len({sign.value for sign in signs.values()}) != 1 or 0 in {s.value for s in signs.values()}:
        return False
    sure = {rest[0] for rest, sign in signs.items() if sign.sure and _is_positive(rest, positive)}
    return {0, max(rest[0] for rest in signs)} <= sure


def _is_positive(monomial: tuple[int, ...], positive: Collection[int]) -> bool:
    return all(k in positive for k, power in enumerate(monomial) if power and k)


def _sign(polynomial: Coefficients, positive: Collection[int]) -> Sign:
    """Return the sign of a polynomial in numbers that are not negative."""
    met = {k for monomial in polynomial for k, power in enumerate(monomial) if power}
    if len(met) == 1:
        (place,) = met
        by_power = {monomial[place]: coefficient for monomial, coefficient in polynomial.items()}
        return _sign_in_one(by_power, place in positive)
    signs = {1 if coefficient > 0 else -1 for coefficient in polynomial.values()}
    sure = any(_is_positive(monomial, positive) for monomial in polynomial)
    return Sign(signs.pop(), sure) if len(signs) == 1 else Sign(0, sure=False)


def _sign_in_one(by_power: dict[int, DomainElement], open_at_0: bool) -> Sign:
    """Return the sign of a polynomial in one number x >= 0, or x > 0, by its roots."""
    least = min(by_power)
    terms = {power - least: sympy.Rational(*_ratio(c)) for power, c in by_power.items()}
    polynomial = sympy.Poly(sum(c * X**power for power, c in terms.items()), X)
    _, factors = polynomial.sqf_list()
    roots = [(factor.count_roots(0, None), power) for factor, power in factors]
    if any(count and power % 2 for count, power in roots):
        return Sign(0, sure=False)
    sure = not any(count for count, _ in roots) and (open_at_0 or not least)
    return Sign(1 if polynomial.LC() > 0 else -1, sure)


def _ratio(number: DomainElement) -> tuple[int, int]:
    return int(number.numerator), int(number.denominator)
