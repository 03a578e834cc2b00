"""Numbers as scenes return them, an estimate or a fraction, worked with alike."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeVar

from numeric_check.estimates import Estimate
from symbolic_mesa.record import Claim

Measured = TypeVar("Measured", Estimate, Fraction)
Pairs = Iterator[tuple[Any, Any]]  # a predicted number, and the scene's own


def scaled(measured: Measured, factor: Fraction | int) -> Measured:
    """Return a multiple of what was measured."""
    if isinstance(measured, Estimate):
        size = float(factor)
        return Estimate(size * measured.value, abs(size) * measured.scale)
    return factor * measured


def minus(measured: Measured) -> Measured:
    """Return minus what was measured."""
    return scaled(measured, -1)


def exact(measured: Estimate | Fraction) -> Fraction:
    """Return what was measured as a fraction, as it is."""
    return Fraction(measured.value) if isinstance(measured, Estimate) else measured


def sides(claim: Claim, count: int) -> list[Any]:
    """Return the parts of a claim, or its one value as often as there are numbers to compare."""
    return list(claim.parts.values()) or [claim.value] * count
