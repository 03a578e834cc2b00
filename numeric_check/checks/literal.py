"""Assumption 4.1 of arXiv 2405.16845 as it is written, held against a law.

It asks that E[x_{i1} x_{i2}^{r2} ⋯ x_{in}^{rn}] = 0 for distinct indices, n <= 4, and that E x_j⁴,
E x_j⁶ and Σ_{r≠j} E[x_j² x_r⁴] do not depend on j. Moments are looked at up to degree 6; for a
table of tokens, all at once: every such moment vanishes exactly when the mean of x_{i1} over the
tokens with given x_{i2}, …, x_{in} does. Averaged over signs it always does; averaged over
permutations the first four coordinates are any four of a token, in any order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations, permutations, product
from math import perm

import numpy as np

from numeric_check.laws.finite import TokenNodes
from numeric_check.laws.mixed_moments import DEGREE, Moments, NoNodes
from numeric_check.laws.nodes import MOST_IMAGES, table, token_nodes
from numeric_check.laws.rational_moments import rational_moments
from numeric_check.model.moments import MOMENTS, moments_at
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.text.surds import Exact

MOST_INDICES = 4
ROUNDING = 1e-12


def holds(law: TokenLaw, dim: int) -> bool:
    """Return whether no moment up to degree 6 speaks against it; exact.

    Raises:
        NoNodes: when the law has symbols.
    """
    if isinstance(law, SampleLaw):
        return _centred(law) and (_ordered(law) or _alike(law))
    size = min(dim, MOST_INDICES)
    moments = rational_moments(law, size)
    centred = all(moments(powers) == 0 for powers in _centred_powers(size))
    return centred and len({_kappas(moments, j, size) for j in range(size)}) == 1


def visibly_holds(law: TokenLaw, dim: int) -> bool:
    """Return the same in doubles, from quadrature nodes.

    Raises:
        NoNodes: when the law has symbols, there are no nodes in this dimension, or moments are
            beyond the range of doubles.
    """
    if isinstance(law, SampleLaw):
        nodes = table(law)
        if _ordered(law):
            counts = range(1, min(MOST_INDICES, law.dim) + 1)
            return _signed(law) or all(_visibly_centred(_first_of(nodes, k)) for k in counts)
        return _visibly_alike(nodes) and (_signed(law) or _visibly_centred(nodes))
    try:
        with np.errstate(over="raise", invalid="raise"):
            nodes = token_nodes(law, min(dim, 3))
            powers = _centred_powers(nodes.points.shape[1])
            return all(_vanishes(nodes, one) for one in powers) and _visibly_alike(nodes)
    except (FloatingPointError, OverflowError):
        raise NoNodes("the moments of the law are beyond the range of doubles") from None


def _kappas(moments: Moments, j: int, dim: int) -> tuple[Exact, ...]:
    """Return E x_j⁴, E x_j⁶ and Σ_{r≠j} E[x_j² x_r⁴]."""
    four, six = (moments(tuple(n * (k == j) for k in range(dim))) for n in (4, 6))
    others = (r for r in range(dim) if r != j)
    both = (moments(tuple(2 * (k == j) + 4 * (k == r) for k in range(dim))) for r in others)
    return four, six, sum(both, Fraction(0))


def _ordered(law: SampleLaw) -> bool:
    return law.averaged in ("permutations", "both")


def _signed(law: SampleLaw) -> bool:
    return law.averaged in ("signs", "both")


def _first_of(nodes: TokenNodes, size: int) -> TokenNodes:
    """Return the law of the first few coordinates, averaged over permutations of all."""
    count, dim = nodes.points.shape
    orders = perm(dim, size)
    if count * orders > MOST_IMAGES:
        raise NoNodes(f"{count} tokens in {orders} orders are too many for it")
    chosen = permutations(range(dim), size)
    points = np.concatenate([nodes.points[:, list(one)] for one in chosen])
    return TokenNodes(points, np.full(len(points), 1 / len(points)))


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
    return _signed(law) or not any(any(sums.values()) for sums in _conditional_sums(law))


def _conditional_sums(law: SampleLaw) -> Iterator[dict[tuple[int, ...], int]]:
    """Yield, for each choice of coordinates, the sums of one by the values of the others."""
    size = range(law.dim)
    if _ordered(law):  # all choices are one; few others first, which are soon summed
        for count in range(1, min(MOST_INDICES, law.dim) + 1):
            yield _summed(law, permutations(size, count))
        return
    for own in size:
        rest = [k for k in size if k != own]
        for chosen in combinations(rest, min(MOST_INDICES - 1, len(rest))):
            yield _summed(law, [(own, *chosen)])


def _summed(law: SampleLaw, choices: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    sums: dict[tuple[int, ...], int] = defaultdict(int)
    for own, *chosen in choices:
        for row in law.rows:
            sums[tuple(row[k] for k in chosen)] += row[own]
    return sums


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
        for name in MOMENTS[1:]
    )
