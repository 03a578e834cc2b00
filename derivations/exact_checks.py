"""Checks that a difference is zero in an exact normal form."""

from collections.abc import Callable

from sympy.polys.fields import FracElement

from symbolic_mesa.errors import CoordinatesDiffer, MissingMoment
from symbolic_mesa.record import Check

LONGEST = 200  # characters of a difference that are shown


def symbolic_zero(what: str, difference: Callable[[], FracElement]) -> Check:
    """Return the check that `difference` is zero in its fraction field.

    Args:
        what: the difference in words.
        difference: computes it.
    """
    try:
        gap = difference()
    except (MissingMoment, CoordinatesDiffer) as error:
        return Check("symbolic-zero", "not-run", f"{what}: {error}")
    if not gap:
        return Check("symbolic-zero", "passed", f"{what} is zero in the fraction field")
    shown = str(gap.as_expr())
    shown = shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
    return Check("symbolic-zero", "failed", f"{what} is {shown}, not zero")
