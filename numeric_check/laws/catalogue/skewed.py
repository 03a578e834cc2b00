"""Laws of i.i.d. coordinates that are not symmetric, without counts."""

from collections.abc import Mapping
from fractions import Fraction
from math import factorial

import numpy as np

from numeric_check.laws.coordinates import of_coordinates, of_moments
from numeric_check.laws.finite import Array, Rule, floats
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Coordinate, from_cumulants, of_atoms
from symbolic_mesa.text.surds import Exact


def _two_point_nodes(values: Values, order: int) -> Rule:
    p, scale = values["p"], values["scale"]
    return floats((scale * (1 - p), -scale * p)), floats((p, 1 - p))


def _two_point_moments(values: Values) -> Coordinate:
    p, scale = values["p"], values["scale"]
    return of_atoms(((scale * (1 - p), p), (-scale * p, 1 - p)))


def _two_point_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    p, scale = values["p"], values["scale"]
    return np.where(chance.random((n, dim)) < p, scale * (1 - p), -scale * p)


def _two_point_mass(values: Values, x: Fraction) -> Exact:
    p, scale = values["p"], values["scale"]
    return p * (x == scale * (1 - p)) + (1 - p) * (x == -scale * p)


def gamma(shape: Exact, scale: Exact) -> Coordinate:
    """Return the moments of a Gamma variable.

    The cumulants are the coefficients of −shape log(1 − scale u).
    """
    return from_cumulants(lambda k: shape * factorial(k - 1) * scale**k)


def _beta_moments(values: Values) -> Coordinate:
    """A part G/(G + H) of a sum of Gamma variables does not depend on the sum."""
    part, whole = (gamma(size, Fraction(1)) for size in (values["p"], values["p"] + values["q"]))
    return lambda k: part(k) / whole(k)


LAWS: Mapping[str, Law] = {
    "two-point": of_coordinates(
        _two_point_nodes,
        _two_point_moments,
        _two_point_draws,
        scale="scale",
        mass=_two_point_mass,
    ),
    "beta": of_moments(
        _beta_moments, lambda chance, n, dim, v: chance.beta(v["p"], v["q"], (n, dim))
    ),
    "gamma": of_moments(
        lambda values: gamma(values["shape"], values["scale"]),
        lambda chance, n, dim, v: chance.gamma(v["shape"], v["scale"], (n, dim)),
        scale="scale",
    ),
    "exponential": of_moments(
        lambda values: gamma(Fraction(1), values["scale"]),
        lambda chance, n, dim, v: chance.exponential(v["scale"], (n, dim)),
        scale="scale",
    ),
}
"""Skewed laws of i.i.d. coordinates by name."""
