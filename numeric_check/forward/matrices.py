"""Attention with whole matrices: embeddings, W^KQ and W^PV as a paper writes them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]
Weights = Mapping[str, NDArray[np.float64]]  # d×d blocks, KQkl and PVkl by row k and column l


def assembled(weights: Weights, kind: str, count: int, dim: int) -> Complex:
    """Return W^KQ or W^PV of count × count blocks; what is not given is 0.

    Args:
        weights: the blocks.
        kind: ``KQ`` or ``PV``.
        count: how many blocks an embedding has.
        dim: d.
    """
    matrix = np.zeros((count * dim, count * dim), dtype=np.complex128)
    for name, block in weights.items():
        if name.startswith(kind):
            row, column = (dim * (int(digit) - 1) for digit in name.removeprefix(kind))
            matrix[row : row + dim, column : column + dim] = block
    return matrix


def attention(embeddings: Complex, kq: Complex, pv: Complex, normalization: float) -> Complex:
    """Return the last column of E + W^PV E (E^* W^KQ E)/ρ.

    Args:
        embeddings: E_t, a column a token.
        kq: W^KQ.
        pv: W^PV.
        normalization: ρ_t.
    """
    scores = embeddings.conj().T @ kq @ embeddings / normalization
    output: Complex = embeddings + pv @ embeddings @ scores
    return output[:, -1]
