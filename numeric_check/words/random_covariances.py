"""The layer on prompts whose covariance is drawn: diagonal, with independent eigenvalues at nodes.

Eigenvalues are squares, so that a root of the covariance is whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import product
from math import factorial, prod
from typing import Any

import numpy as np

from numeric_check.linear import solved
from numeric_check.words.arrays import Array, Number
from numeric_check.words.heads import Heads, heads
from numeric_check.words.prompt_layers import inverse
from numeric_check.words.quadratics import Quadratic

Law = tuple[tuple[Any, Number], ...]  # roots of an eigenvalue, and their weights

TWO: Law = ((1, Fraction(1, 3)), (2, Fraction(2, 3)))


@cache  # pure
def exponential(exact: bool) -> Law:
    """Return nodes with the moments 1, 1, 2, 6 of Exp(1), for degree 3."""
    if not exact:
        points, weights = np.polynomial.laguerre.laggauss(2)
        return tuple((float(np.sqrt(x)), float(w)) for x, w in zip(points, weights, strict=True))
    roots = range(4)
    rows = [[*(Fraction(r) ** (2 * n) for r in roots), Fraction(factorial(n))] for n in range(4)]
    return tuple(zip(roots, solved(rows), strict=True))


@dataclass(frozen=True)
class RandomCovariance:
    """The layer, its covariance drawn.

    Attributes:
        law: of each eigenvalue.
        dim: how many there are.
        samples: N.
        exact: whether it is measured in rationals.
    """

    law: Law
    dim: int
    samples: int
    exact: bool

    @cached_property
    def _drawn(self) -> list[tuple[Heads, Number]]:
        """The layer at each covariance, with its weight."""
        return [
            (heads(self.exact, _diagonal([root for root, _ in some]), self.samples), weight)
            for some in product(self.law, repeat=self.dim)
            if (weight := prod(weight for _, weight in some))
        ]

    @cached_property
    def quadratic(self) -> Quadratic:
        """The mean loss as a function of A."""
        every = [(one.quadratic, weight) for one, weight in self._drawn]
        constant = sum(weight * found.constant for found, weight in every)
        slope: Any = sum(weight * found.slope for found, weight in every)
        curvature: Any = sum(weight * found.curvature for found, weight in every)
        return Quadratic(constant, slope, curvature, (self.dim, self.dim))

    @cached_property
    def minimiser(self) -> Array:
        """The A with the least mean loss, solved for."""
        found = self.quadratic
        return -(inverse(found.curvature) @ found.slope).reshape(found.shape)

    @cached_property
    def parabola(self) -> tuple[Number, Number, Number]:
        """The coefficients of 1, a and a² in the mean loss at A = a I."""
        unit = np.eye(self.dim, dtype=int)
        none, once, twice = (
            sum(weight * one.loss((1,), (a * unit,)) for one, weight in self._drawn)
            for a in range(3)
        )
        bend = (twice - 2 * once + none) / 2
        return none, once - none - bend, bend

    def mean_trace(self, *powers: int) -> Any:
        """Return the mean of a product of traces of powers of the covariance."""
        return sum(
            weight * prod(np.trace(np.linalg.matrix_power(one.covariance, k)) for k in powers)
            for one, weight in self._drawn
        )


def _diagonal(entries: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    size = range(len(entries))
    return tuple(tuple(entries[i] if i == j else 0 for j in size) for i in size)


def long_prompts(law: Law, dim: int, exact: bool) -> tuple[Number, Number, Number]:
    """Return the parabola as N grows: its coefficients are linear in 1/N."""
    one, two = (RandomCovariance(law, dim, n, exact).parabola for n in (1, 2))
    first, second, third = (2 * y - x for x, y in zip(one, two, strict=True))
    return first, second, third


@cache  # likewise
def random_covariances(exact: bool) -> tuple[RandomCovariance, ...]:
    """Return layers of one and of two dimensions, whose eigenvalues are 1 and 4."""
    return tuple(RandomCovariance(TWO, d, n, exact) for d, n in ((1, 2), (2, 1)))


@cache  # likewise
def exponential_covariances(exact: bool) -> tuple[RandomCovariance, ...]:
    """Return layers of one and of two dimensions, whose eigenvalues are Exp(1)."""
    law = exponential(exact)
    return tuple(RandomCovariance(law, d, n, exact) for d, n in ((1, 2), (2, 1)))
