"""Laws that are made from a law."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from numeric_check.laws.finite import ORDER, Array, TokenNodes
from numeric_check.laws.law import Compound, Floats, Law, Values
from numeric_check.laws.mixed_moments import Moments, NoNodes, Powers
from symbolic_mesa.text.surds import Exact

ZERO = Fraction(0)


def _floats(values: Values) -> Floats:
    return {name: float(value) for name, value in values.items()}


def k_sparse(inner: Law, given: Values) -> Law:
    """Return what is said of a law on k of d places: each choice of them in turn."""

    def nodes(values: Values, dim: int, order: int) -> TokenNodes:
        k = int(values["k"])
        of = inner.nodes(given, k, order)
        choices = list(combinations(range(dim), k))
        tokens = np.zeros((len(choices), len(of.points), dim))
        for at, chosen in enumerate(choices):
            tokens[at][:, list(chosen)] = of.points
        weights = np.tile(of.weights / len(choices), len(choices))
        return TokenNodes(tokens.reshape(-1, dim), weights)

    def moments(values: Values, dim: int) -> Moments:
        k = int(values["k"])
        of, choices = inner.moments(given, k), list(combinations(range(dim), k))

        def mean(powers: Powers) -> Exact:
            total: Exact = ZERO
            for chosen in choices:
                if all(i in chosen for i, power in enumerate(powers) if power):
                    total += of(tuple(powers[i] for i in chosen))
            return total / len(choices)

        return mean

    def draw(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
        k = round(values["k"])
        chosen = np.argsort(chance.random((n, dim)), axis=1)[:, :k]
        tokens = np.zeros((n, dim))
        np.put_along_axis(tokens, chosen, inner.draw(chance, n, k, _floats(given)), axis=1)
        return tokens

    return Law(nodes, moments, draw, nodes_at_zero=_as_often_zero(inner, given))


def _as_often_zero(inner: Law, given: Values) -> bool:
    """Whether nodes of a law are 0 as often as it is: as it says, or as none of them is."""
    try:
        return inner.nodes_at_zero or bool(np.all(inner.nodes(given, 1, ORDER).points))
    except NoNodes:
        return False


def scale_mixture(inner: Law, given: Values) -> Law:
    """Return what is said of a law times one of several scales."""

    def nodes(values: Values, dim: int, order: int) -> TokenNodes:
        of = inner.nodes(given, dim, order)
        parts = [(float(scale), float(share)) for scale, share in _parts(values)]
        tokens = np.concatenate([scale * of.points for scale, _ in parts])
        return TokenNodes(tokens, np.concatenate([share * of.weights for _, share in parts]))

    def moments(values: Values, dim: int) -> Moments:
        of = inner.moments(given, dim)

        def mean(powers: Powers) -> Exact:
            terms = (share * scale ** sum(powers) for scale, share in _parts(values))
            return sum(terms, ZERO) * of(powers)

        return mean

    def draw(chance: "np.random.Generator", n: int, dim: int, values: Floats) -> Array:
        scales, shares = map(np.array, zip(*_parts(values), strict=True))
        chosen = chance.choice(scales, (n, 1), p=shares / np.sum(shares))
        return np.asarray(chosen * inner.draw(chance, n, dim, _floats(given)))

    return Law(nodes, moments, draw, nodes_at_zero=inner.nodes_at_zero)


def _parts(values: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Return each scale with its probability."""
    count = sum(f"scale_{i}" in values for i in range(1, len(values) + 1))
    return [(values[f"scale_{i}"], values[f"weight_{i}"]) for i in range(1, count + 1)]


COMPOUNDS: Mapping[str, Compound] = {"k-sparse": k_sparse, "scale-mixture": scale_mixture}
"""What makes a law from a law, by the name of the law that is made."""
