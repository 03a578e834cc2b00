"""The quartic form of the loss, gathered from sequences, which are not needed afterwards."""

from collections.abc import Iterable

import numpy as np

from numeric_check.model.attention import Complex, Real
from numeric_check.model.quartic import Dense, Quartic

ROWS = 4096  # products e_s e_s^* ⊗ e_t held at a time: some 65 MB at d = 5


def gathered(sequences: Iterable[tuple[Real, Complex]], dim: int, length: int) -> Quartic:
    """Return the mean loss over sequences x_t = λ^{t−1} x_1, summed over t = 2..T−1.

    With G_t = Σ_{s<=t} e_s e_s^* and Z_jkl = G_t[j,k] e_t[l]/(t−1) the prediction ŷ_i is W_i · Z.

    Args:
        sequences: x_1 and λ, each of shape (n, d).
        dim: d.
        length: T.
    """
    size = 8 * dim**3
    matrix, linear, constant, count = np.zeros((size, size)), np.zeros((dim, size)), 0.0, 0
    for tokens, phases in sequences:
        count += len(tokens)
        step = max(1, ROWS // len(tokens))
        held: list[tuple[Complex, Complex]] = []
        for z, target in _steps(tokens, phases, length):
            held.append((z, target))
            if len(held) == step:
                constant += _added(held, matrix, linear)
                held = []
        constant += _added(held, matrix, linear)
    return Quartic(constant / count, Dense(linear / count, matrix / count))


def _steps(tokens: Real, phases: Complex, length: int) -> Iterable[tuple[Complex, Complex]]:
    """Yield Z_t, of shape (n, 8 d³), and x_{t+1} for t = 2..T−1."""
    now, before = tokens.astype(np.complex128), np.zeros_like(tokens, dtype=np.complex128)
    gram = np.zeros((len(tokens), 2 * tokens.shape[1], 2 * tokens.shape[1]), dtype=np.complex128)
    for t in range(1, length):
        e = np.concatenate((now, before), axis=1)
        gram += e[:, :, None] * e[:, None, :].conj()
        now, before = phases * now, now
        if t > 1:
            yield (gram[..., None] * e[:, None, None, :] / (t - 1)).reshape(len(e), -1), now


def _added(held: list[tuple[Complex, Complex]], matrix: Real, linear: Real) -> float:
    """Add the products of some steps to M and c; return their part of the constant."""
    if not held:
        return 0.0
    z = np.concatenate([one for one, _ in held])
    target = np.concatenate([one for _, one in held])
    rows = np.concatenate((z.real, z.imag))
    matrix += rows.T @ rows
    linear += np.concatenate((target.real, target.imag)).T @ rows
    return float(np.sum(np.abs(target) ** 2)) / 2
