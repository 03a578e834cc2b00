"""Checks whose outcome is not a difference of numbers: verdicts, held against the full model."""

from math import isfinite
from typing import TYPE_CHECKING

from numeric_check import literal as assumption
from numeric_check.rational_moments import NoNodes
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.witness.cases import Case, cases
from symbolic_mesa.witness.measures import VERDICTS
from symbolic_mesa.witness.routes import EXACT, Route
from symbolic_mesa.witness.trials import Trial, trials_at

if TYPE_CHECKING:
    from symbolic_mesa.witness.comparison import Witness

NO_POINT = "no rational point for the law's symbols was found"
ANY_DIM = 4  # of the literal assumption: it speaks of four indices at most
LONGEST = 7  # a verdict about a given T is measured there up to this T
BY_SYMMETRY = ("symmetry", "alike", "minimum")  # true at every d and T where coordinates are alike
DIMS = (1, 2, 3)  # where a verdict is measured
LARGEST = 14  # of the product d T, for a verdict about a given T
MOST_TOKENS = 400  # of a table with which the full model is run


def judged(route: Route, error: float | None, at: str, where: str) -> Check:
    """Return the check of a claim that differs by `error`; None when nothing was compared."""
    if error is None:
        return Check(route.kind, "not-run", f"the claim states no number to compare with {at}")
    if error <= route.tolerance:
        return Check(route.kind, "passed", at, None if route in EXACT else error)
    size = f"by {error:.2g} of the sum of absolute terms" if isfinite(error) else "beyond measure"
    detail = f"differs from the full model {size}" + (f" at {where}" if where else "")
    return Check(route.kind, "failed", f"{detail}; allowed {route.tolerance:g}", finite(error))


def finite(error: float) -> float | None:
    """Return an error that can be written as a number, else None."""
    return error if isfinite(error) else None


def literal(route: Route, claim: Claim, setting: Setting) -> Check:
    """Return the check of the verdict on Assumption 4.1 as written, moment by moment."""
    law, dim = setting.law, setting.dim or ANY_DIM
    found = cases(law)
    measure = assumption.holds if route in EXACT else assumption.visibly_holds
    if not found:
        return Check(route.kind, "not-run", f"moments not looked at: {NO_POINT}")
    try:
        holds = all(measure(case.law, dim) for case in found)
    except NoNodes as error:
        return Check(route.kind, "not-run", f"moments not looked at: {error}")
    if holds and not law.every_moment_exists:
        return Check(route.kind, "not-run", "up to degree 6 nothing speaks against the assumption")
    if isinstance(law, SampleLaw):
        which = "every coordinate has" if holds else "coordinates differ, or one has not"
        return _compared(route, claim, holds, f"{which} mean 0 for given values of three others")
    what = "vanishes" if holds else "of those that must vanish does not"
    detail = f"{'every' if holds else 'one'} moment up to degree 6 {what}"
    return _compared(route, claim, holds, detail)


def verdict(route: Route, step: Step, claim: Claim, witness: "Witness") -> Check:
    """Return the check of a verdict that the full model gives too.

    It is measured at the d and T of the claim; one about every d or T at several. What fails once
    is false. What holds at one length only is not decided: moments may cancel there.
    """
    setting, quantity = witness.setting, step.observable.quantity if step.observable else ""
    universal = quantity in BY_SYMMETRY and setting.law.exchangeable
    ready, reason = (
        witness.trials(route, quantity) if universal else _trials(route, witness, quantity)
    )
    if not ready:
        return Check(route.kind, "not-run", f"full model not measured: {reason}")
    true = all(VERDICTS[quantity](trial.scene) for trial in ready)
    sizes = ", ".join(dict.fromkeys(trial.size for trial in ready))
    at = f"the full model with all six blocks, at (d,T) = {sizes}"
    several = len({trial.scene.length for trial in ready}) > 1
    if true and claim.value is False and setting.length is None and not several:
        return Check(route.kind, "not-run", f"{at}: not decided by one length")
    return _compared(route, claim, true, at)


def _trials(route: Route, witness: "Witness", quantity: str) -> tuple[list[Trial], str]:
    setting = witness.setting
    law, dim, length = setting.law, setting.dim, setting.length
    if (dim or 0) > max(DIMS) or (length or 0) > LONGEST:
        return [], f"d = {dim}, T = {length} is too large for it"
    if isinstance(law, SampleLaw) and len(law.rows) > MOST_TOKENS:
        return [], f"{len(law.rows)} tokens are too many for it"
    found: list[Case] = cases(law)
    if length is not None:
        dims = [dim] if dim else list(DIMS)
        return trials_at(route, found, [(size, length) for size in dims if _fits(size, length)])
    if law == witness.reference.law:
        return witness.trials(route, quantity)
    return trials_at(route, found, [(dim or 2, length) for length in route.lengths[dim or 2][:2]])


def _fits(dim: int, length: int) -> bool:
    return dim * length <= LARGEST


def _compared(route: Route, claim: Claim, true: bool, at: str) -> Check:
    words = at if claim.value is true else f"the verdict is {str(true).lower()}: {at}"
    return Check.decided(route.kind, claim.value is true, words, None if route in EXACT else 0.0)
