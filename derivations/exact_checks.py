"""Checks that a difference is zero in an exact normal form."""

from collections.abc import Callable, Iterable
from functools import partial

from sympy.polys.fields import FracElement

from symbolic_mesa.record import Check, Claim, Obligation
from symbolic_mesa.text.errors import CoordinatesDiffer, MissingMoment

LONGEST = 200  # characters of a difference that are shown


def vanishes(what: str, *differences: Callable[[FracElement], FracElement]) -> Obligation:
    """Return the obligation that every one of `differences` is zero at the formula of a claim.

    Args:
        what: the difference in words.
        differences: each as a function of the claim's right-hand side.
    """

    def check(claim: Claim) -> Check:
        stated = claim.value.element
        return symbolic_zero(what, *(partial(difference, stated) for difference in differences))

    return check


def symbolic_zero(what: str, *differences: Callable[[], FracElement]) -> Check:
    """Return the check that every one of `differences` is zero in its fraction field.

    Args:
        what: the difference in words.
        differences: each computes one.
    """
    if not differences:
        return Check("symbolic-zero", "not-run", f"{what}: there is nothing to compare")
    try:
        gap = next((gap for gap in (difference() for difference in differences) if gap), None)
    except (MissingMoment, CoordinatesDiffer) as error:
        return Check("symbolic-zero", "not-run", f"{what}: {error}")
    if gap is None:
        return Check("symbolic-zero", "passed", f"{what} is zero in the fraction field")
    shown = str(gap.as_expr())
    shown = shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
    return Check("symbolic-zero", "failed", f"{what} is {shown}, not zero")


def zero_elements(what: str, elements: Iterable[FracElement]) -> Check:
    """Return the check that every one of some elements is zero in its fraction field.

    Args:
        what: the elements in words.
        elements: already computed.
    """
    return symbolic_zero(what, *(partial(_itself, element) for element in elements))


def _itself(element: FracElement) -> FracElement:
    return element
