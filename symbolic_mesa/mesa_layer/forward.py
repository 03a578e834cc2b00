"""The mesa-layer: least squares over the past, solved at every time.

The problem at time t (von Oswald et al., arXiv 2309.05858, with forgetting), for Phi of shape
(d_v, d_k):

    L_t(Phi) = 1/2 sum_{i=1}^t w_{t,i} |v_i - Phi k_i|^2 + w_{t,0} / (2 lambda) |Phi|_F^2,
    w_{t,i} = gamma_{i+1} gamma_{i+2} ... gamma_t,   w_{t,t} = 1,

that is, L_t = gamma_t L_{t-1} + 1/2 |v_t - Phi k_t|^2 from L_0 = |Phi|^2 / (2 lambda). So gamma_t
weighs all that was before t, the ridge with it, and never the pair of time t; gamma_1 weighs the
ridge alone. Where dL_t/dPhi = 0,

    Phi_t A_t = S_t,   A_t = gamma_t A_{t-1} + k_t k_t^T,   A_0 = I / lambda,
                       S_t = gamma_t S_{t-1} + v_t k_t^T,   S_0 = 0,

hence Phi_t = S_t R_t with R_t = A_t^-1, R_0 = lambda I: lambda is the inverse of the ridge. With
all gamma = 1, S_t = V_t K_t^T. Sherman-Morrison for gamma_t A_{t-1} + k k^T gives R_t from R_{t-1}
(`recursion.step`). For lambda, gamma > 0 every A_t is positive definite, L_t is convex, and
1 + k^T (R_{t-1} / gamma_t) k >= 1 is never 0. The output is y_t = Phi_t q_t.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from symbolic_mesa.mesa_layer.inputs import Array, Inputs, inputs
from symbolic_mesa.mesa_layer.recursion import advance, refuse_every, solved, start

BLOCK = 256  # times that are solved at once


def forward(
    keys: ArrayLike,
    values: ArrayLike,
    queries: ArrayLike,
    gamma: ArrayLike = 1.0,
    lam: ArrayLike = 1.0,
    every: int | None = None,
) -> Array:
    """Return y_t = Phi_t q_t for every t, by recursion.

    Args:
        keys: of shape (..., T, d_k).
        values: of shape (..., T, d_v).
        queries: of shape (..., T, d_k).
        gamma: a number, or of shape (..., T).
        lam: the inverse ridge, a number or of shape (...).
        every: after how many steps R is solved for again (`drift.resolve_every`); never if None.

    Returns:
        An array of shape (..., T, d_v).

    Raises:
        InvalidInput: when arrays do not fit, or gamma, lambda or `every` are not positive.
        NotApplicable: when R has drifted off so far that it is not positive.
    """
    refuse_every(every)
    given = inputs(keys, values, queries, gamma, lam)
    state, rows = start(given), np.empty_like(given.values)
    for row, query in enumerate(given.queries):
        state = advance(state, given, row, every)
        rows[row] = (state.cross @ (state.inverse @ query[..., None]))[..., 0]
    return np.moveaxis(rows, 0, -2)


def forward_direct(
    keys: ArrayLike,
    values: ArrayLike,
    queries: ArrayLike,
    gamma: ArrayLike = 1.0,
    lam: ArrayLike = 1.0,
) -> Array:
    """Return what `forward` does, by solving A_t x = q_t at every t.

    Takes and returns what `forward` does.

    Raises:
        InvalidInput: when arrays do not fit, or gamma or lambda are not positive.
        NotApplicable: when an A_t is singular in doubles.
    """
    given = inputs(keys, values, queries, gamma, lam)
    rows = np.empty_like(given.values)
    for block in systems(given, weighting(given)):
        x = solved(block.normals, block.queries[..., None])
        rows[block.times] = (block.crosses @ x)[..., 0]
    return np.moveaxis(rows, 0, -2)


class Weighting(NamedTuple):
    """How pairs and ridge are weighed, in A_t = H_t + ridge_t I.

    H_t = decay_t H_{t-1} + fresh_t k_t k_t^T, and likewise S_t.

    Attributes:
        decay: of shape (T, *batch).
        fresh: of shape (T, *batch).
        ridge: of shape (T, *batch).
    """

    decay: Array
    fresh: Array
    ridge: Array


def weighting(given: Inputs) -> Weighting:
    """Return the weights of the layer's problem."""
    ridge = np.cumprod(given.gamma, axis=0) / given.lam
    return Weighting(given.gamma, np.ones_like(given.gamma), ridge)


class Block(NamedTuple):
    """The systems A_t x = q_t, y_t = S_t x of some times, which are the first axis of each.

    Attributes:
        times: which rows they are.
        normals: of shape (n, *batch, d_k, d_k).
        crosses: of shape (n, *batch, d_v, d_k).
        queries: of shape (n, *batch, d_k).
    """

    times: slice
    normals: Array
    crosses: Array
    queries: Array


def systems(
    given: Inputs, weights: Weighting, dtype: type[np.floating[Any]] = np.float64
) -> Iterator[Block]:
    """Yield the systems of all times, a block at a time.

    Args:
        given: the arrays.
        weights: how pairs and ridge are weighed.
        dtype: the precision in which sums are kept.
    """
    length, dim = given.keys.shape[0], given.keys.shape[-1]
    decay, fresh, ridge = (np.asarray(x, dtype)[..., None, None] for x in weights)
    keys, values = np.asarray(given.keys, dtype), np.asarray(given.values, dtype)
    gram: Array = np.zeros((*given.lam.shape, dim, dim), dtype)
    cross: Array = np.zeros((*given.lam.shape, values.shape[-1], dim), dtype)
    for first in range(0, length, BLOCK):
        times = slice(first, min(first + BLOCK, length))
        grams, crosses = [], []
        for row in range(times.start, times.stop):
            right = fresh[row] * keys[row][..., None, :]
            gram = decay[row] * gram + keys[row][..., :, None] * right
            cross = decay[row] * cross + values[row][..., :, None] * right
            grams.append(gram)
            crosses.append(cross)
        normals = np.array(grams) + ridge[times] * np.eye(dim)
        yield Block(times, normals, np.array(crosses), given.queries[times])
