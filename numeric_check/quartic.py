"""The loss as a quartic form in the weights, its gradient, and gradient descent on it.

L = c − Σ_i c_i · W_i + ½ Σ_i W_i · M W_i with W_i[j,k,l] = PV[i,j] KQ[k,l]. The form is made once,
from a plan of the population or from samples; an evaluation then depends on neither T nor their
number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from numeric_check.attention import Blocks, Real

Places = tuple[tuple[int, int], ...]
Entries = Iterable[tuple[Places, float]]


class Form(Protocol):
    """A quadratic form M on R^{8 d³} by its product with vectors."""

    def times(self, vectors: Real) -> Real:
        """Return M applied to each row."""


@dataclass(frozen=True)
class Dense:
    """M as a matrix of shape (8 d³, 8 d³)."""

    matrix: Real

    def times(self, vectors: Real) -> Real:
        """Return M applied to each row."""
        return np.asarray(vectors @ self.matrix)


@dataclass(frozen=True)
class Sparse:
    """M by its entries that are not 0, row by row.

    Attributes:
        rows: the rows that have entries, ascending.
        starts: where the entries of each of them start.
        columns: the column of each entry.
        values: the entries.
    """

    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: Real

    def times(self, vectors: Real) -> Real:
        """Return M applied to each row."""
        found = np.zeros_like(vectors)
        products = vectors[:, self.columns] * self.values
        found[:, self.rows] = np.add.reduceat(products, self.starts, axis=1)
        return found


@dataclass(frozen=True)
class Quartic:
    """A loss.

    Attributes:
        constant: the loss of the prediction 0.
        linear: c, of shape (d, 8 d³).
        form: M.
    """

    constant: float
    linear: Real
    form: Form

    def at(self, blocks: Blocks) -> tuple[float, Blocks]:
        """Return the loss and its gradient at weights."""
        dim = blocks.dim
        outer = np.einsum("ij,kl->ijkl", blocks.pv, blocks.kq).reshape(dim, -1)
        pull = self.form.times(outer)
        loss = self.constant + float(np.sum(outer * (pull / 2 - self.linear)))
        slopes = (pull - self.linear).reshape(dim, 2 * dim, -1)
        pv = slopes @ blocks.kq.ravel()
        kq = np.einsum("ij,ijm->m", blocks.pv, slopes).reshape(blocks.kq.shape)
        return loss, Blocks(kq, pv)


def from_plan(dim: int, constant: float, linear: Entries, quadratic: Entries) -> Quartic:
    """Return the loss of a plan: a number for each pattern of blocks and coinciding coordinates.

    Args:
        dim: d.
        constant: the loss of the prediction 0.
        linear: places of (i, j, k, l) with their coefficient.
        quadratic: places of (j, k, l, j', k', l') with their entry.
    """
    c = np.zeros((dim, 8 * dim**3))
    for places, value in linear:
        i, *rest = _indices(places, dim)
        c[i, _flat(rest, dim)] += value
    pieces = [(_flat(ix[:3], dim), _flat(ix[3:], dim), v) for ix, v in _quadratic(quadratic, dim)]
    rows = np.concatenate([row for row, _, _ in pieces])
    columns = np.concatenate([column for _, column, _ in pieces])
    values = np.concatenate([np.full(len(row), value) for row, _, value in pieces])
    return Quartic(constant, c, _sorted(rows, columns, values))


def _quadratic(entries: Entries, dim: int) -> Iterator[tuple[list[NDArray[np.intp]], float]]:
    for places, value in entries:
        yield _indices(places, dim), value


def _indices(places: Places, dim: int) -> list[NDArray[np.intp]]:
    """Return each index for every choice of distinct coordinates for the classes."""
    count = 1 + max(own for _, own in places)
    chosen = np.array(list(permutations(range(dim), count)), dtype=np.intp).reshape(-1, count)
    return [chosen[:, own] + block * dim for block, own in places]


def _flat(indices: list[NDArray[np.intp]], dim: int) -> NDArray[np.intp]:
    j, k, l = indices  # noqa: E741  # the indices of the model
    return (j * 2 * dim + k) * 2 * dim + l


def _sorted(rows: NDArray[np.intp], columns: NDArray[np.intp], values: Real) -> Sparse:
    order = np.lexsort((columns, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    found, starts = np.unique(rows, return_index=True)
    return Sparse(found, starts, columns, values)


def descended(blocks: Blocks, slopes: Blocks, step: float, mask: bool) -> Blocks:
    """Return the weights after one step of gradient descent; masked, diagonals only move."""
    if mask:
        dim = blocks.dim
        one = np.eye(dim)
        slopes = Blocks(slopes.kq * np.tile(one, (2, 2)), slopes.pv * np.tile(one, (1, 2)))
    return Blocks(blocks.kq - step * slopes.kq, blocks.pv - step * slopes.pv)


def mean_product(blocks: Blocks) -> float:
    """Return ab: the mean of the diagonal of KQ32 ∘ PV12."""
    dim = blocks.dim
    return float(np.mean(np.diag(blocks.kq[dim:, :dim]) * np.diag(blocks.pv[:, :dim])))
