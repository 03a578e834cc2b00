"""Claims about the model alone: a prediction written out, charges, what moments matter."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import inf
from re import findall
from typing import Any

from numeric_check.model import charges, gradient_step, response
from symbolic_mesa.record import Claim
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.written_out import exact_gap, largest_gap


def _differing(claim: Claim, measured: Callable[[str], Any]) -> float | None:
    """Return 0 if every part is what is measured for its name, else 1; None without parts."""
    if not claim.parts:
        return None
    return float(any(side != measured(name) for name, side in claim.parts.items()))


STEPS = ((Fraction(2), Fraction(-3), 4), (Fraction(1, 3), Fraction(5), 2))  # a, b and t


def _is_step(measured: Callable[..., Any]) -> bool:
    """Whether the prediction is a multiple of the gradient step on every sequence tried."""
    found = [measured(a, b, time) for a, b, time in STEPS]
    return all(value is not None and value == value for value in found)  # NaN is not itself


def _step_size_gap(claim: Claim, measured: Callable[..., Any]) -> float:
    """Return the largest relative difference of the stated factor and the one measured."""
    worst = 0.0
    for a, b, time in STEPS:
        found = measured(a, b, time)
        if found is None or found != found:
            return inf
        try:
            stated = claim.value.at({"a": a, "b": b, "t": Fraction(time)})
        except MesaError:  # not defined there
            return inf
        worst = max(worst, abs(float(stated / found - 1)) if found else inf)
    return worst


def powers_in(words: str) -> tuple[int, ...]:
    """Return the powers of the coordinates in the words of a moment.

    >>> powers_in("E[x_j^3 x_l]")
    (3, 1)
    """
    return tuple(int(power or 1) for power in findall(r"x_\w+?(?:\^(\d+))?(?=[ \]])", words))


EXACT: Mapping[str, Callable[[Claim], float | None]] = {
    "prediction": lambda claim: exact_gap(claim.value),
    "charge": lambda claim: _differing(claim, charges.charge),
    "response": lambda claim: _differing(claim, lambda name: response.responds(powers_in(name))),
    "gradient-step": lambda claim: float(
        claim.value is not _is_step(gradient_step.exact_step_size)
    ),
    "ols-step-size": lambda claim: _step_size_gap(claim, gradient_step.exact_step_size),
}

NUMERICAL: Mapping[str, Callable[[Claim], float | None]] = {
    "prediction": lambda claim: largest_gap(claim.value),
    "charge": lambda claim: _differing(claim, charges.visible_charge),
    "response": lambda claim: _differing(
        claim, lambda name: response.visibly_responds(powers_in(name))
    ),
    "gradient-step": lambda claim: float(
        claim.value is not _is_step(gradient_step.visible_step_size)
    ),
    "ols-step-size": lambda claim: _step_size_gap(claim, gradient_step.visible_step_size),
    "preconditioned": lambda claim: float(claim.value is not gradient_step.holds()),
}
