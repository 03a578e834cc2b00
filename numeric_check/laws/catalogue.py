"""All that this side says of each law of the catalogue, law by law.

Nodes with the law's moments up to degree 6, the mixed moments themselves as fractions, and how to
draw tokens. The moments come from characteristic functions and supports, not from the formulas of
`symbolic_mesa.laws.catalogue`, which they are to check.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import comb, factorial, pi, prod, sqrt

import numpy as np

from numeric_check.laws.finite import Array, Rule, TokenNodes, floats, product_nodes
from numeric_check.laws.gauss import gauss_from_moments
from numeric_check.laws.law import Draw, Floats, Law, Values
from numeric_check.laws.mixed_moments import (
    Coordinate,
    Moments,
    NoNodes,
    Powers,
    even,
    independent,
    of_atoms,
    over,
)


def _of_coordinates(
    rule: Callable[[Values, int], Rule],
    coordinate: Callable[[Values], Coordinate],
    draw: Draw,
    nodes_at_zero: bool = False,
) -> Law:
    """Return the law of i.i.d. coordinates from nodes and moments of one."""
    return Law(
        lambda values, dim, order: product_nodes(rule(values, order), dim),
        lambda values, dim: independent(coordinate(values)),
        draw,
        nodes_at_zero,
    )


def signs(chance: "np.random.Generator", *shape: int) -> Array:
    """Return random signs."""
    return np.asarray(chance.choice([-1.0, 1.0], shape))


def _gaussian_nodes(values: Values, order: int) -> Rule:
    nodes, weights = np.polynomial.hermite_e.hermegauss(order)
    return float(values["sigma"]) * nodes, weights / sqrt(2 * pi)


def _normal(variance: Fraction) -> Coordinate:
    """The coefficients of exp(variance u²/2)."""
    return even(lambda n: factorial(2 * n) * (variance / 2) ** n / factorial(n))


def _gaussian_moments(values: Values) -> Coordinate:
    return _normal(values["sigma"] ** 2)


def _rademacher_nodes(values: Values, order: int) -> Rule:
    c = float(values["c"])
    return np.array([c, -c]), np.array([0.5, 0.5])


def _rademacher_moments(values: Values) -> Coordinate:
    half = Fraction(1, 2)
    return of_atoms(((values["c"], half), (-values["c"], half)))


def _uniform_nodes(values: Values, order: int) -> Rule:
    nodes, weights = np.polynomial.legendre.leggauss(order)
    return float(values["c"]) * nodes, weights / 2


def _uniform_moments(values: Values) -> Coordinate:
    """The coefficients of sinh(cu)/(cu)."""
    c = values["c"]
    return even(lambda n: factorial(2 * n) * c ** (2 * n) / factorial(2 * n + 1))


def _laplace_nodes(values: Values, order: int) -> Rule:
    """|x| is exponential: E |x|^k = k!."""
    moments = [Fraction(0 if k % 2 else factorial(k)) for k in range(2 * order)]
    nodes, weights = gauss_from_moments(moments)
    return float(values["scale"]) * nodes, weights


def _laplace_moments(values: Values) -> Coordinate:
    """The coefficients of 1/(1 − scale² u²)."""
    return even(lambda n: factorial(2 * n) * values["scale"] ** (2 * n))


def _bernoulli_gaussian_nodes(values: Values, order: int) -> Rule:
    nodes, weights = _gaussian_nodes(values, order)
    p = float(values["p"])
    return np.append(nodes, 0.0), np.append(p * weights, 1 - p)


def _bernoulli_gaussian_moments(values: Values) -> Coordinate:
    p, normal = values["p"], _normal(values["sigma"] ** 2)
    return lambda k: p * normal(k) + (1 - p) * (k == 0)


def _bernoulli_gaussian_draws(
    chance: "np.random.Generator", n: int, dim: int, values: Floats
) -> Array:
    kept = chance.random((n, dim)) < values["p"]
    return np.asarray(kept * chance.normal(0, values["sigma"], (n, dim)))


def _two_point_nodes(values: Values, order: int) -> Rule:
    p, scale = values["p"], values["scale"]
    return floats((scale * (1 - p), -scale * p)), floats((p, 1 - p))


def _two_point_moments(values: Values) -> Coordinate:
    p, scale = values["p"], values["scale"]
    return of_atoms(((scale * (1 - p), p), (-scale * p, 1 - p)))


def _two_point_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    p, scale = values["p"], values["scale"]
    return np.where(chance.random((n, dim)) < p, scale * (1 - p), -scale * p)


def _student_t_nodes(values: Values, order: int) -> Rule:
    """(ν − k) E x^k = ν (k − 1) E x^{k−2}, in fractions.

    By parts, as the density obeys (ν + x²) f' = −(ν + 1) x f. Fractions, because differences of
    logarithms of Γ lose the digits when ν is large.
    """
    nu = values["nu"]
    degree = 2 * order - 2
    if nu <= degree:
        raise NoNodes(f"moment {degree} exists only for nu > {degree}, and nu = {float(nu):g}")
    moments = [Fraction(1), Fraction(0)]
    for k in range(2, degree + 1):
        moments.append(nu * (k - 1) * moments[k - 2] / (nu - k))
    return gauss_from_moments(moments)


def _student_t_moments(values: Values) -> Coordinate:
    """(ν − k) E x^k = ν (k − 1) E x^{k−2}, by parts."""
    nu = values["nu"]

    def moment(n: int) -> Fraction:
        factors = (nu * (k - 1) / (nu - k) for k in range(2, 2 * n + 1, 2))
        return prod(factors, start=Fraction(1)) if nu > 2 * n else Fraction(1)

    return even(moment)


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


def _sphere_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    points, weights = _unit_sphere(dim, order)
    return TokenNodes(float(values["radius"]) * points, weights)


def _unit_sphere(dim: int, order: int) -> tuple[Array, Array]:
    """Equal angles on a circle; beyond, Gauss nodes of the height times a sphere of one less."""
    if dim == 1:
        return np.array([[1.0], [-1.0]]), np.array([0.5, 0.5])
    if dim == 2:
        count = 2 * order  # exact to degree 2·order − 1
        angles = 2 * pi * (np.arange(count) + 0.5) / count
        return np.column_stack((np.cos(angles), np.sin(angles))), np.full(count, 1 / count)
    heights, shares = _heights(dim, order)
    points, weights = _unit_sphere(dim - 1, order)
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
    """A Gaussian vector is its length times an independent point on the sphere."""
    normal = independent(_normal(Fraction(1)))

    def length(n: int) -> Fraction:
        """Return E (Σ x_i²)^n for N(0, I)."""
        parts = (halves for halves in product(range(n + 1), repeat=dim) if sum(halves) == n)
        terms = (_multinomial(h) * normal(tuple(2 * half for half in h)) for h in parts)
        return sum(terms, Fraction(0))

    def moments(powers: Powers) -> Fraction:
        degree = sum(powers)
        if degree % 2:
            return Fraction(0)
        return values["radius"] ** degree * normal(powers) / length(degree // 2)

    return moments


def _sphere_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    points = chance.normal(size=(n, dim))
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(values["radius"] * points / lengths)


def _multinomial(parts: Powers) -> int:
    totals = [sum(parts[: k + 1]) for k in range(len(parts))]
    return prod(comb(total, part) for total, part in zip(totals, parts, strict=True))


LAWS: Mapping[str, Law] = {
    "gaussian": _of_coordinates(
        _gaussian_nodes,
        _gaussian_moments,
        lambda chance, n, dim, v: chance.normal(0, v["sigma"], (n, dim)),
    ),
    "sparse": Law(_sparse_nodes, _sparse_moments, _sparse_draws, nodes_at_zero=True),
    "full-one": Law(
        _full_one_nodes, _full_one_moments, lambda chance, n, dim, v: np.full((n, dim), v["c"])
    ),
    "rademacher": _of_coordinates(
        _rademacher_nodes,
        _rademacher_moments,
        lambda chance, n, dim, v: v["c"] * signs(chance, n, dim),
    ),
    "uniform": _of_coordinates(
        _uniform_nodes,
        _uniform_moments,
        lambda chance, n, dim, v: chance.uniform(-v["c"], v["c"], (n, dim)),
    ),
    "laplace": _of_coordinates(
        _laplace_nodes,
        _laplace_moments,
        lambda chance, n, dim, v: chance.laplace(0, v["scale"], (n, dim)),
    ),
    "bernoulli-gaussian": _of_coordinates(
        _bernoulli_gaussian_nodes,
        _bernoulli_gaussian_moments,
        _bernoulli_gaussian_draws,
        nodes_at_zero=True,
    ),
    "student-t": _of_coordinates(
        _student_t_nodes,
        _student_t_moments,
        lambda chance, n, dim, v: chance.standard_t(v["nu"], (n, dim)),
    ),
    "two-point": _of_coordinates(_two_point_nodes, _two_point_moments, _two_point_draws),
    "sphere": Law(_sphere_nodes, _sphere_moments, _sphere_draws),
}
"""The laws of the catalogue by name."""
