"""The state of a mesa-layer, a step of it forwards, and one backwards."""

from typing import NamedTuple

import numpy as np

from symbolic_mesa.mesa_layer.inputs import Array, Inputs
from symbolic_mesa.text.errors import InvalidInput, NotApplicable


class State(NamedTuple):
    """What a layer keeps of times 1..t.

    Attributes:
        inverse: R_t, of shape (*batch, d_k, d_k), by Sherman-Morrison.
        normal: A_t = R_t^-1, of shape (*batch, d_k, d_k), summed up.
        cross: S_t = sum of w_i v_i k_i^T, of shape (*batch, d_v, d_k), summed up.
    """

    inverse: Array
    normal: Array
    cross: Array


def start(given: Inputs) -> State:
    """Return the state before time 1: R_0 = lambda I, S_0 = 0."""
    dim, size = given.keys.shape[-1], given.values.shape[-1]
    lam = given.lam[..., None, None]
    return State(lam * np.eye(dim), np.eye(dim) / lam, np.zeros((*given.lam.shape, size, dim)))


def step(state: State, given: Inputs, row: int) -> State:
    """Return the state at time row + 1 from that at time row.

    With P = R_{t-1} / gamma_t, Sherman-Morrison says R_t = P - P k k^T P / (1 + k^T P k), which is
    (R - R k k^T R / (gamma_t + k^T R k)) / gamma_t with R = R_{t-1}.

    Raises:
        NotApplicable: when gamma_t + k^T R k is not positive: R has drifted off.
    """
    key, value, gamma = given.keys[row], given.values[row], given.gamma[row]
    image = (state.inverse @ key[..., None])[..., 0]
    pivot = gamma + (key * image).sum(-1)
    if not (pivot > 0).all():
        raise NotApplicable(
            f"gamma + k^T R k at t = {row + 1}: is {np.min(pivot):.3g}, and positive for every R "
            "that is positive; solve again more often (every=...)"
        )
    kept = gamma[..., None, None]
    root = image / np.sqrt(pivot)[..., None]  # on both sides: R stays symmetric to the last bit
    # not times 1 / gamma, whose rounding is the same at every step and adds up
    inverse = (state.inverse - _outer(root, root)) / kept
    normal = kept * state.normal + _outer(key, key)
    return State(inverse, normal, kept * state.cross + _outer(value, key))


def step_back(state: State, given: Inputs, row: int) -> State:
    """Return the state at time row from that at time row + 1.

    R_{t-1} = gamma_t (R + R k k^T R / (1 - k^T R k)) with R = R_t. Errors of A grow by 1 / gamma_t
    with every step, so that this is of use for gamma near 1 and few steps; `backward` keeps states
    instead.
    """
    key, value, gamma = given.keys[row], given.values[row], given.gamma[row]
    image = (state.inverse @ key[..., None])[..., 0]
    pivot = 1 - (key * image).sum(-1)
    kept = gamma[..., None, None]
    inverse = kept * (state.inverse + _outer(image, image) / pivot[..., None, None])
    normal = (state.normal - _outer(key, key)) / kept
    return State(inverse, normal, (state.cross - _outer(value, key)) / kept)


def advance(state: State, given: Inputs, row: int, every: int | None) -> State:
    """Return the next state; where `every` divides its time, R is solved for again.

    Raises:
        NotApplicable: as `step` and `solved` do.
    """
    state = step(state, given, row)
    if every is None or (row + 1) % every:
        return state
    inverse = solved(
        state.normal, np.broadcast_to(np.eye(state.normal.shape[-1]), state.normal.shape)
    )
    return state._replace(inverse=(inverse + np.swapaxes(inverse, -1, -2)) / 2)


def solved(normals: Array, right: Array) -> Array:
    """Return A^-1 times columns, for A of shape (..., d, d) and columns of shape (..., d, n).

    Raises:
        NotApplicable: when an A is singular in doubles.
    """
    try:
        return np.linalg.solve(normals, right)
    except np.linalg.LinAlgError:
        raise NotApplicable(
            "gamma: forgets so fast that A_t = R_t^-1 is singular in doubles; give gamma nearer to "
            "1, or keys in every direction"
        ) from None


def refuse_every(every: int | None) -> None:
    """Refuse a number of steps that is none.

    Raises:
        InvalidInput: when it is not None and below 1.
    """
    if every is not None and every < 1:
        raise InvalidInput(f"every: {every} is no number of steps; give 1 or more, or None")


def _outer(left: Array, right: Array) -> Array:
    product: Array = left[..., :, None] * right[..., None, :]
    return product
