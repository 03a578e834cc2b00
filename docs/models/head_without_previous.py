"""A head whose tokens are x_t alone."""

import numpy as np


def predict(x, weights):
    """Return predictions of shape (T, d), row t - 1 the one at t."""
    length, d = x.shape
    predictions = np.zeros((length, d), dtype=complex)
    for t in range(1, length):
        query = weights["KQ"] @ x[t - 1]
        for s in range(1, t + 1):
            predictions[t - 1] += weights["PV"] @ x[s - 1] * np.vdot(x[s - 1], query) / t
    return predictions
