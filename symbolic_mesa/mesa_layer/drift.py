"""How far the recursion drifts from a solution, and when to solve again.

A step rounds R_t by eps |R_t|. To first order that is an error of A_t = R_t^-1 by A dR A, that is,
by A^{1/2} E A^{1/2} with |E| <= eps cond(A_t). As A_{t+1} = gamma A_t + k k^T, an error of A is
carried on times gamma; and as A_{t+n} >= gamma^n A_t, E is no larger beside any later A. Where keys
excite every direction it is smaller by gamma^n. So after n steps, each rounding forgotten as its
pairs are,

    |E| <= about eps cond (1 + gamma + ... + gamma^{n-1}),

cond being the largest since R was last solved for. R itself is off by |E|, relative to |R|. The
output y = S R q is off by S A^{-1/2} E A^{-1/2} q, which for S = W A, values that are W k, is up to
|E| cond^{1/2} beside W q. So the recursion loses one and a half times the digits of cond, where a
direct solve, whose error of A is eps |A|, loses those of cond alone. Solving again brings them
back.
"""

from math import floor, log, log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from symbolic_mesa.mesa_layer.forward import Weighting, forward, forward_direct, systems, weighting
from symbolic_mesa.mesa_layer.inputs import Array, Inputs, inputs
from symbolic_mesa.mesa_layer.recursion import solved
from symbolic_mesa.text.errors import InvalidInput, NotApplicable

EPSILON = float(np.finfo(float).eps)
MOST_DIGITS = 16.0
REFINEMENTS = 3


def estimated_error(condition: float, gamma: float, steps: float) -> float:
    """Return the relative error of outputs after so many steps without solving for R again.

    Args:
        condition: the largest condition number of A_t in these steps.
        gamma: the largest gamma in them, at most 1.
        steps: how many steps; may be infinite where gamma < 1.

    Raises:
        InvalidInput: when a number is out of its range.
    """
    _refuse(condition, gamma)
    roundings = steps if gamma == 1 else -np.expm1(steps * log(gamma)) / (1 - gamma)
    return float(EPSILON * condition**1.5 * roundings)


def resolve_every(condition: float, gamma: float, digits: float) -> int | None:
    """Return after how many steps R must be solved for again, to keep so many digits of outputs.

    It is the most n with `estimated_error` at most 10^-digits. None says that there is no need to:
    what is forgotten outweighs what is rounded.

    Args:
        condition: the largest condition number of A_t that is to be expected.
        gamma: the largest gamma, at most 1.
        digits: how many digits of the outputs are to be right.

    Raises:
        InvalidInput: when a number is out of its range.
        NotApplicable: when one step already loses more; `forward_direct` may be cond^{1/2} better.

    >>> resolve_every(condition=1e4, gamma=1, digits=7)
    450
    >>> resolve_every(condition=1e4, gamma=0.999, digits=7)
    598
    >>> resolve_every(condition=1e4, gamma=0.99, digits=7)  # what is forgotten outweighs it
    """
    _refuse(condition, gamma)
    roundings = float(10.0**-digits / (EPSILON * condition**1.5))
    if roundings < 1:
        raise NotApplicable(
            f"digits: {digits:g} are out of reach at condition number {condition:.3g} for a "
            "recursion; ask for fewer, or use forward_direct"
        )
    if gamma == 1:
        return floor(roundings)
    left = roundings * (1 - gamma)
    return None if left >= 1 else max(1, floor(log1p(-left) / log(gamma)))


def correct_digits(outputs: ArrayLike, exact: ArrayLike) -> Array:
    """Return how many digits of each output are right, from 0 to 16.

    Args:
        outputs: of shape (..., T, d_v).
        exact: of the same shape.

    Returns:
        -log10 of |outputs - exact| / |exact|, of shape (..., T); 0 where that is no number.
    """
    with np.errstate(all="ignore"):
        error = np.linalg.norm(np.asarray(outputs, float) - exact, axis=-1)
        digits = -np.log10(error / np.linalg.norm(exact, axis=-1))
    capped: Array = np.clip(np.nan_to_num(digits, nan=0.0, posinf=MOST_DIGITS), 0.0, MOST_DIGITS)
    return capped


class Drift(NamedTuple):
    """The recursion and a direct solve, both beside `reference`.

    Attributes:
        errors: |y - y_exact| / |y_exact| of the recursion, of shape (T,).
        direct: that of the direct solve, of shape (T,).
        conditions: the condition number of A_t, of shape (T,).
    """

    errors: Array
    direct: Array
    conditions: Array


