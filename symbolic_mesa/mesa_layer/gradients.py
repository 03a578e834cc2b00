"""The backward pass of the mesa-layer.

Let x_t = R_t q_t, y_t = S_t x_t, g_t = dL/dy_t and z_t = R_t S_t^T g_t. As
dR = -R dA R, dL/dq_t = z_t and, through y_t alone, dL/dA_t = -(z_t x_t^T + x_t z_t^T) / 2 and
dL/dS_t = g_t x_t^T. As A_t = gamma_t A_{t-1} + k_t k_t^T and likewise S_t, the derivatives
A'_t and S'_t through all y follow from the last time to the first:

    A'_t = gamma_{t+1} A'_{t+1} - (z_t x_t^T + x_t z_t^T) / 2,
    S'_t = gamma_{t+1} S'_{t+1} + g_t x_t^T,
    dL/dv_t = S'_t k_t,   dL/dk_t = S'_t^T v_t + 2 A'_t k_t,
    dL/dgamma_t = <A'_t, A_{t-1}> + <S'_t, S_{t-1}>,
    dL/dR_0 = -A_0 (gamma_1 A'_1) A_0,   dL/dlambda = Tr(dL/dR_0) = -Tr(gamma_1 A'_1) / lambda^2.

This recursion is stable for every gamma <= 1: errors of A' and S' are multiplied by gamma <= 1 as
they go. What is not, is to have R_t for it by running the layer backwards (`recursion.step_back`):
there an error of A_t grows by 1 / gamma a step, to gamma^-n after n. So states are stored at about
sqrt(T) times, and those between are computed again from them, forwards: twice the work of
`forward`, memory for 2 sqrt(T) states, and the very numbers that `forward` had.
"""

from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from symbolic_mesa.mesa_layer.inputs import Array, Inputs, inputs, summed_to
from symbolic_mesa.mesa_layer.recursion import State, advance, refuse_every, start
from symbolic_mesa.text.errors import InvalidInput


class Gradients(NamedTuple):
    """dL by what the layer takes, each of the shape in which that was given."""

    keys: Array
    values: Array
    queries: Array
    gamma: Array
    lam: Array


def backward(
    keys: ArrayLike,
    values: ArrayLike,
    queries: ArrayLike,
    gamma: ArrayLike,
    lam: ArrayLike,
    output_gradient: ArrayLike,
    every: int | None = None,
) -> Gradients:
    """Return the gradients of a loss from its gradient by the outputs.

    Args:
        keys: of shape (..., T, d_k), as `forward` takes the first five.
        values: of shape (..., T, d_v).
        queries: of shape (..., T, d_k).
        gamma: a number, or of shape (..., T).
        lam: the inverse ridge, a number or of shape (...).
        output_gradient: dL/dy, of the shape (..., T, d_v) that `forward` returns.
        every: as in `forward`, after how many steps R is solved for again.

    Raises:
        InvalidInput: when arrays do not fit, or gamma, lambda or `every` are not positive.
        NotApplicable: when R has drifted off so far that it is not positive.
    """
    refuse_every(every)
    given = inputs(keys, values, queries, gamma, lam)
    rows = np.moveaxis(np.asarray(output_gradient, dtype=float), -2, 0)
    if rows.shape != given.values.shape:
        raise InvalidInput(
            f"dL/dy: has the shape {np.shape(output_gradient)}; give that of the outputs, "
            f"{np.moveaxis(given.values, 0, -2).shape}"
        )
    found = _reversed(given, rows, every)
    vectors = (np.moveaxis(x, 0, -2) for x in found[:3])
    gamma_rows = np.moveaxis(found.gamma, 0, -1)
    whole = (*vectors, gamma_rows, found.lam)
    taken = (keys, values, queries, gamma, lam)
    return Gradients(*(summed_to(x, one) for x, one in zip(whole, taken, strict=True)))


def _reversed(given: Inputs, rows: Array, every: int | None) -> Gradients:
    """Return the gradients, time first, from the last segment of times to the first."""
    length = given.keys.shape[0]
    size = isqrt(length - 1) + 1
    kept = _checkpoints(given, size, every)
    found = Gradients(*(np.empty_like(x) for x in given))
    normal, cross = np.zeros_like(kept[0].normal), np.zeros_like(kept[0].cross)
    for first in reversed(range(0, length, size)):
        last = min(first + size, length)
        states = [kept[first // size]]
        for row in range(first, last):
            states.append(advance(states[-1], given, row, every))
        for row in reversed(range(first, last)):
            before, after = states[row - first], states[row - first + 1]
            normal, cross = _at(found, given, rows[row], row, before, after, normal, cross)
    found.lam[...] = -np.trace(normal, axis1=-2, axis2=-1) / given.lam**2
    return found


def _at(
    found: Gradients,
    given: Inputs,
    gradient: Array,
    row: int,
    before: State,
    after: State,
    normal: Array,
    cross: Array,
) -> tuple[Array, Array]:
    """Write the gradients of a row; return gamma_t A'_t and gamma_t S'_t from those of t + 1."""
    key, value = given.keys[row][..., None], given.values[row][..., None]
    x = after.inverse @ given.queries[row][..., None]
    g = gradient[..., None]
    z = after.inverse @ (_turned(after.cross) @ g)
    product = z @ _turned(x)
    normal = normal - (product + _turned(product)) / 2
    cross = cross + g @ _turned(x)
    found.queries[row] = z[..., 0]
    found.values[row] = (cross @ key)[..., 0]
    found.keys[row] = (_turned(cross) @ value + 2 * normal @ key)[..., 0]
    parts = (normal * before.normal).sum((-2, -1)), (cross * before.cross).sum((-2, -1))
    found.gamma[row] = sum(parts)
    gamma = given.gamma[row][..., None, None]
    return gamma * normal, gamma * cross


def _checkpoints(given: Inputs, size: int, every: int | None) -> list[State]:
    """Return the states before times 1, 1 + size, 1 + 2 size and so on."""
    state = start(given)
    kept = [state]
    for row in range(given.keys.shape[0] - 1):
        state = advance(state, given, row, every)
        if (row + 1) % size == 0:
            kept.append(state)
    return kept


def _turned(matrix: Array) -> Array:
    return np.swapaxes(matrix, -1, -2)
