"""Laws of dependent coordinates that are functions of independent ones."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from numeric_check.laws.catalogue.dependent import (
    unit_sphere,
    unit_sphere_draws,
    unit_sphere_moments,
)
from numeric_check.laws.catalogue.skewed import gamma
from numeric_check.laws.finite import Array, TokenNodes, product_nodes
from numeric_check.laws.gauss import gauss_from_moments
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Coordinate, Moments, NoNodes, Powers, independent
from symbolic_mesa.text.surds import Exact

ZERO, ONE = Fraction(0), Fraction(1)


def _scaled_sphere(squares: Coordinate, dim: int, order: int) -> TokenNodes:
    """Return nodes of a length times an independent point on the sphere.

    Args:
        squares: the moments of the length squared.
        dim: d.
        order: Gauss nodes for one coordinate: exact to degree 2·order − 2.
    """
    lengths, shares = gauss_from_moments([squares(n) for n in range(order)])
    points, weights = unit_sphere(dim, order)
    tokens = np.sqrt(lengths)[:, None, None] * points
    return TokenNodes(tokens.reshape(-1, dim), np.outer(shares, weights).ravel())


def _on_scaled_sphere(squares: Coordinate, dim: int) -> Moments:
    unit = unit_sphere_moments(dim)
    return lambda powers: ZERO if sum(powers) % 2 else squares(sum(powers) // 2) * unit(powers)


def _ball_squares(values: Values, dim: int) -> Coordinate:
    """The length r has the density d r^{d−1}/radius^d: E r^{2n} is its integral."""
    return lambda n: values["radius"] ** (2 * n) * Fraction(dim, dim + 2 * n)


def _ball_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    lengths = values["radius"] * chance.random((n, 1)) ** (1 / dim)
    return np.asarray(lengths * unit_sphere_draws(chance, n, dim))


def _t_squares(values: Values, dim: int) -> Coordinate:
    """χ²(d) over an independent χ²(ν)/ν, both Gamma variables of scale 2.

    w^{−n} times the density of shape ν/2 is, up to a factor, the density of shape ν/2 − n: so
    E w^{−n} is 1 over the moment E w^n of that shape.
    """
    nu, above = values["nu"], gamma(Fraction(dim, 2), Fraction(2))

    def moment(n: int) -> Exact:
        if nu <= 2 * n:
            return ONE  # there is none
        return above(n) * nu**n / gamma(nu / 2 - n, Fraction(2))(n)

    return moment


def _t_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    degree = 2 * order - 2
    if values["nu"] <= degree:
        given = float(values["nu"])
        raise NoNodes(
            f"moments of degree {degree} exist only for nu > {degree}, and nu = {given:g}"
        )
    return _scaled_sphere(_t_squares(values, dim), dim, order)


def _t_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    below = chance.chisquare(values["nu"], (n, 1)) / values["nu"]
    return np.asarray(chance.normal(size=(n, dim)) / np.sqrt(below))


def _dirichlet_moments(values: Values, dim: int) -> Moments:
    """Parts of a sum of Gamma variables do not depend on the sum."""
    part = independent(gamma(values["alpha"], ONE))
    whole = gamma(dim * values["alpha"], ONE)
    return lambda powers: part(powers) / whole(sum(powers))


def _dirichlet_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    """Sticks are broken: a beta part of what is left, one coordinate after the other."""
    left, tokens, weights = np.ones(1), np.ones((1, 0)), np.ones(1)
    for others in range(dim - 1, 0, -1):
        part = gamma(values["alpha"], ONE)
        whole = gamma((others + 1) * values["alpha"], ONE)
        parts, shares = gauss_from_moments([part(k) / whole(k) for k in range(2 * order)])
        tokens = np.repeat(tokens, len(parts), axis=0)
        tokens = np.column_stack((tokens, np.outer(left, parts).ravel()))
        weights, left = np.outer(weights, shares).ravel(), np.outer(left, 1 - parts).ravel()
    return TokenNodes(np.column_stack((tokens, left)), weights)


def _dirichlet_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    return np.asarray(chance.dirichlet(np.full(dim, values["alpha"]), n))


def _equicorrelated_moments(values: Values, dim: int) -> Moments:
    """E x_i f = Σ_j C_ij E ∂_j f, by parts, for the covariance C."""

    def moments(powers: Powers) -> Exact:
        first = next((i for i, power in enumerate(powers) if power), None)
        if first is None:
            return ONE
        rest = _less(powers, first)
        terms = (
            power * (ONE if j == first else values["rho"]) * moments(_less(rest, j))
            for j, power in enumerate(rest)
            if power
        )
        return sum(terms, ZERO)

    return moments


def _less(powers: Powers, i: int) -> Powers:
    return (*powers[:i], powers[i] - 1, *powers[i + 1 :])


def _equicorrelated_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    nodes, weights = np.polynomial.hermite_e.hermegauss(order)
    found = product_nodes((nodes, weights / np.sqrt(2 * np.pi)), dim)
    return TokenNodes(found.points @ _root(float(values["rho"]), dim), found.weights)


def _root(rho: float, dim: int) -> Array:
    """Return the root of the covariance: 1 + (d − 1) ρ on (1, …, 1), and 1 − ρ orthogonal to it."""
    mean = np.full((dim, dim), 1 / dim)
    along = np.sqrt(max(0.0, 1 + (dim - 1) * rho))
    return np.asarray(along * mean + np.sqrt(1 - rho) * (np.eye(dim) - mean))


def _equicorrelated_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    return np.asarray(chance.normal(size=(n, dim)) @ _root(values["rho"], dim))


LAWS: Mapping[str, Law] = {
    "ball": Law(
        lambda values, dim, order: _scaled_sphere(_ball_squares(values, dim), dim, order),
        lambda values, dim: _on_scaled_sphere(_ball_squares(values, dim), dim),
        _ball_draws,
        scale="radius",
    ),
    "dirichlet": Law(_dirichlet_nodes, _dirichlet_moments, _dirichlet_draws),
    "multivariate-t": Law(
        _t_nodes,
        lambda values, dim: _on_scaled_sphere(_t_squares(values, dim), dim),
        _t_draws,
    ),
    "equicorrelated-gaussian": Law(
        _equicorrelated_nodes, _equicorrelated_moments, _equicorrelated_draws
    ),
}
"""Laws that are constructed, by name."""
