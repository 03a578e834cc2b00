"""A law of which only some moments are known, each a symbol: it finds what a derivation needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.protocol import NO_PINS, Ring, exchangeable_sum, moment_symbol
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import MissingMoment
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.surds import Exact

Powers = tuple[int, ...]  # of distinct coordinates, descending

SHARE = "P(x_j != 0)"


@dataclass(frozen=True, repr=False)
class SomeMoments:
    """Exchangeable coordinates; a moment that is not known is missing, by its symbol.

    Attributes:
        known: the moments that are given.
        zero: those that vanish.
        share: whether it is known how often a coordinate is 0: half of the time, whatever the
            others are.
        symmetric: whether moments with an odd power vanish.
    """

    known: frozenset[Powers] = frozenset()
    zero: frozenset[Powers] = frozenset()
    share: bool = False
    symmetric: bool = False
    name: str = "some moments"
    phrase: str = "exchangeable coordinates; some moments are known"
    conditions: tuple[str, ...] = ()
    radicands: tuple[Quantity, ...] = ()
    dim: None = None
    constants: tuple[ConstantOf, ...] = ()
    real: bool = True
    exchangeable: bool = True
    independent: bool = False
    every_moment_exists: bool = True

    def __repr__(self) -> str:
        return self.name

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """It has none."""
        return {}

    def at(self, values: Mapping[str, Exact]) -> "SomeMoments":
        """Return the law itself."""
        return self

    def refuse_dimension(self, dim: int) -> None:
        """Refuse nothing."""

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the symbol of a moment that is known."""
        known = pattern.powers in self.known
        return (moment_symbol(pattern.powers),) if known and pattern.powers else ()

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the pattern's moment times the number of choices of free coordinates.

        Raises:
            MissingMoment: when the moment is not known; it is named by its symbol.
        """
        return exchangeable_sum(pattern, dim, lambda: self._moment(pattern.powers, ring))

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Return half of the sum that there is without a condition.

        Raises:
            MissingMoment: when it is not known how often a coordinate is 0.
        """
        if not self.share:
            raise MissingMoment(SHARE, "it is not known")
        half = ring.number(Fraction(1, 2))
        powers = tuple(sorted((power for power in free if power), reverse=True))
        pattern = Pattern((("j", 0),), free)
        return exchangeable_sum(pattern, dim, lambda: half * self._moment(powers, ring))

    def _moment(self, powers: Powers, ring: Ring) -> Element:
        odd = self.symmetric and any(power % 2 for power in powers)
        if not powers or odd or powers in self.zero:
            return ring.number(Fraction(not powers))
        if powers not in self.known:
            raise MissingMoment(moment_symbol(powers), "it is not known")
        return ring.symbol(moment_symbol(powers))
