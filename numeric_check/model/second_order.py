"""The Hessian of the full model's loss in all six blocks, in one pass over the sequences.

With v_t = G_t K e_t/ρ_t the prediction P v_t is bilinear in P and K. Of r_t = P v_t − x_{t+1} the
derivative in P[i, k] is v_t[k] in coordinate i, in K[m, l] it is (P G_t)[·, m] e_t[l]/ρ_t, in both
it is G_t[k, m] e_t[l]/ρ_t in coordinate i; the loss ½ E‖r_t‖² has the second derivatives
Re E (⟨D r_t, D' r_t⟩ + ⟨r_t, D D' r_t⟩).
"""

from dataclasses import dataclass

import numpy as np

from numeric_check.laws.finite import TokenNodes
from numeric_check.model.attention import BLOCKS, Blocks, Complex, Real, blocks_of, placed, steps
from numeric_check.model.quadrature import sequences


@dataclass(frozen=True)
class Hessian:
    """Second derivatives of the loss: blocks in the order of BLOCKS, row by row.

    Attributes:
        values: of shape (6 d², 6 d²).
        scales: what the rounding error of each is relative to, of the same shape.
    """

    values: Real
    scales: Real


def hessian(blocks: Blocks, nodes: TokenNodes, length: int, roots: int) -> Hessian:
    """Return the Hessian at these weights, exact up to rounding when there are enough roots.

    Args:
        blocks: the weights.
        nodes: the law of x_1.
        length: T.
        roots: the number of roots of unity for each phase; those for any blocks do.
    """
    size = len(BLOCKS) * blocks.dim**2
    totals = np.zeros((2, size, size))
    positive = Blocks(np.abs(blocks.kq), np.abs(blocks.pv))
    for tokens, phases, weights in sequences(nodes, roots):
        for t, e, gram, target in steps(blocks, tokens, phases, length):
            mapped = gram / (t - 1)
            predicted = _values(blocks, mapped, e) @ blocks.pv.T
            residual, spread = predicted - target, np.abs(predicted) + np.abs(target)
            totals[0] += _second(blocks, mapped, e, residual, weights)
            totals[1] += _second(positive, np.abs(mapped), np.abs(e), spread, np.abs(weights))
    order = _order(blocks.dim)
    values, scales = (total[np.ix_(order, order)] for total in totals)
    return Hessian(values, scales)


def _values(blocks: Blocks, mapped: Complex, e: Complex) -> Complex:
    """Return v_t of shape (n, 2d), where `mapped` is G_t/ρ_t."""
    values: Complex = np.einsum("nij,nj->ni", mapped, e @ blocks.kq.T)
    return values


def _second(blocks: Blocks, mapped: Complex, e: Complex, residual: Complex, weights: Real) -> Real:
    """Return the terms of one step, the entries of K before those of P, row by row."""
    dim, count = blocks.dim, len(e)
    values = _values(blocks, mapped, e)
    slopes = (blocks.pv @ mapped)[:, :, :, None] * e[:, None, None, :]
    in_kq = slopes.reshape(count, dim, -1)
    weighted = weights[:, None]
    flat = in_kq.reshape(count * dim, -1)
    kq = np.real((np.repeat(weights, dim)[:, None] * flat.conj()).T @ flat)
    pv = np.kron(np.eye(dim), np.real((weighted * values.conj()).T @ values))
    mixed = np.einsum("nk,nic->ikc", weighted * values.conj(), in_kq, optimize=True)
    pull = np.einsum("ni,nkm,nl->ikml", weighted * residual.conj(), mapped, e, optimize=True)
    both = np.real(mixed.reshape(len(pv), -1) + pull.reshape(len(pv), -1))
    return np.block([[kq, both.T], [both, pv]])


def _order(dim: int) -> list[int]:
    """Return where the entries of each block stand in K and P written one after the other."""
    width = 2 * dim
    starts = {"kq": 0, "pv": width**2}
    return [
        starts[matrix] + row * width + column
        for matrix, rows, columns in (placed(name, dim) for name in BLOCKS)
        for row in range(rows.start, rows.stop)
        for column in range(columns.start, columns.stop)
    ]


def moved(blocks: Blocks, direction: Real) -> Blocks:
    """Return the weights plus a direction, a vector in the order of the Hessian."""
    dim = blocks.dim
    parts = np.reshape(direction, (len(BLOCKS), dim, dim))
    more = blocks_of(dim, dict(zip(BLOCKS, parts, strict=True)))
    return Blocks(blocks.kq + more.kq, blocks.pv + more.pv)
