"""Laws of i.i.d. coordinates that are not symmetric, without counts."""

from collections.abc import Mapping
from fractions import Fraction
from math import factorial

from symbolic_mesa.laws.catalogue.conditions import inner_share, positive
from symbolic_mesa.laws.catalogue.family import Family, Independent, rising
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.text.elements import Element


def _two_point(k: int, p: Element, scale: Element) -> Element:
    return scale**k * (p * (1 - p) ** k + (1 - p) * (-p) ** k)


def _two_point_mass(x: Fraction, values: Mapping[str, Fraction]) -> Fraction:
    p, scale = values["p"], values["scale"]
    return {scale * (1 - p): p, -scale * p: 1 - p}.get(x, Fraction(0))


def _beta(k: int, p: Element, q: Element) -> Element:
    return rising(p, k) / rising(p + q, k) if k else 1


def _gamma(k: int, shape: Element, scale: Element) -> Element:
    return scale**k * rising(shape, k)


def _exponential(k: int, scale: Element) -> Element:
    return factorial(k) * scale**k


ROWS = by_name(
    Family(
        "two-point",
        "i.i.d. coordinates, scale (1-p) with probability p, else -scale p",
        (inner_share("p"), positive("scale")),
        Independent(_two_point),
        symmetric=False,
        scale="scale",
        mass=_two_point_mass,
    ),
    Family(
        "beta",
        "i.i.d. coordinates on [0, 1] of density proportional to x^(p-1) (1-x)^(q-1)",
        (positive("p"), positive("q")),
        Independent(_beta),
        symmetric=False,
    ),
    Family(
        "gamma",
        "i.i.d. coordinates of density proportional to x^(shape-1) exp(-x/scale), x > 0",
        (positive("shape"), positive("scale")),
        Independent(_gamma),
        symmetric=False,
        scale="scale",
    ),
    Family(
        "exponential",
        "i.i.d. coordinates of density exp(-x/scale)/scale, x > 0",
        (positive("scale"),),
        Independent(_exponential),
        symmetric=False,
        scale="scale",
    ),
)
"""Laws of i.i.d. coordinates whose odd moments need not vanish."""
