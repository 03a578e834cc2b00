"""Claims about the model alone: a prediction written out, charges, what moments matter."""

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import Any, TypeAlias

from numeric_check.model import charges, gradient_step, response
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.record import Claim
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.witness.written_out import exact_gap, largest_gap


def _differing(claim: Claim, measured: Callable[[Any], Any]) -> float | None:
    """Return 0 if every part is what is measured for its key, else 1; None without parts."""
    if not claim.parts:
        return None
    return float(any(side != measured(key) for key, side in claim.parts.items()))


StepSize: TypeAlias = Callable[..., Fraction | float | None]  # of a, b and t
STEPS = ((Fraction(2), Fraction(-3), 4), (Fraction(1, 3), Fraction(5), 2))  # a, b and t


def _is_step(measured: StepSize) -> bool:
    """Whether the prediction is a multiple of the gradient step on every sequence tried."""
    found = [measured(a, b, time) for a, b, time in STEPS]
    return all(value is not None and value == value for value in found)  # NaN is not itself


def _step_size_gap(claim: Claim, measured: StepSize) -> float:
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


def occurring(pattern: Pattern) -> tuple[int, ...]:
    """Return the powers that occur in a moment, those of coordinates held fixed first.

    >>> occurring(Pattern((("j", 3), ("l", 0)), (1,)))
    (3, 1)
    """
    every = (*(power for _, power in pattern.pinned), *pattern.free)
    return tuple(power for power in every if power)


def prediction(claim: Claim) -> float | None:
    """Return 0 if a prediction written out is the model's, in rationals."""
    return exact_gap(claim.value)


def visible_prediction(claim: Claim) -> float | None:
    """Return by how much it differs in doubles."""
    return largest_gap(claim.value)


def charge(claim: Claim) -> float | None:
    """Return 0 if every product of blocks has its charge."""
    return _differing(claim, charges.charge)


def visible_charge(claim: Claim) -> float | None:
    """Return the same in doubles."""
    return _differing(claim, charges.visible_charge)


def responds(claim: Claim) -> float | None:
    """Return 0 if off-diagonal entries respond to a moment as is said of each."""
    return _differing(claim, lambda pattern: response.responds(occurring(pattern)))


def visibly_responds(claim: Claim) -> float | None:
    """Return the same in doubles."""
    return _differing(claim, lambda pattern: response.visibly_responds(occurring(pattern)))


def is_gradient_step(claim: Claim) -> float:
    """Return 0 if the prediction is a multiple of the gradient step, or not, as is said."""
    return float(claim.value is not _is_step(gradient_step.exact_step_size))


def visibly_is_gradient_step(claim: Claim) -> float:
    """Return the same in doubles."""
    return float(claim.value is not _is_step(gradient_step.visible_step_size))


def step_size(claim: Claim) -> float:
    """Return by how much the stated multiple differs."""
    return _step_size_gap(claim, gradient_step.exact_step_size)


def visible_step_size(claim: Claim) -> float:
    """Return the same in doubles."""
    return _step_size_gap(claim, gradient_step.visible_step_size)


def is_preconditioned(claim: Claim) -> float:
    """Return 0 if the prediction is a preconditioned step, or not, as is said."""
    return float(claim.value is not gradient_step.holds())
