"""Laws of dependent coordinates."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb, pi, prod, sqrt

import numpy as np

from numeric_check.laws.catalogue.symmetric import normal
from numeric_check.laws.coordinates import signs
from numeric_check.laws.finite import Array, Rule, TokenNodes
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Moments, NoNodes, Powers, independent, over
from symbolic_mesa.text.surds import Exact


def _sparse_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    points = float(values["c"]) * np.concatenate((np.eye(dim), -np.eye(dim)))
    return TokenNodes(points, np.full(2 * dim, 1 / (2 * dim)))


def _sparse_moments(values: Values, dim: int) -> Moments:
    """Sum over the 2d tokens ±c e_i."""
    tokens = [
        tuple(sign * values["c"] * (k == i) for k in range(dim))
        for i in range(dim)
        for sign in (1, -1)
    ]
    return over(tokens)


def _sparse_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    tokens = np.zeros((n, dim))
    tokens[np.arange(n), chance.integers(dim, size=n)] = values["c"] * signs(chance, n)
    return tokens


def _full_one_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    return TokenNodes(np.full((1, dim), float(values["c"])), np.ones(1))


def _full_one_moments(values: Values, dim: int) -> Moments:
    return over([(values["c"],) * dim])


def _one_hot_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    return TokenNodes(float(values["c"]) * np.eye(dim), np.full(dim, 1 / dim))


def _one_hot_moments(values: Values, dim: int) -> Moments:
    """Sum over the d tokens c e_i."""
    return over([tuple(values["c"] * (k == i) for k in range(dim)) for i in range(dim)])


def _one_hot_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    return np.asarray(values["c"] * np.eye(dim)[chance.integers(dim, size=n)])


def _sphere_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    points, weights = unit_sphere(dim, order)
    return TokenNodes(float(values["radius"]) * points, weights)


def unit_sphere(dim: int, order: int) -> tuple[Array, Array]:
    """Equal angles on a circle; beyond, Gauss nodes of the height times a sphere of one less."""
    if dim == 1:
        return np.array([[1.0], [-1.0]]), np.array([0.5, 0.5])
    if dim == 2:
        count = 2 * order  # exact to degree 2·order − 1
        angles = 2 * pi * (np.arange(count) + 0.5) / count
        return np.column_stack((np.cos(angles), np.sin(angles))), np.full(count, 1 / count)
    heights, shares = _heights(dim, order)
    points, weights = unit_sphere(dim - 1, order)
    lifted = [(*(sqrt(1 - z * z) * point), z) for z in heights for point in points]
    return np.array(lifted), np.outer(shares, weights).ravel()


def _heights(dim: int, order: int) -> Rule:
    """A coordinate of a point on the sphere, of density (1 − z²)^((d − 3)/2) up to a factor."""
    if dim == 3:
        nodes, weights = np.polynomial.legendre.leggauss(order)
        return nodes, weights / 2
    if dim == 4:  # Chebyshev polynomials of the second kind
        angles = pi * np.arange(1, order + 1) / (order + 1)
        return np.cos(angles), 2 * np.sin(angles) ** 2 / (order + 1)
    raise NoNodes(f"no cubature on the sphere in {dim} dimensions; there is one for d <= 4")


def _sphere_moments(values: Values, dim: int) -> Moments:
    unit = unit_sphere_moments(dim)
    return lambda powers: values["radius"] ** sum(powers) * unit(powers)


def unit_sphere_moments(dim: int) -> Moments:
    """A Gaussian vector is its length times an independent point on the sphere."""
    gaussian = independent(normal(Fraction(1)))

    @cache
    def length(n: int) -> Exact:
        """Return E (Σ x_i²)^n for N(0, I)."""
        parts = (halves for halves in product(range(n + 1), repeat=dim) if sum(halves) == n)
        terms = (_multinomial(h) * gaussian(tuple(2 * half for half in h)) for h in parts)
        return sum(terms, Fraction(0))

    def moments(powers: Powers) -> Exact:
        degree = sum(powers)
        return Fraction(0) if degree % 2 else gaussian(powers) / length(degree // 2)

    return moments


def _sphere_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    return np.asarray(values["radius"] * unit_sphere_draws(chance, n, dim))


def unit_sphere_draws(chance: "np.random.Generator", n: int, dim: int) -> Array:
    """Return random points of shape (n, d)."""
    points = chance.normal(size=(n, dim))
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / lengths)


def _multinomial(parts: Powers) -> int:
    totals = [sum(parts[: k + 1]) for k in range(len(parts))]
    return prod(comb(total, part) for total, part in zip(totals, parts, strict=True))


LAWS: Mapping[str, Law] = {
    "sparse": Law(_sparse_nodes, _sparse_moments, _sparse_draws, nodes_at_zero=True, scale="c"),
    "full-one": Law(
        _full_one_nodes, _full_one_moments, lambda chance, n, dim, v: np.full((n, dim), v["c"])
    ),
    "sphere": Law(_sphere_nodes, _sphere_moments, _sphere_draws, scale="radius"),
    "one-hot": Law(_one_hot_nodes, _one_hot_moments, _one_hot_draws, nodes_at_zero=True, scale="c"),
}
"""Laws of dependent coordinates by name."""
