"""Ratios of prediction to truth on random sequences, at weights that are multiples of I."""

from collections.abc import Iterable

import numpy as np

from numeric_check.model.attention import Complex, Real, diagonal_blocks, predictions
from numeric_check.sampling.spectra import Sampled, mean


def sampled_ratio(sequences: Iterable[tuple[Real, Complex]], time: int) -> Sampled:
    """Return the mean of Re ŷ_{t,j} / x_{t+1,j} where x_j ≠ 0, at ab = 1.

    It is proportional to ab. Off the diagonal weights would divide other coordinates by x_j, and
    where x_j is near 0 with positive density there would be no mean.

    Args:
        sequences: x_1 and λ in pieces, each of shape (n, d).
        time: t.
    """
    return mean(np.concatenate([_ratios(*piece, time) for piece in sequences]))


def _ratios(tokens: Real, phases: Complex, time: int) -> Real:
    """Return a mean over the coordinates of each sequence that are not 0."""
    kept = np.any(tokens != 0, axis=1)
    tokens, phases = tokens[kept], phases[kept]
    blocks = diagonal_blocks(tokens.shape[1], 1.0, 1.0)
    truth = phases**time * tokens
    there = tokens != 0
    predicted = predictions(blocks, tokens.astype(np.complex128), phases, time + 1)[-1]
    quotients = np.divide(predicted, truth, out=np.zeros_like(truth), where=there)
    found: Real = np.real(quotients).sum(axis=1) / there.sum(axis=1)
    return found