def drift(keys: Array, gamma: float, lam: float, every: int | None = None, seed: int = 0) -> Drift:
    """Return how far the recursion is from a solution, for values of a task and drawn queries.

    Args:
        keys: of shape (T, d_k).
        gamma: the same at every t.
        lam: the inverse ridge.
        every: as `forward` takes it.
        seed: of the draw.

    Raises:
        InvalidInput: when gamma, lambda or `every` are not positive.
        NotApplicable: when R has drifted off so far that it is not positive.
    """
    values = task_values(keys, keys.shape[-1], lam, seed)
    queries = np.random.default_rng(seed).normal(size=keys.shape)
    given = keys, values, queries, gamma, lam
    exact = reference(*given)
    size = np.linalg.norm(exact, axis=-1)
    found = forward(*given, every), forward_direct(*given)
    errors, direct = (np.linalg.norm(one - exact, axis=-1) / size for one in found)
    return Drift(errors, direct, conditions(inputs(*given)))


def reference(
    keys: ArrayLike,
    values: ArrayLike,
    queries: ArrayLike,
    gamma: ArrayLike = 1.0,
    lam: ArrayLike = 1.0,
) -> Array:
    """Return what `forward_direct` does, with sums and residuals in extended precision.

    Takes and returns what `forward` does. Where the platform has no longer doubles, as good as
    `forward_direct`.

    Raises:
        InvalidInput: when arrays do not fit, or gamma or lambda are not positive.
        NotApplicable: when an A_t is singular in doubles.
    """
    given = inputs(keys, values, queries, gamma, lam)
    return weighted_solution(given, weighting(given))


def weighted_solution(given: Inputs, weights: Weighting) -> Array:
    """Return the outputs of shape (*batch, T, d_v) where pairs and ridge are weighed in some way.

    Args:
        given: the arrays.
        weights: how they are weighed.

    Raises:
        NotApplicable: when an A_t is singular in doubles.
    """
    rows = np.empty_like(given.values)
    for block in systems(given, weights, np.longdouble):
        rough = block.normals.astype(float)
        x = np.zeros_like(block.queries, dtype=np.longdouble)[..., None]
        for _ in range(REFINEMENTS):
            left = block.queries[..., None] - block.normals @ x
            x = x + solved(rough, left.astype(float))
        rows[block.times] = (block.crosses @ x)[..., 0]
    return np.moveaxis(rows, 0, -2)


def conditions(given: Inputs) -> Array:
    """Return the condition number of A_t at every t, of shape (*batch, T)."""
    found = [np.linalg.cond(block.normals) for block in systems(given, weighting(given))]
    return np.moveaxis(np.concatenate(found), 0, -1)


def spread_keys(length: int, dim: int, condition: float, seed: int) -> Array:
    """Return Gaussian keys of shape (T, d_k) whose covariance has a condition number.

    Its eigenvalues are a geometric row from 1 down, in a random basis: along the coordinates each
    entry of R would have an error of its own size, and nothing would drift.

    Args:
        length: T.
        dim: d_k.
        condition: the largest eigenvalue over the smallest.
        seed: of the draw.
    """
    source = np.random.default_rng(seed)
    basis = np.linalg.qr(source.normal(size=(dim, dim)))[0]
    scales = np.geomspace(1, 1 / condition, dim) ** 0.5
    keys: Array = (source.normal(size=(length, dim)) * scales) @ basis.T
    return keys


def task_values(keys: Array, size: int, condition: float, seed: int) -> Array:
    """Return values W k + noise of shape (T, d_v), W and noise Gaussian.

    The noise has variance 1 / condition, that of keys in their weakest direction: with more, Phi
    would be noise, which hides what is lost of W; with none, all weights gave the same Phi.

    Args:
        keys: of shape (T, d_k).
        size: d_v.
        condition: that of the keys' covariance.
        seed: of the draw.
    """
    source = np.random.default_rng([seed, size])
    task = source.normal(size=(keys.shape[-1], size))
    noise = source.normal(size=(len(keys), size))
    values: Array = keys @ task + noise / condition**0.5
    return values


def _refuse(condition: float, gamma: float) -> None:
    if not condition >= 1:
        raise InvalidInput(f"condition: {condition:g} is no condition number; give 1 or more")
    if not 0 < gamma <= 1:
        raise InvalidInput(f"gamma: {gamma:g} is not in (0, 1]; give the largest of those used")
