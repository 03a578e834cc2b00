"""Tests of the engine; what several of them need is here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from math import prod
from typing import Any

from numeric_check.model.enumeration import Point
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import NO_PINS, Rationals, Ring, TokenLaw


def harmonic(length: int, order: int) -> Fraction:
    """Return H_{T-2,order} by summing it up."""
    return sum((Fraction(1, k**order) for k in range(1, length - 1)), Fraction(0))


def value_at(
    moments: MomentSum, law: TokenLaw, dim: int, length: int, scales: Mapping[str, Fraction]
) -> Fraction:
    """Return the number that a sum over moments stands for."""
    total = Fraction(0)
    for (monomial, pattern), times in moments.entries:
        moment = law.coordinate_sum(pattern, dim, Rationals())
        number = times.at(length, lambda order: harmonic(length, order), Fraction)
        total += prod(scales[name] for name in monomial) * moment * number
    return total


@dataclass(frozen=True)
class JointLaw:
    """A law of x_1 by its joint support, moments by enumeration: coordinates may depend."""

    points: tuple[Point, ...]
    name: str = "joint"
    phrase: str = "a joint support"
    parameters: Mapping[str, Fraction | str] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    dim: int | None = None
    exchangeable: bool = True

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return no symbols: every moment is a number."""
        return ()

    def coordinate_sum(
        self, pattern: Pattern, dim: Any, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Any:
        """Return the moment summed over all choices of distinct free coordinates."""
        held = [pins.get(name, place) for place, (name, _) in enumerate(pattern.pinned)]
        others = [k for k in range(dim) if k not in held]
        powers = [*(power for _, power in pattern.pinned), *pattern.free]
        total = Fraction(0)
        for chosen in permutations(others, len(pattern.free)):
            total += self._moment(dict(zip((*held, *chosen), powers, strict=True)))
        return ring.number(total)

    def _moment(self, powers: Mapping[int, int]) -> Fraction:
        return sum(
            (p * prod((x[k] ** power for k, power in powers.items()), start=Fraction(1)))
            for x, p in self.points
        ) + Fraction(0)
