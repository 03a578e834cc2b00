"""Laws of i.i.d. complex coordinates: by real and imaginary parts, or by angles."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import comb, prod

import numpy as np

from numeric_check.laws.catalogue.symmetric import normal
from numeric_check.laws.complex_law import complex_law
from numeric_check.laws.finite import TokenNodes, product_nodes
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import DEGREE, PairMoments
from symbolic_mesa.text.surds import Exact

ANGLES = DEGREE + 1  # of a phase: exact for powers that differ by less


def _parts(values: Values) -> tuple[Exact, Exact]:
    """Return the variances of real and imaginary part, which are independent."""
    half = Fraction(1, 2)
    return (values["variance"] + values["pseudo"]) * half, (
        values["variance"] - values["pseudo"]
    ) * half


def _gaussian_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    points, weights = np.polynomial.hermite_e.hermegauss(order)
    rule = points, weights / np.sqrt(2 * np.pi)
    sides = [_scaled(rule, float(variance)) for variance in _parts(values)]
    nodes = np.add.outer(sides[0][0], 1j * sides[1][0]).ravel()
    return product_nodes((nodes, np.outer(sides[0][1], sides[1][1]).ravel()), dim)


def _scaled(rule: tuple[np.ndarray, np.ndarray], variance: float) -> tuple[np.ndarray, np.ndarray]:
    if not variance:
        return np.zeros(1), np.ones(1)
    return np.sqrt(variance) * rule[0], rule[1]


def _gaussian_pairs(values: Values, dim: int) -> PairMoments:
    """E (u + iv)^p (u − iv)^q, multiplied out; what is imaginary has an odd power of v: mean 0."""
    real, imaginary = (normal(variance) for variance in _parts(values))

    def one(p: int, q: int) -> Exact:
        total: Exact = Fraction(0)
        for m, n in product(range(p + 1), range(q + 1)):
            if (m + n) % 2 == 0:
                sign = (-1) ** n * (-1) ** ((m + n) // 2)
                total += sign * comb(p, m) * comb(q, n) * real(p + q - m - n) * imaginary(m + n)
        return total

    return lambda pairs: prod((one(p, q) for p, q in pairs), start=Fraction(1))


def _gaussian_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> np.ndarray:
    both = values["variance"], values["pseudo"]
    real, imaginary = np.sqrt((both[0] + both[1]) / 2), np.sqrt((both[0] - both[1]) / 2)
    parts = chance.normal(size=(2, n, dim))
    return np.asarray(real * parts[0] + 1j * imaginary * parts[1])


def _phases_nodes(values: Values, dim: int, order: int) -> TokenNodes:
    count = max(ANGLES, 2 * order - 1)
    nodes = float(values["c"]) * np.exp(2j * np.pi * (np.arange(count) + 0.5) / count)
    return product_nodes((nodes, np.full(count, 1 / count)), dim)


def _phases_pairs(values: Values, dim: int) -> PairMoments:
    """The mean over more roots of unity than powers: they turn but for equal powers."""

    def one(p: int, q: int) -> Exact:
        return Fraction((p - q) % (2 * DEGREE + 1) == 0) * values["c"] ** (p + q)

    return lambda pairs: prod((one(p, q) for p, q in pairs), start=Fraction(1))


def _phases_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> np.ndarray:
    return np.asarray(values["c"] * np.exp(2j * np.pi * chance.random((n, dim))))


LAWS: Mapping[str, Law] = {
    "complex-gaussian": complex_law(_gaussian_nodes, _gaussian_pairs, _gaussian_draws),
    "phases": complex_law(_phases_nodes, _phases_pairs, _phases_draws),
}
"""Laws of complex tokens by name."""
