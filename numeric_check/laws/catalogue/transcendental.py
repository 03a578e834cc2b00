"""Laws of i.i.d. coordinates whose moments have a constant, which is given as a number."""

from collections.abc import Mapping
from fractions import Fraction
from math import factorial

import numpy as np

from numeric_check.laws.coordinates import of_moments
from numeric_check.laws.finite import Array
from numeric_check.laws.law import Floats, Law, Values
from numeric_check.laws.mixed_moments import Coordinate, even
from symbolic_mesa.text.surds import Exact


def _logistic_moments(values: Values) -> Coordinate:
    """E e^{ux} = z / sin z with z = π scale u: its series is 1 over that of sin z / z."""
    square = (values["pi"] * values["scale"]) ** 2

    def coefficient(n: int) -> Exact:
        found: list[Exact] = [Fraction(1)]
        for m in range(1, n + 1):
            terms = (
                Fraction((-1) ** (j + 1), factorial(2 * j + 1)) * found[m - j]
                for j in range(1, m + 1)
            )
            found.append(sum(terms, Fraction(0)))
        return found[n]

    return even(lambda n: factorial(2 * n) * coefficient(n) * square**n)


def _lognormal_moments(values: Values) -> Coordinate:
    """Each is the one before times scale·y, and y² for each σ that the Gaussian is shifted by."""
    scale, y = values["scale"], values["y"]

    def moment(k: int) -> Exact:
        found: Exact = Fraction(1)
        for shift in range(k):
            found = found * scale * y * (y * y) ** shift
        return found

    return moment


def _truncated_moments(values: Values) -> Coordinate:
    """Over the whole line less what is outside, both by parts: E z^k counts pairings."""
    square, bound, r = values["sigma"] ** 2, values["bound"], values["r"]

    def moment(n: int) -> Exact:
        """Σ over the steps by parts, each of which leaves σ² and an odd factor less."""
        total: Exact = Fraction(factorial(2 * n), 2**n * factorial(n)) * square**n
        factor: Exact = square
        for step in range(n):
            power = 2 * (n - step) - 1
            total = total - factor * r * bound**power
            factor = factor * square * power
        return total

    return even(moment)


def _truncated_draws(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
    """Draw again what is outside."""
    sigma, bound = values["sigma"], values["bound"]
    if bound < sigma:  # most would be outside: from the uniform law, by rejection
        return _by_rejection(chance, n * dim, sigma, bound).reshape(n, dim)
    tokens = sigma * chance.standard_normal((n, dim))
    while (outside := np.abs(tokens) > bound).any():
        tokens[outside] = sigma * chance.standard_normal(int(outside.sum()))
    return tokens


def _by_rejection(chance: "np.random.Generator", count: int, sigma: float, bound: float) -> Array:
    kept = np.empty(0)
    while len(kept) < count:
        tried = chance.uniform(-bound, bound, count)
        accepted = chance.random(count) < np.exp(-((tried / sigma) ** 2) / 2)
        kept = np.concatenate([kept, tried[accepted]])
    return kept[:count]


LAWS: Mapping[str, Law] = {
    "logistic": of_moments(
        _logistic_moments,
        lambda chance, n, dim, v: chance.logistic(0, v["scale"], (n, dim)),
        scale="scale",
    ),
    "lognormal": of_moments(
        _lognormal_moments,
        lambda chance, n, dim, v: v["scale"] * chance.lognormal(0, v["sigma"], (n, dim)),
        scale="scale",
    ),
    "truncated-gaussian": of_moments(_truncated_moments, _truncated_draws),
}
"""Laws with a constant, by name."""
