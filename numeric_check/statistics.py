"""Estimates from random sequences, one value a sequence, with what they say of a prediction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, log, sqrt
from statistics import NormalDist

import numpy as np

from numeric_check.attention import BLOCKS, Complex, Real, diagonal_blocks, placed

FALSE_ALARM = 1e-6  # that any of all claims of a run is called wrong though all are right


@dataclass(frozen=True)
class Comparison:
    """A claim beside its estimate.

    Attributes:
        claim: what is claimed.
        prediction: the number claimed.
        estimate: the mean over sequences.
        error: its standard error.
        limit: the largest |z| that is no alarm.
        count: the number of sequences.
    """

    claim: str
    prediction: float
    estimate: float
    error: float
    limit: float
    count: int

    @property
    def z(self) -> float:
        """The difference in standard errors; of a number without spread 0 or infinite."""
        gap = self.estimate - self.prediction
        rounding = 1e-9 * max(abs(self.prediction), abs(self.estimate))
        if abs(gap) <= rounding and self.error <= rounding:
            return 0.0
        return gap / self.error if self.error else inf

    @property
    def agrees(self) -> bool:
        """Whether the difference is no alarm."""
        return abs(self.z) <= self.limit

    @property
    def visible(self) -> float:
        """The relative discrepancy that this many sequences would show as an alarm, as a rule."""
        return self.limit * self.error / abs(self.prediction) if self.prediction else inf

    @property
    def size_for_one_percent(self) -> float:
        """How many sequences would show one per cent."""
        return self.count * (self.visible / 0.01) ** 2


def largest_z(claims: int) -> float:
    """Return the largest |z| of a number of claims that is no alarm, by Bonferroni's split."""
    return NormalDist().inv_cdf(1 - FALSE_ALARM / (2 * claims))


def compared(
    predictions: Mapping[str, float], values: Mapping[str, Real]
) -> tuple[Comparison, ...]:
    """Return each prediction beside the mean of its values, one value a sequence."""
    limit = largest_z(len(predictions))
    found = []
    for claim, prediction in predictions.items():
        own = values[claim]
        error = float(np.std(own, ddof=1)) / sqrt(len(own))
        found.append(Comparison(claim, prediction, float(np.mean(own)), error, limit, len(own)))
    return tuple(found)


def exponent(values: Real) -> tuple[float, float]:
    """Return the exponent with which the error of a mean falls with its size, and its error.

    Means over disjoint groups of 1, 2, 4, … values spread about the mean of all; the slope of the
    logarithm of that spread is fitted, weighted by how well each is known.
    """
    sizes, spreads, weights = [], [], []
    size = 1
    while len(values) // size >= 16:
        groups = len(values) // size
        means = np.mean(values[: groups * size].reshape(groups, size), axis=1)
        spread = float(np.std(means, ddof=1))
        if spread == 0:
            return 0.0, inf
        sizes.append(log(size))
        spreads.append(log(spread))
        weights.append(2.0 * (groups - 1))  # the variance of log spread is 1/(2(n − 1))
        size *= 2
    x, y, w = (np.array(one) for one in (sizes, spreads, weights))
    centre = np.sum(w * x) / np.sum(w)
    weight = np.sum(w * (x - centre) ** 2)
    slope = float(np.sum(w * (x - centre) * y) / weight)
    # the same values are in every row: nothing is averaged over rows
    return slope, float(sqrt(len(x) / weight))


def measured(
    sequences: Iterable[tuple[Real, Complex]], a: float, b: float, length: int
) -> dict[str, Real]:
    """Return per-sequence values at (aI, bI): the loss, gradient entries, and the last step.

    Keys are ``loss``, ``BLOCK diagonal`` and ``BLOCK off`` for each block, ``error`` (squared, of
    the last prediction) and ``m2``, ``kappa-1``, ``kappa-2``, ``kappa-3``, each averaged over
    coordinates.
    """
    parts: dict[str, list[Real]] = {}
    for tokens, phases in sequences:
        for name, values in _chunk(tokens, phases, a, b, length).items():
            parts.setdefault(name, []).append(values)
    return {name: np.concatenate(values) for name, values in parts.items()}


def _chunk(tokens: Real, phases: Complex, a: float, b: float, length: int) -> dict[str, Real]:
    count, dim = tokens.shape
    blocks = diagonal_blocks(dim, a, b)
    loss, last = np.zeros(count), np.zeros(count)
    kq, pv = np.zeros((count, 2 * dim, 2 * dim)), np.zeros((count, dim, 2 * dim))
    now, before = tokens.astype(np.complex128), np.zeros((count, dim), dtype=np.complex128)
    gram = np.zeros((count, 2 * dim, 2 * dim), dtype=np.complex128)
    for t in range(1, length):
        e = np.concatenate((now, before), axis=1)
        gram += e[:, :, None] * e[:, None, :].conj()
        now, before = phases * now, now
        if t == 1:
            continue
        v = np.einsum("nij,nj->ni", gram, e @ blocks.kq.T) / (t - 1)
        residual = v @ blocks.pv.T - now
        u = np.einsum("nij,nj->ni", gram, residual @ blocks.pv) / (t - 1)
        last = np.sum(np.abs(residual) ** 2, axis=1)
        loss += last / 2
        kq += np.real(u.conj()[:, :, None] * e[:, None, :])
        pv += np.real(residual.conj()[:, :, None] * v[:, None, :])
    found = {"loss": loss, "error": last, **_moments(tokens)}
    for name in BLOCKS:
        matrix, rows, columns = placed(name, dim)
        block = (kq if matrix == "kq" else pv)[:, rows, columns]
        found[f"{name} diagonal"] = np.trace(block, axis1=1, axis2=2) / dim
        if dim > 1:
            rest = np.sum(block, axis=(1, 2)) - np.trace(block, axis1=1, axis2=2)
            found[f"{name} off"] = rest / (dim * (dim - 1))
    return found


def _moments(tokens: Real) -> dict[str, Real]:
    squares = tokens**2
    others = np.sum(squares**2, axis=1, keepdims=True) - squares**2
    return {
        "m2": np.mean(squares, axis=1),
        "kappa-1": np.mean(squares**2, axis=1),
        "kappa-2": np.mean(squares**3, axis=1),
        "kappa-3": np.mean(squares * others, axis=1),
    }
