"""FLINT's factors are SymPy's, in SymPy's order, and multiply to what was factored."""

import random
from math import prod

import pytest
from sympy import ZZ
from sympy.polys.rings import PolyElement, ring

from symbolic_mesa.formulas.factors import irreducible_factors

R, x, y, z = ring("x,y,z", ZZ)


def drawn(chance: random.Random) -> PolyElement:
    """Return a product of a few factors, some to a power, that no generator divides."""
    found = R(chance.choice([-6, -1, 1, 4]))
    for _ in range(chance.randint(1, 4)):
        places = chance.sample(R.gens, chance.randint(1, 3))
        terms = (chance.randint(-3, 3) * prod(places) ** chance.randint(0, 2) for _ in range(3))
        found *= (sum(terms, R.zero) + sum(places) + 5) ** chance.randint(1, 2)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_they_are_sympys_in_its_order(seed: int) -> None:
    polynomial = drawn(random.Random(seed))  # noqa: S311  # seeded draws of a test
    number, factors = irreducible_factors(polynomial)
    assert (number, factors) == polynomial.factor_list()
    assert prod((f**power for f, power in factors), start=R(number)) == polynomial


def test_a_product_is_not_one_factor() -> None:
    number, factors = irreducible_factors(-2 * (x * y + 1) ** 2 * (y * z - x - 3))
    assert number == 2
    assert factors == [(x - y * z + 3, 1), (x * y + 1, 2)]
