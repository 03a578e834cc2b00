"""Checks whose outcome is not a difference of numbers: verdicts, held against the full model."""

from math import isfinite
from typing import TYPE_CHECKING

from numeric_check import literal as assumption
from numeric_check.rational_moments import NoNodes
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.record import Check, Claim, Outcome, Step
from symbolic_mesa.witness.cases import Case, cases
from symbolic_mesa.witness.measures import VERDICTS
from symbolic_mesa.witness.routes import EXACT, Route
from symbolic_mesa.witness.trials import Trial, trials_at

if TYPE_CHECKING:
    from symbolic_mesa.witness.comparison import Witness

ANY_DIM = 4  # of the literal assumption: it speaks of four indices at most
LONGEST = 7  # a verdict about a given T is measured there up to this T
DIMS = (2, 3)  # where a verdict about every d is measured


def judged(route: Route, error: float, at: str, where: str) -> Check:
    """Return the check of a claim that differs by `error`."""
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
    try:
        holds = bool(found) and all(measure(case.law, dim) for case in found)
    except NoNodes as error:
        return Check(route.kind, "not-run", f"moments not looked at: {error}")
    if holds and not law.every_moment_exists:
        return Check(route.kind, "not-run", "up to degree 6 nothing speaks against the assumption")
    what = "vanishes" if holds else "of those that must vanish does not"
    detail = f"{'every' if holds else 'one'} moment up to degree 6 {what}"
    return _compared(route, claim, holds, detail)


def verdict(route: Route, step: Step, claim: Claim, witness: "Witness") -> Check:
    """Return the check of a verdict that the full model gives too.

    A verdict about every T holds when it does at several; one about a given T is measured there,
    or follows from the one about every T.
    """
    setting, quantity = witness.setting, step.observable.quantity if step.observable else ""
    ready, reason = _trials(route, witness)
    if not ready:
        return Check(route.kind, "not-run", f"full model not measured: {reason}")
    true = all(VERDICTS[quantity](trial.scene) for trial in ready)
    sizes = ", ".join(dict.fromkeys(trial.size for trial in ready))
    at = f"the full model with all six blocks, at (d,T) = {sizes}"
    if not _implied(setting, ready, true):
        return Check(route.kind, "not-run", f"T = {setting.length} is too large to be measured")
    return _compared(route, claim, true, at)


def _implied(setting: Setting, ready: list[Trial], true: bool) -> bool:
    """Whether what was seen decides: at one T moments may cancel that do not at others."""
    length = setting.length
    return length is None or true or all(trial.scene.length == length for trial in ready)


def _trials(route: Route, witness: "Witness") -> tuple[list[Trial], str]:
    reference, length = witness.reference, witness.setting.length
    found: list[Case] = cases(reference.law)
    if length is None or length > LONGEST:
        return witness.trials(route, "")
    dims = [reference.dim] if reference.dim else list(DIMS)
    return trials_at(route, found, [(dim, length) for dim in dims if dim * length < LONGEST * 2])


def _compared(route: Route, claim: Claim, true: bool, at: str) -> Check:
    outcome: Outcome = "passed" if claim.value is true else "failed"
    words = at if claim.value is true else f"the verdict is {str(true).lower()}: {at}"
    return Check(route.kind, outcome, words, None if route in EXACT else 0.0)
