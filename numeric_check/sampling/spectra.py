"""What layers that descend on a least-squares problem leave of the next token, on random sequences.

At a time t the tokens x_1, …, x_{t−1} have the matrix A = Σ x_s x_s^*. The share of x_t along each
eigenvector of A and the eigenvalue beside it decide what every layer leaves.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from numeric_check.model.attention import Complex, Real
from numeric_check.sampling.sampling import sequences
from symbolic_mesa.laws.protocol import TokenLaw

SEED = 20230911
SEQUENCES, FEWEST, MOST_CELLS = (
    1 << 13,
    1 << 9,
    1 << 26,
)  # drawn; at least; entries of A at all times
EMPTY = 1e-11  # beside the largest eigenvalue: those below are of directions without tokens

Left = Callable[[Real], Real]  # of an eigenvalue of A/(t−1) the factor that a layer leaves


@dataclass(frozen=True)
class Spectrum:
    """A problem for each sequence, at one time.

    Attributes:
        pairs: how many pairs of tokens there are, t − 1.
        values: eigenvalues of A/(t−1), of shape (n, d); those of directions without tokens are 0.
        shares: the square of x_t along each eigenvector.
    """

    pairs: int
    values: Real
    shares: Real

    def left(self, factor: Left) -> Real:
        """Return |prediction − x_{t+1}|² of each sequence, W being unitary."""
        squares: Real = (factor(self.values) ** 2 * self.shares).sum(axis=1)
        return squares


@dataclass(frozen=True, slots=True)
class Sampled:
    """A mean over sequences, with its standard error."""

    value: float
    error: float


def spectra(
    law: TokenLaw, dim: int, times: Sequence[int], count: int
) -> Iterator[tuple[int, Spectrum]]:
    """Yield the problems of the same sequences at each of these times, chunk by chunk.

    Raises:
        NoNodes: when the law cannot be drawn from.
    """
    for start, phases in sequences(law, dim, count, SEED):
        token = start.astype(np.complex128)
        gram = np.zeros((*token.shape, dim), dtype=np.complex128)
        for time in range(1, max(times) + 1):
            if time in times:
                yield time, _spectrum(gram, token, time - 1)
            gram += token[:, :, None] * token.conj()[:, None, :]
            token = token * phases


def _spectrum(gram: Complex, token: Complex, pairs: int) -> Spectrum:
    values, vectors = np.linalg.eigh(gram / pairs)
    empty = values <= EMPTY * values[:, -1:]
    along = np.einsum("njk,nj->nk", vectors.conj(), token)
    return Spectrum(pairs, np.where(empty, 0.0, values), np.abs(along) ** 2)


def ridged(ridge: float, pairs: int) -> Left:
    """Return what a least-squares solution with a ridge leaves; 0 is the limit of small ridges."""
    if not ridge:
        return lambda values: (values == 0).astype(float)
    return lambda values: ridge / (ridge + pairs * values)


def mean(squares: Real) -> Sampled:
    """Return the mean with its standard error."""
    return Sampled(float(squares.mean()), float(squares.std(ddof=1) / sqrt(len(squares))))


def ridge_errors(
    law: TokenLaw, dim: int, times: Sequence[int], ridges: Sequence[float]
) -> list[tuple[Sampled, Sampled]]:
    """Return for each ridge the mean squared error at the last time, and the sum of those before.

    Raises:
        NoNodes: when the law cannot be drawn from.
    """
    *_, end = times
    count = max(FEWEST, min(SEQUENCES, MOST_CELLS // (len(times) * dim**2)))
    lasts: list[list[Real]] = [[] for _ in ridges]
    sums: list[list[Real]] = [[] for _ in ridges]
    for time, spectrum in spectra(law, dim, times, count):
        for last, total, ridge in zip(lasts, sums, ridges, strict=True):
            squares = spectrum.left(ridged(ridge, spectrum.pairs))
            if time == end:
                last.append(squares)
            if time == times[0]:
                total.append(np.zeros_like(squares))
            if time != end:
                total[-1] = total[-1] + squares
    return [
        (mean(np.concatenate(last)), mean(np.concatenate(total)))
        for last, total in zip(lasts, sums, strict=True)
    ]
