"""How far the recursion drifts from a solution, and when to solve again.

A step rounds R_t, by eps |R_t|, which is as if A_t were off by |A_t| eps cond(A_t). As
A_{t+1} = gamma A_t + k k^T, that error is carried on times gamma, as the pairs are. So after n steps

    relative error of the output <= about d eps cond (1 + gamma + ... + gamma^{n-1}),

where cond is the largest condition number of A since R was last solved for. It is a first-order
estimate, d for the sums in a step; a sequence made to turn weak directions into strong ones could
lose cond once more. Solving again at some t leaves the d eps cond of that t alone: of use where
A was badly conditioned and is no longer, as after a stretch of keys in few directions.
"""

from math import floor, log, log1p

import numpy as np
from numpy.typing import ArrayLike

from symbolic_mesa.mesa_layer.forward import Weighting, systems, weighting
from symbolic_mesa.mesa_layer.inputs import Array, Inputs, inputs
from symbolic_mesa.mesa_layer.recursion import solved
from symbolic_mesa.text.errors import InvalidInput, NotApplicable

EPSILON = float(np.finfo(float).eps)
MOST_DIGITS = 16.0
REFINEMENTS = 3


def estimated_error(condition: float, gamma: float, steps: float, dim: int) -> float:
    """Return the relative error of outputs after so many steps without solving for R again.

    Args:
        condition: the largest condition number of A_t in these steps.
        gamma: the largest gamma in them, at most 1.
        steps: how many steps; may be infinite where gamma < 1.
        dim: d_k.

    Raises:
        InvalidInput: when a number is out of its range.
    """
    _refuse(condition, gamma, dim)
    roundings = steps if gamma == 1 else -np.expm1(steps * log(gamma)) / (1 - gamma)
    return float(dim * EPSILON * condition * roundings)


def resolve_every(condition: float, gamma: float, digits: float, dim: int) -> int | None:
    """Return after how many steps R must be solved for again, to keep so many digits of outputs.

    It is the most n with `estimated_error` at most 10^-digits. None says that there is no need to:
    what is forgotten outweighs what is rounded.

    Args:
        condition: the largest condition number of A_t that is to be expected.
        gamma: the largest gamma, at most 1.
        digits: how many digits of the outputs are to be right.
        dim: d_k.

    Raises:
        InvalidInput: when a number is out of its range.
        NotApplicable: when not even solving at every step gives so many.

    >>> resolve_every(condition=1e6, gamma=1, digits=6, dim=8)
    562
    >>> resolve_every(condition=1e6, gamma=0.999, digits=6, dim=8)
    827
    >>> resolve_every(condition=1e6, gamma=0.99, digits=6, dim=8)
    """
    _refuse(condition, gamma, dim)
    roundings = float(10.0**-digits) / (dim * EPSILON * condition)
    if roundings < 1:
        raise NotApplicable(
            f"digits: {digits:g} are out of reach at condition number {condition:.3g}, d = {dim}, "
            "where a solution itself has fewer; ask for fewer"
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


def _refuse(condition: float, gamma: float, dim: int) -> None:
    if not condition >= 1:
        raise InvalidInput(f"condition: {condition:g} is no condition number; give 1 or more")
    if not 0 < gamma <= 1:
        raise InvalidInput(f"gamma: {gamma:g} is not in (0, 1]; give the largest of those used")
    if dim < 1:
        raise InvalidInput(f"dim: {dim} is no dimension; give 1 or more")
