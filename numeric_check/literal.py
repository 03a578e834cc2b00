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
from numeric_check.rational_moments import DEGREE, rational_moments
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
        NoNodes: when the law has symbols, or there are no nodes in this dimension.
    """
    if isinstance(law, SampleLaw) and not law.symmetrized:
        nodes = table(law)
        if not _visibly_alike(nodes):
            return False
    else:
        nodes = token_nodes(law, min(dim, 3))
    return all(_vanishes(nodes, powers) for powers in _centred_powers(nodes.points.shape[1]))


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
