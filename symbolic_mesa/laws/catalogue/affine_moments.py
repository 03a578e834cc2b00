"""Mixed moments of y = mean + factor (x − E x), polynomials in the factor.

Its square is variance / Var x: odd powers need its root, a number where the values are, and a root
of symbols where each is a parameter by itself. Moments of a symmetric law have no odd powers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any

from symbolic_mesa.laws.catalogue.family import ROOT, Family, Moment, Powers, power_of
from symbolic_mesa.laws.moment_laws import moment_words
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import MissingMoment
from symbolic_mesa.text.quoting import shortened
from symbolic_mesa.text.surds import root

MEAN, VARIANCE = "mean", "variance"
FACTOR, MASS = "factor of the image", "share that goes to 0"  # known numbers, no parameters


@dataclass(frozen=True, slots=True)
class Line:
    """What y = start + factor (x − centre) is made of, as elements of a field."""

    values: Mapping[str, Any]  # of the parameters of x
    start: Any
    centre: Any
    square: Any
    factor: Any


@dataclass(frozen=True, slots=True)
class Image:
    """Mixed moments of y = mean + factor (x − E x).

    Attributes:
        family: the family of x.
        shifted: whether a mean is given.
        scaled: whether a variance is given.
        other: what is asked of x: the moments of a family, or those where another is not 0.
    """

    family: Family
    shifted: bool
    scaled: bool
    other: Moment | None = None

    @property
    def is_multiple(self) -> bool:
        """Whether y is a multiple of x."""
        centred = self.family.scale is not None or self.family.symmetric
        return not self.shifted and (not self.scaled or centred)

    def __call__(self, powers: Powers, dim: Element, values: Mapping[str, Any]) -> Element:
        """Return the moment.

        Raises:
            MissingMoment: when it has the root of a number that has no rational one.
        """
        line = self.line(dim, values)
        even, odd = self._in_factor(powers, dim, line)
        if not odd:
            return even
        if ROOT in values:
            taken: Element = values[ROOT](line.square)
            return even + odd * taken
        if line.factor is None:
            remedy = self.family.scale if self.family.scale else "numbers, or mean=0,"
            given = shortened(str(values[VARIANCE]))
            raise MissingMoment(
                moment_words(powers), f"it has the root of variance={given}; give {remedy} instead"
            )
        factor: Element = line.factor
        return even + odd * factor

    def line(self, dim: Element, values: Mapping[str, Any]) -> Line:
        """Return the line on which y depends on x."""
        own = {name: values.get(name, 1) for name in self.family.parameters}
        constants = (constant.name for constant in self.family.constants)
        own |= {name: values[name] for name in constants if name in values}
        if self.scaled and self.family.scale:
            own[self.family.scale] = values[VARIANCE] ** 0
        first = self.family.moment((1,), dim, own)
        centre: Any = 0 if self.is_multiple else first
        start = values[MEAN] if self.shifted else centre
        if not self.scaled:
            return Line(own, start, centre, 1, 1)
        spread = self.family.moment((2,), dim, own) - first**2
        square = values[VARIANCE] / spread
        single = self.family.independent  # its factor is known before d is
        known = root(square) if isinstance(square, Fraction) and not single else None
        return Line(own, start, centre, square, values.get(FACTOR, known))

    def _in_factor(self, powers: Powers, dim: Element, line: Line) -> tuple[Element, Element]:
        """Return even and odd with E Π y^k = even + odd · factor."""
        if self.family.independent and self.other is None and len(powers) > 1:
            even, odd = self._in_factor(powers[:1], dim, line)
            other, others = self._in_factor(powers[1:], dim, line)
            return even * other + odd * others * line.square, even * others + odd * other
        parts: list[Element] = [0, 0]
        for kept in product(*(range(power + 1) for power in powers)):
            left, degree = sum(powers) - sum(kept), sum(kept)
            if left and not line.start:
                continue
            ways = prod(comb(k, i) for k, i in zip(powers, kept, strict=True))
            term = ways * power_of(line.start, left) * line.square ** (degree // 2)
            parts[degree % 2] = parts[degree % 2] + term * self._central(kept, dim, line)
        return parts[0], parts[1]

    def _central(self, powers: Powers, dim: Element, line: Line) -> Element:
        """Return E Π (x − centre)^k."""
        of = self.other or self.family.moment
        total: Element = 0
        for kept in product(*(range(power + 1) for power in powers)):
            left = sum(powers) - sum(kept)
            if left and not line.centre:
                continue
            ways = prod(comb(k, i) for k, i in zip(powers, kept, strict=True))
            moment = of(tuple(sorted(filter(None, kept), reverse=True)), dim, line.values)
            total = total + ways * power_of(-line.centre, left) * moment
        return total


@dataclass(frozen=True, slots=True)
class Square:
    """The square of the factor."""

    image: Image

    def __call__(self, dim: Element, values: Mapping[str, Element]) -> Element:
        """Return it."""
        square: Element = self.image.line(dim, values).square
        return square
