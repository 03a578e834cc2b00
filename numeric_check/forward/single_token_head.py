"""The forward pass of a head whose tokens hold x_t alone: e_t = (0, x_t), ρ_t = t."""

import numpy as np

from numeric_check.forward.matrices import Complex, Weights, assembled, attention


def prediction(weights: Weights, sequence: Complex, time: int) -> Complex:
    """Return ŷ_t, the first d entries of the last token that comes out.

    Args:
        weights: the blocks.
        sequence: x_1, x_2, … of shape (n, d).
        time: t, at least 1.
    """
    tokens = sequence[:time].T
    embeddings = np.vstack((np.zeros_like(tokens), tokens))
    dim = len(tokens)
    kq, pv = (assembled(weights, kind, 2, dim) for kind in ("KQ", "PV"))
    return attention(embeddings, kq, pv, time)[:dim]
