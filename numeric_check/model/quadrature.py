"""Expectations over phases and tokens as finite sums that are exact for polynomials.

The mean of λ^n over N-th roots of unity is 0 for 0 < |n| < N, as over the circle: N roots are
exact when no phase occurs with a power of N or more. In what follows x_t has power t − 1, t <= T−1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from numeric_check.estimates import Estimate
from numeric_check.laws.finite import TokenNodes
from numeric_check.model.attention import Blocks, Complex, Real, Terms, batch_terms, placed

CHUNK = 1 << 12  # sequences at a time: some 3 MB at d = 3


@dataclass(frozen=True)
class Population:
    """The population loss and its gradients at one value of the weights."""

    terms: Terms

    @property
    def loss(self) -> Estimate:
        """L = Σ_{t=2}^{T-1} ½ E‖ŷ_t − x_{t+1}‖²."""
        return Estimate(*self.terms.loss)

    def entry(self, block: str, row: int, column: int) -> Estimate:
        """Return ∂L/∂W[row, column] for the block W, indices from 0."""
        values, scales = self.block(block)
        return Estimate(float(values[row, column]), float(scales[row, column]))

    def block(self, block: str) -> tuple[Real, Real]:
        """Return ∂L/∂W for the block W and its scale, each of shape (d, d)."""
        matrix, rows, columns = placed(block, self.terms.pv[0].shape[0])
        values, scales = self.terms.kq if matrix == "kq" else self.terms.pv
        return values[rows, columns], scales[rows, columns]


def roots_for_diagonal(length: int) -> int:
    """Return how many roots make L and its derivatives in a and b exact at (aI, bI): T − 1.

    There ŷ_t and x_{t+1} contain each phase with powers 0..t, and t and 0 never meet in a product:
    coordinate i of both has λ_i with powers 1..t, and any other phase with powers 0..t−1. The same
    holds of the derivative in a diagonal entry of KQ32 or PV12.
    """
    return length - 1


def roots_for_gradients(length: int) -> int:
    """Return how many roots make every gradient entry at (aI, bI) exact: 2T − 2.

    The residual has powers 0..t, the derivative of ŷ_t in any entry −(t−1)..2(t−1): their product
    has powers of size 2t − 1 at most.
    """
    return 2 * length - 2


def roots_for_any_blocks(length: int) -> int:
    """Return how many roots make loss and gradients exact for any six blocks: 3T − 5.

    ŷ_t has powers −(t−1)..2(t−1), so that a product of two has powers of size 3(t−1) at most.
    """
    return 3 * length - 5


def population(blocks: Blocks, nodes: TokenNodes, length: int, roots: int) -> Population:
    """Return the loss and all gradients, exact up to rounding when there are enough roots.

    Args:
        blocks: the weights of the model.
        nodes: the law of x_1.
        length: T.
        roots: the number of roots of unity for each phase.
    """
    total: Terms | None = None
    for tokens, phases, weights in sequences(nodes, roots):
        terms = batch_terms(blocks, tokens, phases, weights, length)
        total = terms if total is None else _added(total, terms)
    if total is None:
        raise ValueError("a law needs a point")
    return Population(total)


def sequences(nodes: TokenNodes, roots: int) -> Iterator[tuple[Complex, Complex, Real]]:
    """Yield tokens, phases and weights of all sequences, in chunks."""
    dim = nodes.points.shape[1]
    circle = np.exp(2j * np.pi * np.arange(roots) / roots)
    all_phases = np.array(list(product(circle, repeat=dim)))
    per_chunk = max(1, CHUNK // len(nodes.weights))
    for start in range(0, len(all_phases), per_chunk):
        phases = all_phases[start : start + per_chunk]
        tokens = np.tile(nodes.points, (len(phases), 1)).astype(np.complex128)
        weights = np.tile(nodes.weights, len(phases)) / len(all_phases)
        yield tokens, np.repeat(phases, len(nodes.weights), axis=0), weights


def _added(left: Terms, right: Terms) -> Terms:
    return Terms(
        (left.loss[0] + right.loss[0], left.loss[1] + right.loss[1]),
        (left.kq[0] + right.kq[0], left.kq[1] + right.kq[1]),
        (left.pv[0] + right.pv[0], left.pv[1] + right.pv[1]),
    )
