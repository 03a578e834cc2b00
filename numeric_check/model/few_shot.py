"""Few-shot prompts, enumerated: every prompt of a finite law with the Gaussian's moments.

Coordinates are 0, ±1, ±2 with mean 0, E x² = 1, E x⁴ = 3 and no odd moments: those of N(0, 1) up to
degree 5. Mean squares of predictions have degree 4 in each, so that they are those of Gaussian prompts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod

VALUES = {0: 6, 1: 2, -1: 2, 2: 1, -2: 1}  # with their weights, of 12
WHOLE = sum(VALUES.values())

Vector = tuple[int, ...]
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


def _inner(left: Vector, right: Vector) -> int:
    return sum(a * b for a, b in zip(left, right, strict=True))


def _added(keys: list[Vector], values: list[Vector], query: Vector) -> Vector:
    """Return Σ value ⟨key, query⟩."""
    matches = [_inner(key, query) for key in keys]
    columns = zip(*values, strict=True) if values else [()] * len(query)
    return tuple(sum(m * v for m, v in zip(matches, c, strict=True)) for c in columns)


@lru_cache(maxsize=16)  # pure
def mean_products(prompt: Prompt) -> tuple[Mapping[Pair, Fraction], Mapping[Pair, Fraction]]:
    """Return E l·r for all terms l and r, of one prompt, and of two with the same query."""
    same: dict[Pair, Fraction] = {}
    apart: dict[Pair, Fraction] = {}
    for query, share in _vectors(prompt.dim, 1):
        means: dict[str, list[Fraction]] = {}
        for inputs, weight in _vectors(prompt.dim, prompt.pairs):
            terms = _read(prompt, inputs, query[0])
            for left, one in terms.items():
                so_far = means.setdefault(left, [Fraction(0)] * prompt.dim)
                means[left] = [x + weight * y for x, y in zip(so_far, one, strict=True)]
                for right, other in terms.items():
                    gained = share * weight * _inner(one, other)
                    same[left, right] = same.get((left, right), Fraction(0)) + gained
        for left, right in product(means, repeat=2):
            gained = share * sum(x * y for x, y in zip(means[left], means[right], strict=True))
            apart[left, right] = apart.get((left, right), Fraction(0)) + gained
    return same, apart


@lru_cache(maxsize=16)  # pure
def _vectors(dim: int, count: int) -> tuple[tuple[tuple[Vector, ...], Fraction], ...]:
    """Return every choice of so many vectors, with its probability."""
    found = []
    for flat in product(VALUES, repeat=dim * count):
        weight = Fraction(prod(VALUES[x] for x in flat), WHOLE ** (dim * count))
        found.append((tuple(flat[k * dim : (k + 1) * dim] for k in range(count)), weight))
    return tuple(found)


def squared(products: Mapping[Pair, Fraction], weights: Mapping[str, Fraction]) -> Fraction:
    """Return the mean square of a weighted sum of terms, by their mean products."""
    pairs = product(weights.items(), repeat=2)
    return sum((x * y * products[left, right] for (left, x), (right, y) in pairs), Fraction(0))
