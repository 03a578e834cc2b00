"""Laws of complex tokens: real and imaginary parts, or angles, in place of their moments."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any

import numpy as np

from numeric_check.laws.catalogue.symmetric import normal
from numeric_check.laws.finite import TokenNodes, floats, product_nodes
from numeric_check.laws.lattices import lattice_weights
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import DEGREE, Moments, NoNodes, PairMoments, Pairs, Powers
from symbolic_mesa.laws.complex_moments import ComplexMomentLaw, canonical
from symbolic_mesa.text.surds import Exact, Surd

ANGLES = DEGREE + 1  # of a phase: exact for powers that differ by less
WIDEST = 2  # of nodes that are only known by their moments

Draws = Callable[["np.random.Generator", int, int, Floats], np.ndarray]


def _no_real_moments(values: Values, dim: int) -> Moments:
    raise NoNodes("tokens are complex; their moments are asked for by pairs of powers")


def _law(
    nodes: Callable[[Values, int, int], TokenNodes],
    pairs: Callable[[Values, int], PairMoments],
    draw: Draws,
) -> Law:
    return Law(nodes, _no_real_moments, draw, nodes_at_zero=True, pairs=pairs)


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
    "complex-gaussian": _law(_gaussian_nodes, _gaussian_pairs, _gaussian_draws),
    "phases": _law(_phases_nodes, _phases_pairs, _phases_draws),
}
"""Laws of complex tokens by name."""


def of_table(law: ComplexMomentLaw) -> Law:
    """Return what is said of a law by its moments, which are its definition."""
    table: dict[Pairs, Exact] = {
        key: value for key, value in law.table if isinstance(value, Fraction | Surd)
    }
    if len(table) < len(law.table):
        name = next(value for _, value in law.table if not isinstance(value, Fraction | Surd))
        raise NoNodes(f"{name} has no value")

    def pairs(powers: Pairs) -> Exact:
        kept = [pair for pair in powers if any(pair)]
        if law.independent:
            return prod((table.get(canonical((p,)), Fraction(1)) for p in kept), start=Fraction(1))
        return table.get(canonical(tuple(kept)), Fraction(1)) if kept else Fraction(1)

    def nodes(values: Values, dim: int, order: int) -> TokenNodes:
        return _coupled(pairs, dim)

    def draw(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> np.ndarray:
        raise NoNodes("a law given by its moments cannot be sampled; give a name or data")

    return _law(nodes, lambda values, dim: pairs, draw)


def _coupled(pairs: PairMoments, dim: int) -> TokenNodes:
    """Return grid points with exactly these moments; weights may be negative."""
    if dim > WIDEST:
        raise NoNodes(f"no nodes in {dim} complex dimensions; there are for d <= {WIDEST}")
    grid = lattice_weights(_of_parts(pairs, dim), 2 * dim)
    points = np.array([[float(x) for x in point] for point, _ in grid])
    return TokenNodes(
        points[:, :dim] + 1j * points[:, dim:], floats([weight for _, weight in grid])
    )


def _of_parts(pairs: PairMoments, dim: int) -> Moments:
    """E Π u^a v^b of real and imaginary parts: u = (x + x̄)/2, v = (x − x̄)/(2i), multiplied out."""

    def moments(powers: Powers) -> Exact:
        real, imaginary = powers[:dim], powers[dim:]
        odd = sum(imaginary)
        if odd % 2:
            return Fraction(0)  # moments are real: the law is that of the conjugate
        total: Any = Fraction(0)
        sizes = (range(n + 1) for n in powers)
        for barred in product(*sizes):
            ways = prod(comb(n, k) for n, k in zip(powers, barred, strict=True))
            sign = (-1) ** sum(barred[dim:])
            found = tuple(
                (a - j + b - k, j + k)
                for a, j, b, k in zip(real, barred[:dim], imaginary, barred[dim:], strict=True)
            )
            total += sign * ways * pairs(found)
        exactly: Exact = total * (-1) ** (odd // 2) / 2 ** sum(powers)
        return exactly

    return moments
