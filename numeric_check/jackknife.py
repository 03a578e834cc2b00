"""Functions of means over random sequences, with standard errors, without a formula for either.

Leave out one group of sequences after the other (Quenouille 1956, Tukey 1958): the differences give
the bias of order 1/m and the standard error. The mean of a skewed variable has a skewed t, and so
many more false alarms on one side: Hall's transformation (1992, "On the removal of skewness by
transformation") takes that away, and Wallace's (1959) makes a normal variable of Student's t.
"""

from dataclasses import dataclass, replace
from math import copysign, inf, log1p, sqrt

import numpy as np

from numeric_check.attention import Real


@dataclass(frozen=True)
class Jackknifed:
    """An estimate from groups of independent sequences.

    Attributes:
        value: the estimate, its bias of order 1/m taken away.
        error: its standard error.
        skewness: the skewness of a group's contribution.
        groups: how many groups.
    """

    value: float
    error: float
    skewness: float
    groups: int

    def widened(self, factor: float) -> "Jackknifed":
        """Return the estimate with a standard error so many times as large."""
        return replace(self, error=factor * self.error)

    def z(self, predicted: float) -> float:
        """Return how far a prediction is, as a standard normal variable if it is right."""
        if not self.error:
            return copysign(inf, self.value - predicted) if self.value != predicted else 0.0
        t = (self.value - predicted) / self.error
        root = self.skewness / sqrt(self.groups)
        straight = t + root * t**2 / 3 + root**2 * t**3 / 27 + root / 6
        return normal_from_student(straight, self.groups - 1)


def jackknife(whole: float, without: Real) -> Jackknifed:
    """Return the estimate for a function of means.

    Args:
        whole: the function at the means of all sequences.
        without: the function at the means without one group, for each of n >= 2 groups of one size.
    """
    groups = len(without)
    parts = groups * whole - (groups - 1) * without
    value = float(np.mean(parts))
    gaps = parts - value
    variance = float(np.mean(gaps**2))
    skewness = float(np.mean(gaps**3)) / variance**1.5 if variance else 0.0
    return Jackknifed(value, sqrt(variance / (groups - 1)), skewness, groups)


def normal_from_student(t: float, freedom: int) -> float:
    """Return z with the same tail as Student's t, to a few thousandths from 10 degrees on.

    >>> round(normal_from_student(2.0, 30), 3)  # Student's two-sided tail of 0.0546
    1.922
    """
    shrink = (8 * freedom + 1) / (8 * freedom + 3)
    return copysign(shrink * sqrt(freedom * log1p(t**2 / freedom)), t)
