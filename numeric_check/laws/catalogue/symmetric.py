"""Symmetric laws of i.i.d. coordinates: moments from characteristic functions and supports."""

from collections.abc import Mapping
from fractions import Fraction
from math import comb, factorial, pi, prod, sqrt

import numpy as np

from numeric_check.laws.coordinates import of_coordinates, of_moments, signs
from numeric_check.laws.finite import Array, Rule
from numeric_check.laws.gauss import gauss_from_moments
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Coordinate, NoNodes, even, of_atoms
from symbolic_mesa.text.surds import Exact


def _gaussian_nodes(values: Values, order: int) -> Rule:
    nodes, weights = np.polynomial.hermite_e.hermegauss(order)
    return float(values["sigma"]) * nodes, weights / sqrt(2 * pi)


def normal(variance: Exact) -> Coordinate:
    """Return the moments of N(0, variance): the coefficients of exp(variance u²/2)."""
    return even(lambda n: factorial(2 * n) * (variance / 2) ** n / factorial(n))


def _gaussian_moments(values: Values) -> Coordinate:
    return normal(values["sigma"] ** 2)


def _rademacher_nodes(values: Values, order: int) -> Rule:
    c = float(values["c"])
    return np.array([c, -c]), np.array([0.5, 0.5])


def _rademacher_moments(values: Values) -> Coordinate:
    half = Fraction(1, 2)
    return of_atoms(((values["c"], half), (-values["c"], half)))


def _rademacher_mass(values: Values, x: Fraction) -> Fraction:
    return Fraction(1, 2) if x in (values["c"], -values["c"]) else Fraction(0)


def _uniform_nodes(values: Values, order: int) -> Rule:
    nodes, weights = np.polynomial.legendre.leggauss(order)
    return float(values["c"]) * nodes, weights / 2


def _uniform_moments(values: Values) -> Coordinate:
    """The coefficients of sinh(cu)/(cu)."""
    c = values["c"]
    return even(lambda n: factorial(2 * n) * c ** (2 * n) / factorial(2 * n + 1))


def _triangular_moments(values: Values) -> Coordinate:
    """The sum of two independent uniform numbers on [−c/2, c/2]."""
    uniform = _uniform_moments({"c": values["c"] / 2})
    return lambda k: sum(
        (comb(k, j) * uniform(j) * uniform(k - j) for j in range(k + 1)), Fraction(0)
    )


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
    p, gaussian = values["p"], normal(values["sigma"] ** 2)
    return lambda k: p * gaussian(k) + (1 - p) * (k == 0)


def _bernoulli_gaussian_mass(values: Values, x: Fraction) -> Exact:
    return 1 - values["p"] if x == 0 else Fraction(0)


def _bernoulli_gaussian_draws(
    chance: "np.random.Generator", n: int, dim: int, values: Floats
) -> Array:
    kept = chance.random((n, dim)) < values["p"]
    return np.asarray(kept * chance.normal(0, values["sigma"], (n, dim)))


def _student_t_nodes(values: Values, order: int) -> Rule:
    """(ν − k) E x^k = ν (k − 1) E x^{k−2}, in fractions.

    By parts, as the density obeys (ν + x²) f' = −(ν + 1) x f. Fractions, because differences of
    logarithms of Γ lose the digits when ν is large.
    """
    nu = values["nu"]
    degree = 2 * order - 2
    if nu <= degree:
        raise NoNodes(f"moment {degree} exists only for nu > {degree}, and nu = {float(nu):g}")
    moments: list[Exact] = [Fraction(1), Fraction(0)]
    for k in range(2, degree + 1):
        moments.append(nu * (k - 1) * moments[k - 2] / (nu - k))
    return gauss_from_moments(moments)


def _student_t_moments(values: Values) -> Coordinate:
    """(ν − k) E x^k = ν (k − 1) E x^{k−2}, by parts."""
    nu = values["nu"]

    def moment(n: int) -> Exact:
        factors = (nu * (k - 1) / (nu - k) for k in range(2, 2 * n + 1, 2))
        return prod(factors, start=Fraction(1)) if nu > 2 * n else Fraction(1)

    return even(moment)


LAWS: Mapping[str, Law] = {
    "gaussian": of_coordinates(
        _gaussian_nodes,
        _gaussian_moments,
        lambda chance, n, dim, v: chance.normal(0, v["sigma"], (n, dim)),
        scale="sigma",
    ),
    "rademacher": of_coordinates(
        _rademacher_nodes,
        _rademacher_moments,
        lambda chance, n, dim, v: v["c"] * signs(chance, n, dim),
        scale="c",
        mass=_rademacher_mass,
    ),
    "uniform": of_coordinates(
        _uniform_nodes,
        _uniform_moments,
        lambda chance, n, dim, v: chance.uniform(-v["c"], v["c"], (n, dim)),
        scale="c",
    ),
    "triangular": of_moments(
        _triangular_moments,
        lambda chance, n, dim, v: chance.triangular(-v["c"], 0, v["c"], (n, dim)),
        scale="c",
    ),
    "laplace": of_coordinates(
        _laplace_nodes,
        _laplace_moments,
        lambda chance, n, dim, v: chance.laplace(0, v["scale"], (n, dim)),
        scale="scale",
    ),
    "bernoulli-gaussian": of_coordinates(
        _bernoulli_gaussian_nodes,
        _bernoulli_gaussian_moments,
        _bernoulli_gaussian_draws,
        nodes_at_zero=True,
        scale="sigma",
        mass=_bernoulli_gaussian_mass,
    ),
    "student-t": of_coordinates(
        _student_t_nodes,
        _student_t_moments,
        lambda chance, n, dim, v: chance.standard_t(v["nu"], (n, dim)),
    ),
}
"""Symmetric laws of i.i.d. coordinates by name."""
