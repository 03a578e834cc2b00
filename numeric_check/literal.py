"""Assumption 4.1 of arXiv 2405.16845 as it is written, held against a law.

It asks that E[x_{i1} x_{i2}^{r2} ⋯ x_{in}^{rn}] = 0 for distinct indices, n <= 4, and that E x_j⁴,
E x_j⁶ and Σ_{r≠j} E[x_j² x_r⁴] do not depend on j. Moments are looked at up to degree 6; for a
table of tokens, all at once: every such moment vanishes exactly when the mean of x_{i1} over the
tokens with given x_{i2}, …, x_{in} does.
"""

from collections import defaultdict
from fractions import Fraction
from itertools import combinations, product

import numpy as np

from numeric_check.nodes import TokenNodes, moments_at, table, token_nodes
from numeric_check.rational_moments import DEGREE, NoNodes, rational_moments
from symbolic_mesa.assumptions import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw

MOST_INDICES = 4
ROUNDING = 1e-12


def holds(law: TokenLaw, dim: int) -> bool:
    """Return whether no moment up to degree 6 speaks against it; exact.

    Raises:
        NoNodes: when the law has symbols.
    """
    if isinstance(law, SampleLaw) and not law.symmetrized:
        return _centred(law) and _alike(law)
    moments = rational_moments(law, min(dim, MOST_INDICES))
    return all(moments(powers) == 0 for powers in _centred_powers(min(dim, MOST_INDICES)))


def visibly_holds(law: TokenLaw, dim: int) -> bool:
    """Return the same in doubles, from quadrature nodes.

    Raises:
        NoNodes: when the law has symbols, there are no nodes in this dimension, or moments are
            beyond the range of doubles.
    """
    if isinstance(law, SampleLaw) and not law.symmetrized:
        nodes = table(law)
        return _visibly_alike(nodes) and _visibly_centred(nodes)
    try:
        with np.errstate(over="raise", invalid="raise"):
            nodes = token_nodes(law, min(dim, 3))
            powers = _centred_powers(nodes.points.shape[1])
            return all(_vanishes(nodes, one) for one in powers)
    except (FloatingPointError, OverflowError):
        raise NoNodes("the moments of the law are beyond the range of doubles") from None


def _visibly_centred(nodes: TokenNodes) -> bool:
    """Whether each coordinate has mean 0 given any three others."""
    size = range(nodes.points.shape[1])
    for own in size:
        rest = [k for k in size if k != own]
        terms = nodes.weights * nodes.points[:, own]
        for chosen in combinations(rest, min(MOST_INDICES - 1, len(rest))):
            _, group = np.unique(nodes.points[:, chosen], axis=0, return_inverse=True)
            sums, sizes = np.bincount(group.ravel(), terms), np.bincount(group.ravel(), abs(terms))
            if np.any(np.abs(sums) > ROUNDING * sizes):
                return False
    return True


def _vanishes(nodes: TokenNodes, powers: tuple[int, ...]) -> bool:
    terms = nodes.weights * np.prod(nodes.points ** np.array(powers), axis=1)
    return bool(abs(np.sum(terms)) <= ROUNDING * np.sum(np.abs(terms)))


def _centred_powers(dim: int) -> list[tuple[int, ...]]:
    """Return the powers of at most four coordinates up to degree 6, a power of 1 among them."""
    every = product(range(DEGREE + 1), repeat=dim)
    return [
        powers
        for powers in every
        if 1 in powers
        and sum(powers) <= DEGREE
        and sum(power > 0 for power in powers) <= MOST_INDICES
    ]


def _centred(law: SampleLaw) -> bool:
    size = range(law.dim)
    for own in size:
        rest = [k for k in size if k != own]
        for chosen in combinations(rest, min(MOST_INDICES - 1, len(rest))):
            sums: dict[tuple[int, ...], int] = defaultdict(int)
            for row in law.rows:
                sums[tuple(row[k] for k in chosen)] += row[own]
            if any(sums.values()):
                return False
    return True


def _alike(law: SampleLaw) -> bool:
    found = [
        tuple(
            sum((Fraction(row[j] ** n * sum(y**m for y in row) - (row[j] ** (n + m)) * (m > 0))
                 for row in law.rows), Fraction(0))
            for n, m in ((4, 0), (6, 0), (2, 4))
        )
        for j in range(law.dim)
    ]  # fmt: skip
    return len(set(found)) == 1


def _visibly_alike(nodes: TokenNodes) -> bool:
    found = [moments_at(nodes, j) for j in range(nodes.points.shape[1])]
    return all(
        abs(one[name].value - found[0][name].value) <= ROUNDING * found[0][name].scale
        for one in found
        for name in ("kappa_1", "kappa_2", "kappa_3")
    )
