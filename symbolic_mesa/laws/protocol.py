"""What a law of the initial token must answer. No SymPy here.

A law answers one question: the sum, over the coordinates that a `Pattern` leaves free, of the mixed
moment that it names. It answers in a ring of the asker's (`Ring`), so that the same law serves
exact symbols and plain fractions.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import Any, Protocol

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.surds import Exact, root

NO_PINS: Mapping[str, int] = {}
_MOMENT = re.compile(r"mu(_[0-9]+)+")


class Ring(Protocol):
    """Where moments live: made from numbers and named symbols, closed under + − × ÷."""

    def number(self, value: Exact) -> Element:
        """Return the number in this ring."""

    def symbol(self, name: str) -> Element:
        """Return the symbol called `name` in this ring."""

    def root(self, radicand: Any) -> Element:
        """Return the square root of an element, the one that is not negative."""

    def root_near(self, radicand: Any, point: Mapping[str, Fraction]) -> Element:
        """Return the square root of an element that is positive on a convex set.

        Args:
            radicand: the element.
            point: numbers for symbols, of a point in that set: signs are those at it.
        """


class Rationals:
    """The ring of fractions, and of square roots where they are asked for; it has no symbols."""

    def number(self, value: Exact) -> Exact:
        """Return `value` itself."""
        return value

    def root(self, radicand: Exact) -> Exact:
        """Return the square root of a number."""
        return root(radicand)

    def root_near(self, radicand: Exact, point: Mapping[str, Fraction]) -> Exact:
        """Return the square root of a number."""
        return root(radicand)

    def symbol(self, name: str) -> Exact:
        """Refuse: a number has no symbols.

        Raises:
            InvalidInput: always.
        """
        raise InvalidInput(f"{name} has no value; give it a number to compute with numbers")


class TokenLaw(Hashable, Protocol):
    """A law of the initial token x_1 in R^d."""

    @property
    def name(self) -> str:
        """The name of the law, as the command line knows it."""

    @property
    def phrase(self) -> str:
        """The law in words."""

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """What was given: each parameter's number, or what stands for it."""

    @property
    def radicands(self) -> tuple[Quantity, ...]:
        """What the square roots are of that its moments are written in."""

    @property
    def constants(self) -> tuple[ConstantOf, ...]:
        """The numbers that are not algebraic, as symbols in its moments."""

    @property
    def conditions(self) -> tuple[str, ...]:
        """What the symbols among the parameters must satisfy, such as ``sigma > 0``."""

    @property
    def dim(self) -> int | None:
        """The dimension, when the law itself fixes it."""

    @property
    def real(self) -> bool:
        """Whether tokens are real; of complex ones a pattern says which factors are conjugates."""

    @property
    def exchangeable(self) -> bool:
        """Whether the law stays the same when coordinates change places."""

    @property
    def symmetric(self) -> bool:
        """Whether the law is known to stay the same when a coordinate changes its sign."""

    @property
    def independent(self) -> bool:
        """Whether coordinates are known to be independent."""

    @property
    def every_moment_exists(self) -> bool:
        """Whether moments of every order exist."""

    def at(self, values: Mapping[str, Exact]) -> "TokenLaw":
        """Return the law with symbols among its parameters, and d, replaced by numbers.

        Names that are no symbols of the law are passed over.

        Raises:
            InvalidInput: when there is no such law.
        """

    def refuse_dimension(self, dim: int) -> None:
        """Refuse a dimension in which there is no such law.

        Raises:
            InvalidInput: when there is none.
        """

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the names of the symbols that this pattern's moment is written in."""

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Any:
        """Return the pattern's mixed moment summed over its free coordinates.

        Args:
            pattern: the powers of the pinned and of the free coordinates; of complex tokens also
                how many factors are conjugates, and the real part of the moment is meant.
            dim: the dimension, an integer or an element of `ring`.
            ring: where the answer lives.
            pins: the coordinate (from 0) of each pinned index; exchangeable laws need none.

        Raises:
            MissingMoment: when the law does not give the moment.
        """

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Return Σ E[Π |x_k|^power; x_j ≠ 0] over distinct k other than a fixed coordinate j.

        Of real tokens the power itself is meant. Without powers that is P(x_j ≠ 0). Coordinates
        must be alike.

        Raises:
            MissingMoment: when the law does not say what happens at 0.
        """


def moment_symbol(powers: tuple[int, ...]) -> str:
    """Return the symbol of a mixed moment of distinct coordinates, by its powers, descending.

    >>> moment_symbol((4, 2))
    'mu_4_2'
    """
    return "mu_" + "_".join(map(str, powers))


def moment_powers(symbol: str) -> tuple[int, ...]:
    """Return the powers in a mixed moment of distinct coordinates; none for another symbol.

    >>> moment_powers("mu_4_2")
    (4, 2)
    """
    return tuple(map(int, symbol.split("_")[1:])) if _MOMENT.fullmatch(symbol) else ()


def seen(law: TokenLaw, total: MomentSum) -> MomentSum:
    """Return a sum over moments with the patterns that a law tells apart."""
    return total.real if law.real else total


def named(law: TokenLaw, pattern: Pattern) -> Pattern:
    """Return the pattern of a moment of real tokens; for complex ones that of moduli."""
    return pattern if law.real else pattern.moduli


def exchangeable_sum(pattern: Pattern, dim: Element, moment: Callable[[], Element]) -> Element:
    """Return the moment times the number of choices of distinct free coordinates.

    Where there is no choice the moment is not asked for: it need not exist.
    """
    choices: Element = pattern.choices(dim)
    return choices * moment() if choices else choices
