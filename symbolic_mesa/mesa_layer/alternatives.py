"""Other problems that a layer may solve instead: places where a weight is easily put wrong."""

from collections.abc import Callable

import numpy as np

from symbolic_mesa.mesa_layer.forward import Weighting
from symbolic_mesa.mesa_layer.inputs import Array, Inputs


def pair_forgotten(given: Inputs) -> Weighting:
    """Return w_{t,i} = gamma_i ... gamma_t: the pair of time t is weighed by gamma_t too.

    A_t / gamma_t and S_t / gamma_t have the same Phi_t, and gamma_{t-1} where gamma_t should be,
    with gamma_0 = 1: one problem, two ways to come by it.
    """
    return Weighting(given.gamma, given.gamma, _ridge(given))


def one_early(given: Inputs) -> Weighting:
    """Return A_t = gamma_{t+1} A_{t-1} + k_t k_t^T, the last one with gamma_T."""
    gamma = np.concatenate([given.gamma[1:], given.gamma[-1:]])
    return Weighting(gamma, _ones(given), np.cumprod(gamma, axis=0) / given.lam)


def ridge_kept(given: Inputs) -> Weighting:
    """Return A_t = H_t + I / lambda with H_t alone forgotten, as MesaNet has it (2506.05233)."""
    return Weighting(given.gamma, _ones(given), _ones(given) / given.lam)


def nothing_forgotten(given: Inputs) -> Weighting:
    """Return all weights 1."""
    return Weighting(_ones(given), _ones(given), _ones(given) / given.lam)


def ridge_for_inverse(given: Inputs) -> Weighting:
    """Return A_0 = lambda I: lambda as the ridge, not its inverse."""
    return Weighting(given.gamma, _ones(given), np.cumprod(given.gamma, axis=0) * given.lam)


ALTERNATIVES: dict[str, Callable[[Inputs], Weighting]] = {
    "gamma_t weighs the pair of time t too, or gamma_{t-1} stands for gamma_t": pair_forgotten,
    "gamma_{t+1} stands for gamma_t": one_early,
    "the ridge I / lambda is not forgotten": ridge_kept,
    "nothing is forgotten": nothing_forgotten,
    "lambda is the ridge, not its inverse": ridge_for_inverse,
}


def _ridge(given: Inputs) -> Array:
    ridge: Array = np.cumprod(given.gamma, axis=0) / given.lam
    return ridge


def _ones(given: Inputs) -> Array:
    return np.ones_like(given.gamma)
