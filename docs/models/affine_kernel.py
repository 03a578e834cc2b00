"""Attention whose kernel is 1 + <key, query>: every value has a part that no query chooses."""

import numpy as np


def predict(x, weights):
    """Return predictions of shape (T, d), row t - 1 the one at t."""
    length, d = x.shape
    predictions = np.zeros((length, d), dtype=complex)
    for t in range(2, length):
        query = weights["K"] @ x[t - 1]
        for s in range(1, t + 1):
            key = x[s - 2] if s > 1 else np.zeros(d)
            predictions[t - 1] += weights["V"] @ x[s - 1] * (1 + np.vdot(key, query)) / (t - 1)
    return predictions
