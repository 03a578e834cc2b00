"""Claims about the model alone: a prediction written out, charges, what moments matter."""

from collections.abc import Callable, Mapping
from re import findall
from typing import Any

from numeric_check import charges, gradient_step, response
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.written_out import exact_gap, largest_gap


def _differing(claim: Claim, measured: Callable[[str], Any]) -> float:
    """Return 0 if every part of the claim is what is measured for its name, else 1."""
    return float(any(side != measured(name) for name, side in claim.parts.items()))


def powers_in(words: str) -> tuple[int, ...]:
    """Return the powers of the coordinates in the words of a moment.

    >>> powers_in("E[x_j^3 x_l]")
    (3, 1)
    """
    return tuple(int(power or 1) for power in findall(r"x_\w+?(?:\^(\d+))?(?=[ \]])", words))


EXACT: Mapping[str, Callable[[Claim], float]] = {
    "prediction": lambda claim: exact_gap(claim.value),
    "charge": lambda claim: _differing(claim, charges.charge),
    "response": lambda claim: _differing(claim, lambda name: response.responds(powers_in(name))),
}

NUMERICAL: Mapping[str, Callable[[Claim], float]] = {
    "prediction": lambda claim: largest_gap(claim.value),
    "charge": lambda claim: _differing(claim, charges.visible_charge),
    "response": lambda claim: _differing(
        claim, lambda name: response.visibly_responds(powers_in(name))
    ),
    "preconditioned": lambda claim: float(claim.value is not gradient_step.holds()),
}
