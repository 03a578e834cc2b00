"""Laws of i.i.d. complex coordinates; a power is a pair: of a coordinate, and of its conjugate."""

from collections.abc import Mapping
from math import comb, factorial
from typing import Any

from symbolic_mesa.laws.catalogue.conditions import in_dimension, nonzero, positive, real
from symbolic_mesa.laws.catalogue.family import Family, odd_product, power_of
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.text.elements import Element

Pairs = tuple[tuple[int, int], ...]


def _gaussian(powers: Any, dim: Element, values: Mapping[str, Element]) -> Element:
    """E x^p x̄^q by pairings: c of x with x̄, the others of equals among themselves."""
    product: Element = 1
    for p, q in powers:
        pairings: Element = 0
        for c in range(min(p, q), -1, -1):
            if (p - c) % 2 == 0 and (q - c) % 2 == 0:
                ways = comb(p, c) * comb(q, c) * factorial(c)
                ways *= odd_product(p - c) * odd_product(q - c)
                equal = (p + q) // 2 - c
                pairings = pairings + ways * power_of(values["variance"], c) * power_of(
                    values["pseudo"], equal
                )
        product = product * pairings
    return product


def _phases(powers: Any, dim: Element, values: Mapping[str, Element]) -> Element:
    if any(p != q for p, q in powers):
        return 0
    degree: int = sum(p + q for p, q in powers)
    return values["c"] ** degree


ROWS = by_name(
    Family(
        "complex-gaussian",
        "i.i.d. complex Gaussian coordinates, E |x_j|^2 = variance, E x_j^2 = pseudo",
        (positive("variance"), real("pseudo")),
        _gaussian,
        real=False,
        sized=(
            in_dimension("pseudo <= variance", "variance - pseudo"),
            in_dimension("pseudo >= -variance", "variance + pseudo"),
        ),
    ),
    Family(
        "phases",
        "i.i.d. coordinates c e^(i theta), theta uniform",
        (nonzero("c"),),
        _phases,
        real=False,
    ),
)
"""Laws of complex tokens."""
