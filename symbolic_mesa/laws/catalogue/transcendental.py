"""Laws of i.i.d. coordinates whose moments have one constant that is not algebraic."""

from fractions import Fraction
from math import comb

from symbolic_mesa.laws.catalogue.conditions import positive
from symbolic_mesa.laws.catalogue.family import Family, Independent
from symbolic_mesa.laws.constants import Constant, density_at_ends, growth, pi
from symbolic_mesa.laws.loading import by_name
from symbolic_mesa.text.elements import Element


def _bernoulli(n: int) -> Fraction:
    """Return the Bernoulli number B_n, by Σ_{k<=n} C(n + 1, k) B_k = 0."""
    known = [Fraction(1)]
    for m in range(1, n + 1):
        known.append(-sum((comb(m + 1, k) * b for k, b in enumerate(known)), Fraction(0)) / (m + 1))
    return known[n]


def _logistic(k: int, scale: Element, pi: Element) -> Element:
    """(2^k − 2) |B_k| (π scale)^k for even k."""
    if k % 2 or not k:
        return int(not k)
    size: Fraction = abs(_bernoulli(k)) * (2**k - 2)
    return (pi * scale) ** k * size.numerator / size.denominator


def _lognormal(k: int, scale: Element, sigma: Element, y: Element) -> Element:
    """scale^k e^{k² σ²/2}."""
    return scale**k * y ** (k * k) if k else 1


def _truncated(k: int, sigma: Element, bound: Element, r: Element) -> Element:
    """m_k = σ² ((k − 1) m_{k−2} − r bound^{k−1}) for even k, by parts."""
    if k % 2 or not k:
        return int(not k)
    before = (k - 1) * _truncated(k - 2, sigma, bound, r)
    return sigma**2 * (before - r * bound ** (k - 1))


_AT_ENDS = Constant(
    "r", "the density at -bound and at bound, added up", density_at_ends, ("sigma", "bound")
)

ROWS = by_name(
    Family(
        "logistic",
        "i.i.d. coordinates of distribution function 1/(1 + exp(-x/scale))",
        (positive("scale"),),
        Independent(_logistic),
        scale="scale",
        constants=(Constant("pi", "the number pi", pi),),
    ),
    Family(
        "lognormal",
        "i.i.d. coordinates scale exp(sigma z), z standard Gaussian",
        (positive("scale"), positive("sigma")),
        Independent(_lognormal),
        symmetric=False,
        scale="scale",
        constants=(
            Constant("y", "exp(sigma^2/2), of the lognormal law", growth, ("sigma",), Fraction(1)),
        ),
    ),
    Family(
        "truncated-gaussian",
        "i.i.d. coordinates N(0, sigma^2) given that they are in [-bound, bound]",
        (positive("sigma"), positive("bound")),
        Independent(_truncated),
        constants=(
            Constant(
                "r",
                "the density at -bound and at bound, added up",
                density_at_ends,
                ("sigma", "bound"),
            ),
        ),
    ),
)
"""The families, in the order in which they are listed."""
