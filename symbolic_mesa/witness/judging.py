"""What a route says of a claim by how far it is from what was measured."""

from math import isfinite

from symbolic_mesa.record import Check
from symbolic_mesa.witness.routes import Route


def judged(route: Route, error: float | None, at: str, where: str) -> Check:
    """Return the check of a claim that differs by `error`; None when nothing was compared."""
    if error is None:
        return Check(route.kind, "not-run", f"the claim states no number to compare with {at}")
    if error <= route.tolerance:
        return Check(route.kind, "passed", at, None if route.exact else error)
    size = f"by {error:.2g} of the sum of absolute terms" if isfinite(error) else "beyond measure"
    detail = f"differs from the full model {size}" + (f" at {where}" if where else "")
    return Check(route.kind, "failed", f"{detail}; allowed {route.tolerance:g}", finite(error))


def finite(error: float) -> float | None:
    """Return an error that can be written as a number, else None."""
    return error if isfinite(error) else None
