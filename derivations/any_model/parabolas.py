"""A loss that is a sum of parabolas in separate products: where it rests, how low it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from math import gcd

from sympy.polys.fields import FracElement

from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.text.errors import NotApplicable

Monomial = tuple[int, ...]


@dataclass(frozen=True)
class Parabola:
    """Slope p + curvature p² in a product p of scales.

    Attributes:
        scales: the scales of the product, each once.
        slope: the coefficient of p.
        curvature: that of p², half a mean square.
    """

    scales: tuple[str, ...]
    slope: FracElement
    curvature: FracElement

    @property
    def rest(self) -> FracElement:
        """The p at which it is least."""
        return -self.slope / (2 * self.curvature)

    @property
    def depth(self) -> FracElement:
        """By how much it is below 0 there."""
        return self.slope**2 / (4 * self.curvature)


def parabolas(loss: FracElement, field: Algebra) -> tuple[FracElement, tuple[Parabola, ...]]:
    """Return a loss as a constant and parabolas.

    Raises:
        NotApplicable: when it is no such sum.
    """
    terms = dict(field.coefficients(loss))
    names = [str(symbol) for symbol in field.field.symbols[: len(field.scales)]]
    rest = terms.pop((0,) * len(names), field.field.zero)
    found = []
    for group in _groups(terms):
        found.append(_parabola({m: terms[m] for m in terms if _meets(m, group)}, names, field))
    return rest, tuple(found)


def _groups(terms: Mapping[Monomial, FracElement]) -> list[Monomial]:
    """Return which scales occur together, directly or through others: 1 where one does."""
    groups: list[Monomial] = []
    for monomial in terms:
        joined = [group for group in groups if _meets(monomial, group)]
        groups = [group for group in groups if group not in joined]
        together = reduce(lambda left, right: tuple(map(max, left, right)), joined, monomial)
        groups.append(tuple(min(power, 1) for power in together))
    return sorted(groups, reverse=True)


def _meets(one: Monomial, other: Monomial) -> bool:
    return any(left and right for left, right in zip(one, other, strict=True))


def _parabola(terms: Mapping[Monomial, FracElement], names: list[str], field: Algebra) -> Parabola:
    powers = [gcd(*monomial) for monomial in terms]
    roots = {
        tuple(power // k for power in monomial) for monomial, k in zip(terms, powers, strict=True)
    }
    product = next(iter(roots))
    if len(roots) > 1 or max(product) > 1 or max(powers) > 2:
        raise NotApplicable(
            "the loss is no sum of parabolas in separate products of scales, so that its "
            "fixed points have no closed form here"
        )
    by_power = dict(zip(powers, terms.values(), strict=True))
    zero = field.field.zero
    if 2 not in by_power:
        raise NotApplicable("the loss is linear in a product of scales: it has no least value")
    scales = tuple(name for name, power in zip(names, product, strict=True) if power)
    return Parabola(scales, by_power.get(1, zero), by_power[2])
