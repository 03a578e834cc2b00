"""What a mesa-layer takes: arrays that fit each other, time first."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symbolic_mesa.text.errors import InvalidInput

Array = NDArray[Any]


class Inputs(NamedTuple):
    """Arrays of one batch: T is the first axis, `batch` stands for any axes of batch and heads.

    Attributes:
        keys: of shape (T, *batch, d_k).
        values: of shape (T, *batch, d_v).
        queries: of shape (T, *batch, d_k).
        gamma: of shape (T, *batch), positive.
        lam: of shape batch, positive: the inverse ridge.
    """

    keys: Array
    values: Array
    queries: Array
    gamma: Array
    lam: Array


def inputs(
    keys: ArrayLike, values: ArrayLike, queries: ArrayLike, gamma: ArrayLike, lam: ArrayLike
) -> Inputs:
    """Return arrays that were checked, broadcast over batch and heads, and put time first.

    Args:
        keys: of shape (..., T, d_k).
        values: of shape (..., T, d_v).
        queries: of shape (..., T, d_k).
        gamma: a number, or of shape (..., T): how much of what was before t is kept at t.
        lam: a number, or of shape (...).

    Raises:
        InvalidInput: when shapes do not fit, or a number is not finite or not positive.
    """
    k, v, q = (_vectors(*pair) for pair in (("K", keys), ("V", values), ("q", queries)))
    forget, ridge = _positive("gamma", gamma), _positive("lambda", lam)
    forget = forget if forget.ndim else np.full(k.shape[-2], forget)
    if not k.shape[-2] == v.shape[-2] == q.shape[-2] == forget.shape[-1]:
        raise InvalidInput(
            f"K, V, q, gamma: the lengths {k.shape[-2]}, {v.shape[-2]}, {q.shape[-2]}, "
            f"{forget.shape[-1]} differ; give each one row a time"
        )
    if k.shape[-1] != q.shape[-1]:
        raise InvalidInput(
            f"K, q: the dimensions {k.shape[-1]} and {q.shape[-1]} differ; give queries as long as "
            "keys"
        )
    batch = _common(k.shape[:-2], v.shape[:-2], q.shape[:-2], forget.shape[:-1], ridge.shape)
    k, v, q = (_time_first(x, (*batch, *x.shape[-2:]), -2) for x in (k, v, q))
    return Inputs(
        k,
        v,
        q,
        _time_first(forget, (*batch, forget.shape[-1]), -1),
        np.broadcast_to(ridge, batch),
    )


def summed_to(gradient: Array, given: ArrayLike) -> Array:
    """Return a gradient of the shape of what was given: sums over what was broadcast.

    Args:
        gradient: of a shape to which that of `given` was broadcast.
        given: what it is the gradient of.
    """
    shape = np.shape(given)
    first = gradient.ndim - len(shape)
    spread = [axis for axis, size in enumerate(shape) if size != gradient.shape[first + axis]]
    summed: Array = gradient.sum(axis=tuple(range(first))).sum(axis=tuple(spread), keepdims=True)
    return summed.reshape(shape)


def _common(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        said = ", ".join(map(str, shapes))
        raise InvalidInput(
            f"K, V, q, gamma, lambda: batch shapes {said} do not fit; give equal ones, or 1"
        ) from None


def _vectors(name: str, given: ArrayLike) -> Array:
    array = _numbers(name, given)
    if array.ndim < 2 or 0 in array.shape[-2:]:
        raise InvalidInput(f"{name}: has the shape {array.shape}; give one of shape (..., T, d)")
    return array


def _positive(name: str, given: ArrayLike) -> Array:
    array = _numbers(name, given)
    if not (array > 0).all():
        raise InvalidInput(f"{name}: {array.min():g} is not positive; give numbers above 0")
    return array


def _numbers(name: str, given: ArrayLike) -> Array:
    try:
        array = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise InvalidInput(f"{name}: is no array of real numbers; give one") from None
    if not np.isfinite(array).all():
        raise InvalidInput(f"{name}: has a number that is not finite; leave it out")
    return array


def _time_first(array: Array, shape: tuple[int, ...], axis: int) -> Array:
    return np.ascontiguousarray(np.moveaxis(np.broadcast_to(array, shape), axis, 0))
