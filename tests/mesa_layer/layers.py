"""Layers as people write them: right ones and wrong ones."""

import numpy as np

from tests.mesa_layer.examples import Array


def solved(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    A, S, y = np.eye(K.shape[1]) / lam, np.zeros((V.shape[1], K.shape[1])), np.empty(V.shape)
    for t in range(len(K)):
        A = gamma[t] * A + np.outer(K[t], K[t])
        S = gamma[t] * S + np.outer(V[t], K[t])
        y[t] = S @ np.linalg.solve(A, Q[t])
    return y


def single(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    """Return the recursion in single precision."""
    K, V, Q, gamma = (x.astype(np.float32) for x in (K, V, Q, gamma))
    R = np.eye(K.shape[1], dtype=np.float32) * np.float32(lam)
    S, y = np.zeros((V.shape[1], K.shape[1]), np.float32), np.empty(V.shape, np.float32)
    for t in range(len(K)):
        u = R @ K[t]
        R = (R - np.outer(u, u) / (gamma[t] + K[t] @ u)) / gamma[t]
        S = gamma[t] * S + np.outer(V[t], K[t])
        y[t] = S @ (R @ Q[t])
    return y


def pair_forgotten(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    A, S, y = np.eye(K.shape[1]) / lam, np.zeros((V.shape[1], K.shape[1])), np.empty(V.shape)
    for t in range(len(K)):
        A = gamma[t] * (A + np.outer(K[t], K[t]))
        S = gamma[t] * (S + np.outer(V[t], K[t]))
        y[t] = S @ np.linalg.solve(A, Q[t])
    return y


def one_late(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    return solved(K, V, Q, np.concatenate([[1.0], gamma[:-1]]), lam)


def one_early(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    return solved(K, V, Q, np.concatenate([gamma[1:], gamma[-1:]]), lam)


def ridge_kept(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    H, S, y = np.zeros((K.shape[1],) * 2), np.zeros((V.shape[1], K.shape[1])), np.empty(V.shape)
    for t in range(len(K)):
        H = gamma[t] * H + np.outer(K[t], K[t])
        S = gamma[t] * S + np.outer(V[t], K[t])
        y[t] = S @ np.linalg.solve(H + np.eye(K.shape[1]) / lam, Q[t])
    return y


def nothing_forgotten(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    return solved(K, V, Q, np.ones(len(K)), lam)


def ridge_for_inverse(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    return solved(K, V, Q, gamma, 1 / lam)


def delta_rule(K: Array, V: Array, Q: Array, gamma: Array, lam: float) -> Array:
    S, y = np.zeros((V.shape[1], K.shape[1])), np.empty(V.shape)
    for t in range(len(K)):
        S = gamma[t] * S
        S = S + np.outer(V[t] - S @ K[t], K[t]) / (1 / lam + K[t] @ K[t])
        y[t] = S @ Q[t]
    return y
