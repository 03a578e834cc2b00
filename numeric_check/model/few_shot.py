"""Few-shot prompts, enumerated: every prompt whose coordinates are values of a finite law.

Mean squares of predictions have degree 4 in each coordinate: two finite laws with the moments of
N(0, 1) up to degree 5 give those of Gaussian prompts, one in rationals and one at Gauss's nodes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod, sqrt
from typing import Any

Vector = tuple[Any, ...]
Law = tuple[tuple[Any, Any], ...]  # the values of a coordinate, and how likely they are

RATIONAL: Law = (
    (0, Fraction(1, 2)),
    *((sign * value, Fraction(1, 6 * value)) for value in (1, 2) for sign in (1, -1)),
)
NODES: Law = ((0.0, 2 / 3), (sqrt(3), 1 / 6), (-sqrt(3), 1 / 6))
Terms = Mapping[str, Vector]  # what pairs of a kind add to the prediction, the step size apart
Pair = tuple[str, str]


@dataclass(frozen=True)
class Prompt:
    """What is fixed of a prompt.

    Attributes:
        weights: W, by rows.
        separator: what keys, queries and values see of the separator.
        pairs: N.
    """

    weights: tuple[Vector, ...]
    separator: Vector
    pairs: int

    @property
    def dim(self) -> int:
        """The dimension d."""
        return len(self.weights)


def _read(prompt: Prompt, inputs: tuple[Vector, ...], query: Vector) -> Terms:
    """Return what neighbours add, as a layer reads the prompt from its beginning."""
    outputs = [_applied(prompt.weights, x) for x in inputs]
    c = prompt.separator
    plain = [token for pair in zip(inputs, outputs, strict=True) for token in pair] + [query]
    spaced = [t for x, y in zip(inputs, outputs, strict=True) for t in (x, y, c)] + [query]
    return {
        "truth": _applied(prompt.weights, query),
        "true": _added(plain[0:-1:2], plain[1::2], query),
        "inner": _added(plain[1:-2:2], plain[2:-1:2], query),
        "query": _added(plain[-2:-1], plain[-1:], query),
        "closed": _added(spaced[1:-1:3], spaced[2::3], query),
        "opened": _added(spaced[2::3], spaced[3::3], query),
    }


def _applied(weights: tuple[Vector, ...], x: Vector) -> Vector:
    return tuple(_inner(row, x) for row in weights)


def _inner(left: Vector, right: Vector) -> Any:
    return sum(a * b for a, b in zip(left, right, strict=True))


def _added(keys: list[Vector], values: list[Vector], query: Vector) -> Vector:
    """Return Σ value ⟨key, query⟩."""
    matches = [_inner(key, query) for key in keys]
    columns = zip(*values, strict=True) if values else [()] * len(query)
    return tuple(sum(m * v for m, v in zip(matches, c, strict=True)) for c in columns)


@lru_cache(maxsize=32)  # pure
def mean_products(prompt: Prompt, law: Law) -> tuple[Mapping[Pair, Any], Mapping[Pair, Any]]:
    """Return E l·r for all terms l and r, of one prompt, and of two with the same query."""
    same: dict[Pair, Any] = {}
    apart: dict[Pair, Any] = {}
    for (query,), share in _vectors(law, prompt.dim, 1):
        means: dict[str, Vector] = {}
        for inputs, weight in _vectors(law, prompt.dim, prompt.pairs):
            terms = _read(prompt, inputs, query)
            for left, one in terms.items():
                so_far = means.get(left, (0,) * prompt.dim)
                means[left] = tuple(x + weight * y for x, y in zip(so_far, one, strict=True))
                for right, other in terms.items():
                    gained = share * weight * _inner(one, other)
                    same[left, right] = same.get((left, right), 0) + gained
        for left, right in product(means, repeat=2):
            gained = share * _inner(means[left], means[right])
            apart[left, right] = apart.get((left, right), 0) + gained
    return same, apart


@lru_cache(maxsize=32)  # pure
def _vectors(law: Law, dim: int, count: int) -> tuple[tuple[tuple[Vector, ...], Any], ...]:
    """Return every choice of so many vectors, with its probability."""
    found = []
    for flat in product(law, repeat=dim * count):
        values = tuple(value for value, _ in flat)
        vectors = tuple(values[k * dim : (k + 1) * dim] for k in range(count))
        found.append((vectors, prod(share for _, share in flat)))
    return tuple(found)


def squared(products: Mapping[Pair, Any], weights: Mapping[str, Any]) -> Any:
    """Return the mean square of a weighted sum of terms, by their mean products."""
    pairs = product(weights.items(), repeat=2)
    return sum(x * y * products[left, right] for (left, x), (right, y) in pairs)
