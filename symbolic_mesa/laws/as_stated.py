"""The law of a statement that names no initial token: what is random in it is said in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.protocol import NO_PINS, Ring, TokenLaw
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import MissingMoment
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.surds import Exact


@dataclass(frozen=True)
class AsStated:
    """What a theorem assumes of its data; it has no moments of an initial token.

    Attributes:
        phrase: what is random, and how, in words.
    """

    phrase: str
    name: str = "as-stated"
    conditions: tuple[str, ...] = ()
    radicands: tuple[Quantity, ...] = ()
    constants: tuple[ConstantOf, ...] = ()
    dim: int | None = None
    real: bool = True
    exchangeable: bool = True
    symmetric: bool = True
    independent: bool = False
    every_moment_exists: bool = True

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """None."""
        return {}

    def at(self, values: Mapping[str, Exact]) -> TokenLaw:
        """Return the law itself, which has no symbols."""
        return self

    def refuse_dimension(self, dim: int) -> None:
        """Refuse no dimension."""

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return no symbols."""
        return ()

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Refuse.

        Raises:
            MissingMoment: always.
        """
        raise MissingMoment("a moment of x_1", "the statement has no initial token; leave it out")

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Refuse.

        Raises:
            MissingMoment: always.
        """
        raise MissingMoment("a moment of x_1", "the statement has no initial token; leave it out")
