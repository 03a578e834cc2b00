"""Functions of means over random sequences, with standard errors, without a formula for either.

Leave out one group of sequences after the other (Quenouille 1956, Tukey 1958): the differences give
the bias of order 1/m and the standard error. What is then Student's t has fewer degrees of freedom
than groups where few of them make the spread: as many as match the variance of the squared error
(Satterthwaite 1946), 2n/(k − 1) for a kurtosis k. It becomes a normal variable by Wallace's
transformation (1959, "Bounds on normal approximations to Student's and the chi-square
distributions").
"""

from dataclasses import dataclass, replace
from math import copysign, expm1, inf, log1p, sqrt

import numpy as np

from numeric_check.model.attention import Real


@dataclass(frozen=True)
class Jackknifed:
    """An estimate from groups of independent sequences.

    Attributes:
        value: the estimate, its bias of order 1/m taken away.
        error: its standard error.
        freedom: the degrees of freedom of the standard error.
    """

    value: float
    error: float
    freedom: float

    def widened(self, factor: float) -> "Jackknifed":
        """Return the estimate with a standard error so many times as large."""
        return replace(self, error=factor * self.error)

    def z(self, predicted: float) -> float:
        """Return how far a prediction is, as a standard normal variable if it is right."""
        gap = self.value - predicted
        if not self.error:
            return copysign(inf, gap) if gap else 0.0
        return normal_from_student(gap / self.error, self.freedom)

    def gap(self, z: float) -> float:
        """Return how far a prediction with this score is."""
        return student_from_normal(z, self.freedom) * self.error


def jackknife(whole: float, without: Real) -> Jackknifed:
    """Return the estimate for a function of means.

    Args:
        whole: the function at the means of all sequences.
        without: the function at the means without one group, for each of n >= 2 groups of one size.
    """
    groups = len(without)
    parts = groups * whole - (groups - 1) * without
    value = float(np.mean(parts))
    squares = (parts - value) ** 2
    variance = float(np.mean(squares))
    if not variance:
        return Jackknifed(value, 0.0, groups - 1)
    kurtosis = float(np.mean((squares / variance) ** 2))
    freedom = min(groups - 1, 2 * groups / (kurtosis - 1)) if kurtosis > 1 else groups - 1
    return Jackknifed(value, sqrt(variance / (groups - 1)), freedom)


def normal_from_student(t: float, freedom: float) -> float:
    """Return z with the same tail as Student's t, to some thousandths from 10 degrees on.

    >>> round(normal_from_student(2.0, 30), 3)  # Student's two-sided tail of 0.0546
    1.922
    """
    return copysign(_shrink(freedom) * sqrt(freedom * log1p(t**2 / freedom)), t)


def student_from_normal(z: float, freedom: float) -> float:
    """Return t with the same tail as z.

    >>> round(student_from_normal(1.922, 30), 2)
    2.0
    """
    return copysign(sqrt(freedom * expm1((z / _shrink(freedom)) ** 2 / freedom)), z)


def _shrink(freedom: float) -> float:
    return (8 * freedom + 1) / (8 * freedom + 3)
