"""Laws of complex tokens that are given by their moments: grid points that have them."""

from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any

import numpy as np

from numeric_check.laws.complex_law import complex_law
from numeric_check.laws.finite import TokenNodes, floats
from numeric_check.laws.lattices import lattice_weights
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Moments, NoNodes, PairMoments, Pairs, Powers
from symbolic_mesa.laws.complex_moments import ComplexMomentLaw, canonical
from symbolic_mesa.text.surds import Exact, Surd

WIDEST = 2  # of nodes that are only known by their moments


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

    return complex_law(nodes, lambda values, dim: pairs, draw)


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
