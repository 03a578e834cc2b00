"""Numbers from deterministic sums, each with the scale that its rounding error is relative to."""

from dataclasses import dataclass
from math import inf, isfinite, isnan

TOLERANCE = 1e-12
"""The relative error (of the scale) up to which a sum in doubles and an exact value agree.

A sum of n terms of sizes |t_i| is off by at most about n·2^-53·Σ|t_i|, and by √n of it as a rule
(Higham, Accuracy and Stability of Numerical Algorithms, Section 4.2): 1e-12 leaves room for 10^7
terms and still tells any wrong formula.
"""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A sum: its value, and the sum of the absolute values of its terms (in the same unit)."""

    value: float
    scale: float

    def __add__(self, other: "Estimate") -> "Estimate":
        """Return the sum over the terms of both."""
        return Estimate(self.value + other.value, self.scale + other.scale)


def relative_error(prediction: float, estimate: Estimate) -> float:
    """Return |prediction − value| / scale; without terms 0 or infinity; infinity for NaN.

    >>> relative_error(1.5, Estimate(value=1.0, scale=2.0))
    0.25
    """
    difference = abs(prediction - estimate.value)
    if isnan(difference) or not isfinite(estimate.scale):
        return inf  # NaN compares as false with any tolerance, and x / inf is 0: both would pass
    if estimate.scale == 0:
        return inf if difference else 0.0
    return difference / estimate.scale
