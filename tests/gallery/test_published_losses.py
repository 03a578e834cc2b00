"""Closed forms of losses that others published (michaelsdr/ical, commit beaf4d6), enumerated.

Attention without augmented tokens: y_i = Σ_t p_t s_t[i] Σ_j C_ij conj(s_{T-1}[j]) s_t[j], with the
target s_{T+1} and s_0 = (1, ..., 1).
"""

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def enumerated(c: Whole, p: Whole, phases: Whole) -> int:
    """Return E ‖y − s_{T+1}‖² over independent phases; row j has those of coordinate j."""
    last = len(p) - 1
    total = 0
    for i in range(len(c)):
        entries: Counter[tuple[int, ...]] = Counter()
        for t, weight in enumerate(p):
            for j in range(len(c)):
                powers = t * phases[i] + (t - (last - 1)) * phases[j]
                entries[tuple(powers)] += int(weight * c[i, j])
        entries[tuple((last + 1) * phases[i])] -= 1
        total += sum(value**2 for value in entries.values())
    return total


def drawn(seed: int, dim: int, count: int) -> tuple[Whole, Whole]:
    draw = np.random.default_rng(seed)
    return draw.integers(-9, 10, (dim, dim)), draw.integers(1, 9, count)


@pytest.mark.parametrize(("dim", "count"), [(2, 3), (3, 4), (4, 6)])
def test_the_loss_for_unitary_w_counts_one_term_twice(dim: int, count: int) -> None:
    c, p = drawn(1, dim, count)
    rows = int((c.sum(axis=1) ** 2).sum())  # the sum of all entries of C^T C
    published = int((p**2).sum() * (c**2).sum() + p[-2] ** 2 * rows - 2 * np.trace(c) * p[-1] + dim)
    twice = int(p[-2] ** 2 * (c**2).sum())
    assert published - enumerated(c, p, np.eye(dim, dtype=np.int64)) == twice > 0


@pytest.mark.parametrize(("dim", "count"), [(2, 3), (4, 4), (4, 6)])
def test_the_loss_for_orthogonal_w_is_exact(dim: int, count: int) -> None:
    c, p = drawn(2, dim, count)
    partner = np.arange(dim) ^ 1  # the coordinate with the conjugate phase
    beside = c[np.arange(dim), partner]
    others = np.delete(p, -2)
    published = (
        p[-2] ** 2 * (c.sum(axis=1) ** 2).sum()
        + (others**2).sum() * (c**2).sum()
        + 2 * (c.sum(axis=1) * beside).sum() * p[-2] * others.sum()
        + (others.sum() ** 2 - (others**2).sum()) * (beside**2).sum()
        - 2 * np.trace(c) * p[-1]
        + dim
    )
    phases = np.repeat(np.eye(dim // 2, dtype=np.int64), 2, axis=0)
    phases[1::2] *= -1
    assert published == enumerated(c, p, phases)
