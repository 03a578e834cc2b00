"""The full model on a batch of sequences: loss and hand-written gradients of all six blocks.

With e_t = (x_t, x_{t-1}) and G_t = Σ_{s<=t} e_s e_s^* the prediction is ŷ_t = P G_t K e_t / ρ_t,
where K holds the blocks of W^KQ that meet a token and P those of W^PV whose rows are predicted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]

BLOCKS = ("KQ22", "KQ23", "KQ32", "KQ33", "PV12", "PV13")
TRAINED = ("KQ32", "PV12")  # what training from the diagonal moves


@dataclass(frozen=True)
class Blocks:
    """The six weight blocks that matter, real or complex, as two matrices.

    Attributes:
        kq: [[KQ22, KQ23], [KQ32, KQ33]], of shape (2d, 2d).
        pv: [PV12, PV13], of shape (d, 2d).
    """

    kq: Real
    pv: Real

    @property
    def dim(self) -> int:
        """The dimension d."""
        return int(self.pv.shape[0])

    @property
    def named(self) -> Mapping[str, Real]:
        """The six blocks as d x d arrays, by name."""
        places = {name: placed(name, self.dim) for name in BLOCKS}
        whole = {"kq": self.kq, "pv": self.pv}
        return {name: whole[one][rows, columns] for name, (one, rows, columns) in places.items()}

    def descended(self, slopes: "Blocks", step: float, mask: bool) -> "Blocks":
        """Return the weights after a step of gradient descent; masked, diagonals only move."""
        kq, pv = slopes.kq, slopes.pv
        if mask:
            one = np.eye(self.dim)
            kq, pv = kq * np.tile(one, (2, 2)), pv * np.tile(one, (1, 2))
        return Blocks(self.kq - step * kq, self.pv - step * pv)


@dataclass(frozen=True)
class Terms:
    """Weighted sums over a batch, each with the sum of the absolute values of its terms.

    Attributes:
        loss: L and its scale.
        kq: ∂L/∂kq and its scale, each of shape (2d, 2d).
        pv: ∂L/∂pv and its scale, each of shape (d, 2d).
    """

    loss: tuple[float, float]
    kq: tuple[Real, Real]
    pv: tuple[Real, Real]


def diagonal_blocks(dim: int, a: float, b: float) -> Blocks:
    """Return KQ32 = aI, PV12 = bI, all else 0."""
    return blocks_of(dim, {"KQ32": a * np.eye(dim), "PV12": b * np.eye(dim)})


def blocks_of(dim: int, given: Mapping[str, Real]) -> Blocks:
    """Return the blocks that are given by name, each of shape (d, d), the others 0."""
    kind = np.result_type(np.float64, *given.values())
    kq, pv = np.zeros((2 * dim, 2 * dim), kind), np.zeros((dim, 2 * dim), kind)
    for name, block in given.items():
        matrix, rows, columns = placed(name, dim)
        (kq if matrix == "kq" else pv)[rows, columns] = block
    return Blocks(kq, pv)


def placed(name: str, dim: int) -> tuple[str, slice, slice]:
    """Return the matrix of `Blocks` that holds a block, and its rows and columns there."""
    if name not in BLOCKS:
        raise KeyError(f"no block {name!r}; there are {', '.join(BLOCKS)}")
    row, column = (int(digit) - 2 for digit in name[2:])
    columns = slice(column * dim, (column + 1) * dim)
    if name.startswith("PV"):
        return "pv", slice(0, dim), columns
    return "kq", slice(row * dim, (row + 1) * dim), columns


def batch_terms(
    blocks: Blocks, tokens: Complex, phases: Complex, weights: Real, length: int
) -> Terms:
    """Return the weighted loss and gradients of a batch of sequences x_t = λ^{t-1} x_1.

    Args:
        blocks: the weights of the model.
        tokens: x_1 of each sequence, of shape (n, d).
        phases: λ of each sequence, of shape (n, d).
        weights: the weight of each sequence, of shape (n,); they may be negative.
        length: T; the loss is summed over t = 2..T−1.
    """
    kq, pv = blocks.kq, blocks.pv
    loss, gradients = np.zeros(2), (np.zeros((2, *kq.shape)), np.zeros((2, *pv.shape)))
    sizes = np.abs(weights)
    for t, e, gram, target in steps(blocks, tokens, phases, length):
        v = np.einsum("nij,nj->ni", gram, e @ kq.T) / (t - 1)
        predicted = v @ pv.T
        residual = predicted - target
        u = np.einsum("nij,nj->ni", gram, residual @ pv) / (t - 1)
        spread = np.abs(predicted) + np.abs(target)
        u_spread = np.einsum("nij,nj->ni", np.abs(gram), spread @ np.abs(pv)) / (t - 1)
        loss += weights @ _squares(residual) / 2, sizes @ _squares(spread) / 2
        gradients[0][0] += np.real((weights[:, None] * u.conj()).T @ e)
        gradients[0][1] += (sizes[:, None] * u_spread).T @ np.abs(e)
        gradients[1][0] += np.real((weights[:, None] * residual.conj()).T @ v)
        gradients[1][1] += (sizes[:, None] * spread).T @ np.abs(v)
    (value, scale), ((kq_, kq_scale), (pv_, pv_scale)) = loss, gradients
    return Terms((float(value), float(scale)), (kq_, kq_scale), (pv_, pv_scale))


def predictions(blocks: Blocks, tokens: Complex, phases: Complex, length: int) -> list[Complex]:
    """Return ŷ_2, …, ŷ_{T−1} for a batch of sequences, each of shape (n, d)."""
    return [
        np.einsum("nij,nj->ni", gram, e @ blocks.kq.T) @ blocks.pv.T / (t - 1)
        for t, e, gram, _ in steps(blocks, tokens, phases, length)
    ]


def steps(
    blocks: Blocks, tokens: Complex, phases: Complex, length: int
) -> Iterator[tuple[int, Complex, Complex, Complex]]:
    """Yield t, e_t, G_t and the target x_{t+1} for t = 2..T−1; G_t is updated in place."""
    dim = blocks.dim
    now, before = tokens.astype(np.complex128), np.zeros_like(tokens, dtype=np.complex128)
    gram = np.zeros((len(tokens), 2 * dim, 2 * dim), dtype=np.complex128)
    for t in range(1, length):
        e = np.concatenate((now, before), axis=1)
        gram += e[:, :, None] * e[:, None, :].conj()
        now, before = phases * now, now
        if t > 1:
            yield t, e, gram, now


def _squares(rows: NDArray[np.inexact]) -> Real:
    """Return the squared norm of each row."""
    return np.asarray(np.sum(np.real(rows * rows.conj()), axis=1), dtype=np.float64)
