"""Mixtures of Gaussians."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from numeric_check.laws.coordinates import of_moments
from numeric_check.laws.finite import Array
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Coordinate
from symbolic_mesa.text.surds import Exact


def _moments(values: Values) -> Coordinate:
    """The moments of a part: E x^{k+1} = mean E x^k + k sigma² E x^{k−1}, by parts."""

    def of_part(i: int, k: int) -> Exact:
        mean, sigma = values[f"mean_{i}"], values[f"sigma_{i}"]
        before: Exact = Fraction(0)
        found: Exact = Fraction(1)
        for n in range(k):
            before, found = found, mean * found + n * sigma**2 * before
        return found

    parts = range(1, len(values) // 3 + 1)
    return lambda k: sum((values[f"weight_{i}"] * of_part(i, k) for i in parts), Fraction(0))


def _draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    parts = range(1, len(values) // 3 + 1)
    weights, means, sigmas = (
        np.array([values[f"{name}_{i}"] for i in parts]) for name in ("weight", "mean", "sigma")
    )
    chosen = chance.choice(len(parts), (n, dim), p=weights / np.sum(weights))
    return np.asarray(chance.normal(means[chosen], sigmas[chosen]))


LAWS: Mapping[str, Law] = {"gaussian-mixture": of_moments(_moments, _draws)}
"""Mixtures by name."""
