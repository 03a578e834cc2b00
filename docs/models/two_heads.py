"""Two heads: the key of the first is x_{s-1}, that of the second x_s."""

import numpy as np


def predict(x, weights):
    """Return predictions of shape (T, d), row t - 1 the one at t."""
    length, d = x.shape
    predictions = np.zeros((length, d), dtype=complex)
    for t in range(2, length):
        first, second = weights["A1"] @ x[t - 1], weights["A2"] @ x[t - 1]
        for s in range(1, t + 1):
            value, key = x[s - 1], x[s - 2] if s > 1 else np.zeros(d)
            predictions[t - 1] += weights["B1"] @ value * np.vdot(key, first) / (t - 1)
            predictions[t - 1] += weights["B2"] @ value * np.vdot(value, second) / (t - 1)
    return predictions
