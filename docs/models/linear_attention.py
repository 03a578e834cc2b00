"""One layer of causal linear attention as the paper writes it, with whole matrices of 3d rows."""

import numpy as np


def predict(x, weights):
    """Return predictions of shape (T, d), row t - 1 the one at t.

    e_t = (0, x_t, x_{t-1}) and the first d rows of W^PV E_t (E_t^* W^KQ e_t) / (t - 1).
    """
    length, d = x.shape
    zero = np.zeros((d, d))
    value = np.block(
        [
            [zero, weights["PV12"], weights["PV13"]],
            [zero, zero, zero],
            [zero, zero, zero],
        ]
    )
    score = np.block(
        [
            [zero, zero, zero],
            [zero, weights["KQ22"], weights["KQ23"]],
            [zero, weights["KQ32"], weights["KQ33"]],
        ]
    )
    before = np.vstack([np.zeros((1, d)), x[:-1]])
    columns = np.hstack([np.zeros((length, d)), x, before]).T  # e_1, ..., e_T
    predictions = np.zeros((length, d), dtype=complex)
    for t in range(2, length):
        seen = columns[:, :t]
        token = columns[:, t - 1]
        predictions[t - 1] = (value @ seen @ (seen.conj().T @ score @ token))[:d] / (t - 1)
    return predictions
