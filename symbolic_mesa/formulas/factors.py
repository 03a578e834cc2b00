"""Irreducible factors over the integers, by FLINT: SymPy takes seconds in six generators."""

from typing import Any

from sympy.polys.densebasic import dmp_from_dict
from sympy.polys.domains.domainelement import DomainElement
from sympy.polys.rings import PolyElement

from symbolic_mesa.formulas.flint_polynomials import from_flint, in_flint


def irreducible_factors(
    polynomial: PolyElement,
) -> tuple[DomainElement, list[tuple[PolyElement, int]]]:
    """Return a number and irreducible factors with their powers, simple ones first.

    Leading coefficients of the factors are positive, and their order is SymPy's.

    Args:
        polynomial: over the integers; no generator divides it.
    """
    number, found = in_flint(polynomial).factor()
    factors = [(from_flint(factor, polynomial), int(power)) for factor, power in found]
    for place, (factor, power) in enumerate(factors):
        if factor.LC < 0:
            factors[place], number = (-factor, power), number * (-1) ** power
    used = [k for k, degree in enumerate(polynomial.degrees()) if degree]
    factors.sort(key=lambda pair: _complexity(pair[0], pair[1], used))
    return polynomial.ring.domain(int(number)), factors


def _complexity(factor: PolyElement, power: int, used: list[int]) -> tuple[int, int, Any]:
    terms = {tuple(powers[k] for k in used): int(c) for powers, c in factor.terms()}
    dense = dmp_from_dict(terms, len(used) - 1, factor.ring.domain)
    return len(dense), power, dense
