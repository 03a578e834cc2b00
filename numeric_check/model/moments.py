"""Moments of a finite law: those that the paper names, and any mixed one."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.laws.finite import Array, TokenNodes

MOMENTS = ("m_2", "kappa_1", "kappa_2", "kappa_3")


def moments_at(nodes: TokenNodes, coordinate: int) -> Mapping[str, Estimate]:
    """Return m_2, κ1, κ2 and κ3 of one coordinate (from 0)."""
    squares = np.real(nodes.points * np.conj(nodes.points))
    own = squares[:, coordinate]
    others = np.sum(np.delete(squares, coordinate, axis=1) ** 2, axis=1)  # no cancellation
    values = own, own**2, own**3, own * others
    return dict(zip(MOMENTS, (_mean(nodes, one) for one in values), strict=True))


def mean_of(
    nodes: TokenNodes,
    coordinates: Iterable[int],
    powers: Sequence[int],
    barred: Sequence[int] | None = None,
) -> Estimate:
    """Return Re E Π x_k^power over coordinates (from 0), each with its power.

    Args:
        nodes: the law.
        coordinates: the coordinates.
        powers: their powers.
        barred: how many factors of each are conjugates; half of them if not given, as in moduli,
            which makes no difference where tokens are real.
    """
    chosen, total = nodes.points[:, list(coordinates)], np.array(powers)
    if not np.iscomplexobj(chosen):
        return _mean(nodes, np.prod(chosen**total, axis=1))
    bars = total // 2 if not barred else np.array(barred)
    factors = chosen ** (total - bars) * np.conj(chosen) ** bars
    return _mean(nodes, np.real(np.prod(factors, axis=1)))


def _mean(nodes: TokenNodes, values: Array) -> Estimate:
    terms = nodes.weights * values
    return Estimate(float(np.sum(terms)), float(np.sum(np.abs(terms))))
