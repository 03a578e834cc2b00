"""The loss as a quartic form in the weights, and its gradient.

L = c − Re Σ_i c_i · W_i + ½ Σ_i W̄_i · M W_i with W_i[j,k,l] = PV[i,j] KQ[k,l]. The form is made
once, from a plan of the population or from samples; an evaluation then depends on neither T nor
their number. Where weights are complex a gradient is ∂L/∂Re + i ∂L/∂Im.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from numeric_check.model.attention import Blocks, Real
from symbolic_mesa.text.errors import InvalidInput

Places = tuple[tuple[int, int], ...]
Entries = Iterable[tuple[Places, float | tuple[float, ...]]]
Indices = NDArray[np.intp]
Numbers = NDArray[Any]  # real, or complex where the weights are


class Form(Protocol):
    """What the loss adds to its constant."""

    def at(self, blocks: Blocks) -> tuple[float, Blocks]:
        """Return the value and its gradient at weights."""


@dataclass(frozen=True)
class Dense:
    """The form of sampled sequences, for real weights.

    Attributes:
        linear: c, of shape (d, 8 d³).
        matrix: the real part of M, of shape (8 d³, 8 d³).
    """

    linear: Real
    matrix: Real

    def at(self, blocks: Blocks) -> tuple[float, Blocks]:
        """Return the value and its gradient at weights.

        Raises:
            InvalidInput: when weights are complex, as the imaginary part of M counts there.
        """
        if np.iscomplexobj(blocks.kq) or np.iscomplexobj(blocks.pv):
            raise InvalidInput(
                "weights: complex, and samples are gathered for real ones; use the population"
            )
        dim = blocks.dim
        outer = np.einsum("ij,kl->ijkl", blocks.pv, blocks.kq).reshape(dim, -1)
        pull = outer @ self.matrix
        value = float(np.sum(outer * (pull / 2 - self.linear)))
        slopes = (pull - self.linear).reshape(dim, 2 * dim, -1)
        pv = slopes @ blocks.kq.ravel()
        kq = np.einsum("ij,ijm->m", blocks.pv, slopes).reshape(blocks.kq.shape)
        return value, Blocks(kq, pv)


@dataclass(frozen=True)
class Linear:
    """Re Σ c_i · W_i by the entries of c that are not 0.

    Attributes:
        pv: the place of PV[i,j] in PV for each entry.
        kq: the place of KQ[k,l] in KQ for each entry.
        values: the entries.
    """

    pv: Indices
    kq: Indices
    values: Real

    def at(self, blocks: Blocks) -> tuple[float, Blocks]:
        """Return the value and its gradient at weights."""
        left, right = blocks.pv.ravel()[self.pv], blocks.kq.ravel()[self.kq]
        pulled = self.values * left.conj()
        kq = _summed(self.kq, pulled, blocks.kq.size).reshape(blocks.kq.shape)
        pv = _summed(self.pv, self.values * right.conj(), blocks.pv.size).reshape(blocks.pv.shape)
        return float(np.sum((pulled * right.conj()).real)), Blocks(kq, pv)


@dataclass(frozen=True)
class Sparse:
    """The form of a population: M is real and symmetric, and given by entries that are not 0.

    As M does not depend on i, the quadratic part is ½ Σ S[j,j'] K̄Q[k,l] KQ[k',l'] M[jkl,j'k'l']
    with S = PVᴴ PV. Each unordered pair of entries of KQ is held once, and M is halved where both
    are the same.

    Attributes:
        linear: c.
        left: the place of KQ[k,l] in KQ for each pair.
        right: the place of KQ[k',l'] in KQ for each pair.
        pair: the pair that each entry of M belongs to.
        square: the place of S[j,j'] in S for each entry.
        values: the entries.
    """

    linear: Linear
    left: Indices
    right: Indices
    pair: Indices
    square: Indices
    values: Real

    def at(self, blocks: Blocks) -> tuple[float, Blocks]:
        """Return the value and its gradient at weights."""
        shape, flat, pv = blocks.kq.shape, blocks.kq.ravel(), blocks.pv
        left, right = flat[self.left], flat[self.right]
        products = left.conj() * right
        squares = (pv.conj().T @ pv).ravel()
        pulls = _summed(self.pair, self.values * squares[self.square], len(products))
        own = _summed(self.square, self.values * products[self.pair], squares.size)
        kq = _summed(self.left, pulls * right, flat.size)
        kq += _summed(self.right, pulls.conj() * left, flat.size)
        less, slopes = self.linear.at(blocks)
        value = float((own @ squares).real) - less
        own = own.reshape(shape)
        return value, Blocks(kq.reshape(shape) - slopes.kq, pv @ (own.T + own.conj()) - slopes.pv)


@dataclass(frozen=True)
class Quartic:
    """A loss.

    Attributes:
        constant: the loss of the prediction 0.
        form: the rest.
    """

    constant: float
    form: Form

    def at(self, blocks: Blocks) -> tuple[float, Blocks]:
        """Return the loss and its gradient at weights, of shapes (2d, 2d) and (d, 2d)."""
        value, slopes = self.form.at(blocks)
        return self.constant + value, slopes


def _summed(places: Indices, values: Numbers, size: int) -> Numbers:
    """Return the sum of the values at each place, of shape (size,)."""
    if np.iscomplexobj(values):
        return _summed(places, values.real, size) + 1j * _summed(places, values.imag, size)
    return np.bincount(places, values, size)


def from_plan(dim: int, constant: float, linear: Entries, quadratic: Entries) -> Quartic:
    """Return the loss of a plan: numbers for each pattern of blocks and coinciding coordinates.

    Args:
        dim: d.
        constant: the loss of the prediction 0.
        linear: places of (i, j, k, l) with their coefficient.
        quadratic: places of (j, k, l, j', k', l') with their entry of M. A tuple has a number for
            each choice of distinct coordinates, in lexicographic order.
    """
    pieces = [(*places, values) for places, values in _flat(linear, dim, ((0, 1), (2, 3)))]
    return Quartic(constant, _sparse(Linear(*_joined(pieces)), quadratic, dim))


def _sparse(linear: Linear, quadratic: Entries, dim: int) -> Sparse:
    pieces, size = [], 4 * dim**2
    for places, values in _flat(quadratic, dim, ((1, 2), (4, 5), (0, 3))):
        left, right, square = places
        kept = (left <= right) & (values != 0)
        halved = np.where(left == right, values / 2, values)
        pieces.append(((left * size + right)[kept], square[kept], halved[kept]))
    both, square, values = _joined(pieces)
    del pieces  # as large as what was made of it
    pairs, pair = np.unique(both, return_inverse=True)
    return Sparse(linear, *np.divmod(pairs, size), pair, square, values)


def _joined(pieces: Iterable[tuple[Numbers, ...]]) -> tuple[Indices, Indices, Real]:
    first, second, values = (np.concatenate(one) for one in zip(*pieces, strict=True))
    return first, second, values


def _flat(
    entries: Entries, dim: int, pairs: tuple[tuple[int, int], ...]
) -> Iterator[tuple[list[Indices], Real]]:
    """Yield places in matrices with 2d columns, and numbers, for every choice of coordinates.

    Args:
        entries: their indices by block and class; classes are at distinct coordinates.
        dim: d.
        pairs: which indices are the row and the column in each of the matrices.
    """
    chosen = cache(partial(_choices, dim))
    for places, value in entries:
        choices = chosen(1 + max(own for _, own in places))
        indices = [choices[own] + block * dim for block, own in places]
        values = np.broadcast_to(np.asarray(value), choices.shape[1:])
        yield [indices[row] * 2 * dim + indices[column] for row, column in pairs], values


def _choices(dim: int, count: int) -> Indices:
    """Return the choices of distinct coordinates in lexicographic order, of shape (count, n)."""
    chosen = np.zeros((0, 1), dtype=np.intp)
    for _ in range(count):
        last = np.tile(np.arange(dim), chosen.shape[1])
        longer = np.vstack((np.repeat(chosen, dim, axis=1), last))
        chosen = longer[:, (longer[:-1] != last).all(axis=0)]
    return chosen


def mean_product(blocks: Blocks) -> float:
    """Return ab: the mean of the diagonal of KQ32 ∘ PV12, its real part."""
    dim = blocks.dim
    products = np.diag(blocks.kq[dim:, :dim]) * np.diag(blocks.pv[:, :dim])
    return float(np.mean(products.real))
