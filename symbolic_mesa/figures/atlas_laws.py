"""The laws of the atlas: the catalogue's, and random finite ones, a half of them symmetric."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.figures.paper import law_of
from symbolic_mesa.laws.protocol import Rationals, TokenLaw

CATALOGUE = (
    "gaussian(sigma=1)",
    "rademacher(c=1)",
    "uniform(c=1)",
    "triangular(c=1)",
    "laplace(scale=1)",
    "bernoulli-gaussian(p=1/3, sigma=1)",
    "student-t(nu=9)",
    "two-point(p=1/3, scale=3)",
    "exponential(scale=1)",
    "gamma(shape=2, scale=1)",
    "poisson(rate=1)",
    "logistic(scale=1)",
    "sparse(c=1)",
    "full-one(c=1)",
    "sphere(radius=1)",
)
SEED = 2405_16845
LARGEST, HEAVIEST = 4, 9  # of values, and of their weights
CHUNK = 12  # laws in a task


def random_laws(count: int) -> list[str]:
    """Return random finite laws, every second one symmetric, as their values with weights."""
    chance = np.random.default_rng(SEED)
    return [_symmetric(chance) if k % 2 else _any(chance) for k in range(count)]


def _any(chance: np.random.Generator) -> str:
    size = int(chance.integers(2, 5))
    values = chance.choice(np.arange(-LARGEST, LARGEST + 1), size, replace=False)
    return _text([int(x) for x in values], chance.integers(1, HEAVIEST + 1, size))


def _symmetric(chance: np.random.Generator) -> str:
    size = int(chance.integers(1, 4))
    values = [int(x) for x in chance.choice(np.arange(1, LARGEST + 1), size, replace=False)]
    weights = [int(x) for x in chance.integers(1, HEAVIEST + 1, size)]
    zero = int(chance.integers(0, HEAVIEST + 1))
    both = [*values, *(-x for x in values)], [*weights, *weights]
    return _text([*both[0], *[0][:zero]], [*both[1], *[zero][:zero]])


def _text(values: Sequence[int], weights: Iterable[Any]) -> str:
    whole = [int(w) for w in weights]
    pairs = zip(values, whole, strict=True)
    return ",".join(f"{x}:{Fraction(w, sum(whole))}" for x, w in pairs)


def chunks(laws: Sequence[str]) -> list[list[str]]:
    """Return laws in tasks' worth."""
    return [list(laws[k : k + CHUNK]) for k in range(0, len(laws), CHUNK)]


@cache
def raw_moment(law: TokenLaw, power: int, dim: int) -> float:
    """Return E x_j^power."""
    pattern = Pattern((("j", power),), ())
    return float(law.coordinate_sum(pattern, dim, Rationals(), {"j": 0}))


def shape(text: str, dim: int) -> dict[str, float]:
    """Return the moments of a law that do not change with its scale, and E x_j²."""
    law = law_of(text)
    square = raw_moment(law, 2, dim)
    return {
        "m2": square,
        "third": raw_moment(law, 3, dim) / square**1.5,
        "fourth": raw_moment(law, 4, dim) / square**2,
        "sixth": raw_moment(law, 6, dim) / square**3,
    }
