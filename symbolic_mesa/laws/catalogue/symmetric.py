"""Laws of i.i.d. coordinates, each as often x as −x."""

from collections.abc import Mapping
from fractions import Fraction
from math import factorial

from symbolic_mesa.laws.catalogue.conditions import above, far_above, nonzero, positive, share
from symbolic_mesa.laws.catalogue.family import Family, Independent, odd_product
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.text.elements import Element


def _gaussian(k: int, sigma: Element) -> Element:
    return 0 if k % 2 else odd_product(k) * sigma**k


def _rademacher(k: int, c: Element) -> Element:
    return 0 if k % 2 else c**k


def _rademacher_mass(x: Fraction, values: Mapping[str, Fraction]) -> Fraction:
    return Fraction(int(abs(x) == abs(values["c"])), 2)


def _uniform(k: int, c: Element) -> Element:
    return 0 if k % 2 else c**k / (k + 1)


def _triangular(k: int, c: Element) -> Element:
    return 0 if k % 2 else 2 * c**k / ((k + 1) * (k + 2))


def _laplace(k: int, scale: Element) -> Element:
    return 0 if k % 2 else factorial(k) * scale**k


def _bernoulli_gaussian(k: int, p: Element, sigma: Element) -> Element:
    return p * _gaussian(k, sigma)


def _kept(p: Element, sigma: Element) -> Element:
    return p


def _bernoulli_gaussian_mass(x: Fraction, values: Mapping[str, Fraction]) -> Fraction:
    return Fraction(0) if x else 1 - values["p"]


def _student_t(k: int, nu: Element) -> Element:
    """ν^{k/2} Π (2i − 1)/(ν − 2i) over i <= k/2."""
    product: Element = 0 if k % 2 else 1
    for i in range(1, k // 2 + 1):
        product = product * nu * (2 * i - 1) / (nu - 2 * i)
    return product


ROWS = by_name(
    Family(
        "gaussian",
        "i.i.d. coordinates N(0, sigma^2)",
        (positive("sigma"),),
        Independent(_gaussian),
        scale="sigma",
    ),
    Family(
        "rademacher",
        "i.i.d. coordinates +c or -c, each with probability 1/2",
        (nonzero("c"),),
        Independent(_rademacher),
        scale="c",
        mass=_rademacher_mass,
    ),
    Family(
        "uniform",
        "i.i.d. coordinates uniform on [-c, c]",
        (positive("c"),),
        Independent(_uniform),
        scale="c",
    ),
    Family(
        "triangular",
        "i.i.d. coordinates of density (1 - |x|/c)/c on [-c, c]",
        (positive("c"),),
        Independent(_triangular),
        scale="c",
    ),
    Family(
        "laplace",
        "i.i.d. coordinates of density exp(-|x|/scale)/(2 scale)",
        (positive("scale"),),
        Independent(_laplace),
        scale="scale",
    ),
    Family(
        "bernoulli-gaussian",
        "i.i.d. coordinates N(0, sigma^2) with probability p, else 0",
        (share("p"), positive("sigma")),
        Independent(_bernoulli_gaussian),
        nonzero=Independent(_bernoulli_gaussian, _kept),
        scale="sigma",
        mass=_bernoulli_gaussian_mass,
    ),
    Family(
        "student-t",
        "i.i.d. coordinates, Student's t with nu degrees of freedom",
        (above("nu", 0, far_above),),
        Independent(_student_t),
        finite_below="nu",
    ),
)
"""Symmetric laws of i.i.d. coordinates."""
