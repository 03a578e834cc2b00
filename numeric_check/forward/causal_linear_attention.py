"""The forward pass of arXiv 2405.16845, Section 3: e_t = (0, x_t, x_{t−1}), ρ_t = t − 1."""

import numpy as np

from numeric_check.forward.matrices import Complex, Weights, assembled, attention


def prediction(weights: Weights, sequence: Complex, time: int) -> Complex:
    """Return ŷ_t, the first d entries of the last token that comes out.

    Args:
        weights: the blocks.
        sequence: x_1, x_2, … of shape (n, d).
        time: t, at least 2.
    """
    tokens = sequence[:time].T
    nothing = np.zeros_like(tokens)
    before = np.hstack((nothing[:, :1], tokens[:, :-1]))  # x_0 = 0
    embeddings = np.vstack((nothing, tokens, before))
    dim = len(tokens)
    kq, pv = (assembled(weights, kind, 3, dim) for kind in ("KQ", "PV"))
    return attention(embeddings, kq, pv, time - 1)[:dim]
