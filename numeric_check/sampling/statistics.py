"""Claims beside estimates from random sequences, under one rate of false alarms."""

from dataclasses import dataclass
from math import inf, log, sqrt
from statistics import NormalDist

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.sampling.jackknife import Jackknifed

FALSE_ALARM = 1e-6  # that any of all numbers of a run is called wrong though all are right
FEWEST = 16  # means whose spread is looked at
ROUNDING = 1e-9  # beside its size, of a number that is the same for every sequence


@dataclass(frozen=True)
class Comparison:
    """A number that is claimed beside its estimate.

    Attributes:
        predicted: the number claimed.
        found: the estimate, with its standard error.
        scale: the size of the number, where it is 0.
        limit: the largest |z| that is no alarm.
        count: the number of sequences.
    """

    predicted: float
    found: Jackknifed
    scale: float
    limit: float
    count: int

    @property
    def z(self) -> float:
        """The difference as a standard normal variable; without a spread 0 or infinite."""
        rounding = ROUNDING * self.scale
        if self.found.error <= rounding:
            gap = self.found.value - self.predicted
            return 0.0 if abs(gap) <= rounding else inf
        return self.found.z(self.predicted)

    @property
    def gap(self) -> float:
        """The difference beside the size of the number."""
        return abs(self.found.value - self.predicted) / (self.scale or 1.0)

    @property
    def agrees(self) -> bool:
        """Whether the difference is no alarm; NaN is one."""
        return abs(self.z) <= self.limit

    @property
    def visible(self) -> float:
        """The discrepancy that so many sequences would show as an alarm, beside the number."""
        size = abs(self.predicted) or self.scale
        return self.found.gap(self.limit) / size if size else inf

    @property
    def size_for_one_percent(self) -> float:
        """How many sequences would show one per cent."""
        return self.count * (self.visible / 0.01) ** 2


def largest_z(numbers: int) -> float:
    """Return the largest |z| of so many numbers that is no alarm, by Bonferroni's split."""
    return NormalDist().inv_cdf(1 - FALSE_ALARM / (2 * numbers))


def exponent(values: Real) -> tuple[float, float]:
    """Return the exponent with which the error of a mean falls with its size, and its error.

    Means over disjoint groups of 1, 2, 4, … values spread about the mean of all; the slope of the
    logarithm of that spread is fitted, weighted by how well each is known.
    """
    sizes, spreads, weights = [], [], []
    largest = 1 << max(0, (len(values) // FEWEST).bit_length() - 1)
    values = values[: len(values) // largest * largest]  # so that each size has the same values
    size = 1
    while len(values) // size >= FEWEST:
        groups = len(values) // size
        means = np.mean(values[: groups * size].reshape(groups, size), axis=1)
        spread = float(np.std(means, ddof=1))
        if spread <= ROUNDING * float(np.mean(np.abs(values))):
            return 0.0, inf
        sizes.append(log(size))
        spreads.append(log(spread))
        weights.append(2.0 * (groups - 1))  # the variance of log spread is 1/(2(n − 1))
        size *= 2
    x, y, w = (np.array(one) for one in (sizes, spreads, weights))
    centre = np.sum(w * x) / np.sum(w)
    weight = np.sum(w * (x - centre) ** 2)
    slope = float(np.sum(w * (x - centre) * y) / weight)
    # every row has the same values: nothing is averaged over rows
    return slope, float(sqrt(len(x) / weight))
