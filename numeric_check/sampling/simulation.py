"""The full model on random sequences, fast: loss and gradients of all six blocks by hand.

As x_t = λ^{t−1} x_1, the tokens e_t = (x_t, x_{t−1}) with t >= 2 are (λ x_{t−1}, x_{t−1}), and

    G_t = Σ_{s<=t} e_s e_s^* = B A_{t−1} B^* + (x_1, 0)(x_1, 0)^*,  A_t = Σ_{s<=t} x_s x_s^*

with B the blocks diag(λ) and 1: the work of a step is that of the d × d matrix A, not of G. Powers
and their sums over time come by doubling, all times at once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from threading import local
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from numeric_check.model.attention import Blocks, Complex, Real

Array: TypeAlias = NDArray[Any]  # real or complex, in single or double precision
Sequences: TypeAlias = tuple[Real, Complex]  # x_1 and λ, each of shape (n, d)
Result = TypeVar("Result")

CELLS = 1 << 17  # entries of A at a time and core: 1 MB in single precision, which a cache holds
WORKERS = 2  # more cores are not fed: NumPy's calls are short


@dataclass(frozen=True)
class Sums:
    """Sums over some sequences.

    Attributes:
        count: how many.
        loss: Σ L.
        slopes: Σ ∂L/∂W; for complex weights Σ (∂L/∂Re W + i ∂L/∂Im W).
    """

    count: int
    loss: float
    slopes: Blocks

    def __add__(self, other: "Sums") -> "Sums":
        slopes = Blocks(self.slopes.kq + other.slopes.kq, self.slopes.pv + other.slopes.pv)
        return Sums(self.count + other.count, self.loss + other.loss, slopes)

    @property
    def mean(self) -> tuple[float, Blocks]:
        """The mean loss and gradient."""
        slopes = Blocks(self.slopes.kq / self.count, self.slopes.pv / self.count)
        return self.loss / self.count, slopes


class Memory:
    """Arrays by name that are used again: fresh pages would cost as much as the arithmetic."""

    def __init__(self) -> None:
        self._held: dict[str, Array] = {}

    def array(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return the array of this name, with whatever it holds."""
        size = int(np.prod(shape))
        held = self._held.get(name)
        if held is None or held.size < size or held.dtype != dtype:
            held = self._held[name] = np.empty(size, dtype)
        return held[:size].reshape(shape)


class Batch:
    """Some sequences, few enough for a cache; rows are coordinates, columns are (t, sequence)."""

    def __init__(self, sequences: Sequences, length: int, single: bool, memory: Memory) -> None:
        self.dtype = np.dtype(np.complex64 if single else np.complex128)
        tokens, phases = (np.ascontiguousarray(side.T, np.complex128) for side in sequences)
        self.dim, self.count = tokens.shape
        self.length, self.memory = length, memory
        self.start, self.phases = tokens.astype(self.dtype), phases.astype(self.dtype)
        dim, count, steps = self.dim, self.count, length - 2
        self.x = memory.array("x", (dim, length, count), self.dtype)
        double(self.x.transpose(1, 0, 2), self.start, phases, summed=False)
        self.gram = memory.array("gram", (steps, dim, dim, count), self.dtype)
        first, turn = (side[:, None] * side.conj() for side in (tokens, phases))
        double(self.gram, first, turn, summed=True)
        self.divisors = np.asarray(1 / np.arange(1.0, length - 1)[:, None], self.start.real.dtype)

    def shifted(self, by: int) -> Array:
        """Return x_{t+by} for t = 2..T−1: a view of shape (d, (T−2) n)."""
        whole = self.x.reshape(self.dim, -1)
        return whole[:, (1 + by) * self.count : (self.length - 1 + by) * self.count]

    def rows(self, name: str, count: int) -> Array:
        """Return memory for so many rows."""
        return self.memory.array(name, (count, (self.length - 2) * self.count), self.dtype)

    def attended(self, vectors: Array, found: Array) -> Array:
        """Return G_t q_t/(t−1) for vectors q_t, both of shape (2d, (T−2) n), in `found`."""
        dim, shape = self.dim, (-1, self.length - 2, self.count)
        q, into = vectors.reshape(shape), found.reshape(shape)
        inner, term = (self.rows(name, dim).reshape(shape) for name in ("inner", "term"))
        gram, phases = self.gram.transpose(2, 1, 0, 3), self.phases[:, None]
        np.multiply(phases.conj(), q[:dim], out=inner)
        inner += q[dim:]  # B^* q
        inner *= self.divisors
        outer = into[dim:]
        np.multiply(gram[0], inner[0], out=outer)
        for own in range(1, dim):
            outer += np.multiply(gram[own], inner[own], out=term)
        np.multiply(phases, outer, out=into[:dim])
        np.multiply(self.start.conj()[:, None], q[:dim], out=term)
        overlap = np.sum(term, axis=0) * self.divisors
        into[:dim] += np.multiply(self.start[:, None], overlap, out=term)
        return found

    def predicted(self, blocks: Blocks) -> tuple[Array, Array]:
        """Return v_t = G_t K e_t/(t−1) and ŷ_t = P v_t for t = 2..T−1."""
        query = self.queried(blocks.kq, self.rows("query", 2 * self.dim))
        value = self.attended(query, self.rows("value", 2 * self.dim))
        return value, times(blocks.pv, value, self.rows("predicted", self.dim))

    def queried(self, weights: Array, found: Array) -> Array:
        """Return K e_t for t = 2..T−1, of shape (2d, (T−2) n), in `found`."""
        times(weights[:, : self.dim], self.shifted(0), found)
        found += times(weights[:, self.dim :], self.shifted(-1), self.rows("more", 2 * self.dim))
        return found

    def sums(self, blocks: Blocks) -> Sums:
        """Return loss and gradients, summed over t = 2..T−1 and the sequences."""
        value, residual = self.predicted(blocks)
        residual -= self.shifted(1)
        query = times(blocks.pv.conj().T, residual, self.rows("query", 2 * self.dim))
        back = self.attended(query, self.rows("more", 2 * self.dim))
        real = not any(map(np.iscomplexobj, (blocks.kq, blocks.pv)))
        slopes = Blocks(self.against_tokens(back, real), crossed(residual, value, real))
        return Sums(self.count, float(np.vdot(residual, residual).real) / 2, slopes)

    def against_tokens(self, vectors: Array, real: bool) -> Array:
        """Return Σ u_t ⊗ conj(e_t), or its real part, for vectors of shape (2d, (T−2) n)."""
        return np.concatenate([crossed(vectors, self.shifted(by), real) for by in (0, -1)], axis=1)

    def curvature(self, blocks: Blocks, directions: Sequence[Blocks]) -> Array:
        """Return the second derivatives along real directions, summed over the sequences.

        The derivative of the gradient along a direction, times the others; real weights. Of shape
        (n, n) for n directions.
        """
        value, residual = self.predicted(blocks)
        residual -= self.shifted(1)
        turned = [self._turned(blocks, direction, value, residual) for direction in directions]
        return np.array(
            [
                [float(np.sum(one.kq * v.kq) + np.sum(one.pv * v.pv)) for v in directions]
                for one in turned
            ]
        )

    def _turned(self, blocks: Blocks, direction: Blocks, value: Array, residual: Array) -> Blocks:
        """Return the derivative of the gradient along a direction."""
        dim = self.dim
        rows, turned_rows = self.rows("turned query", 2 * dim), self.rows("turned value", 2 * dim)
        turned_value = self.attended(self.queried(direction.kq, rows), turned_rows)
        turned = times(blocks.pv, turned_value, self.rows("turned", dim))
        turned += times(direction.pv, value, self.rows("more", dim))
        back = times(blocks.pv.T, turned, rows)
        back += times(direction.pv.T, residual, self.rows("more", 2 * dim))
        pulled = self.attended(back, self.rows("more", 2 * dim))
        pv = crossed(turned, value, True) + crossed(residual, turned_value, True)
        return Blocks(self.against_tokens(pulled, True), pv)


def double(found: Array, first: Array, ratio: Complex, summed: bool) -> None:
    """Put first · ratio^k, or their sums up to k, into `found`, whose first axis is k.

    What is known up to k, times ratio^k, is the next half. That power is made in double precision,
    so that rounding in single precision grows with the number of halves only; that of the power
    itself, which is squared, grows with k.
    """
    found[0], power, known = first, ratio, 1
    while known < len(found):
        more = min(known, len(found) - known)
        new = found[known : known + more]
        np.multiply(found[:more], power.astype(found.dtype), out=new)
        if summed:
            new += found[known - 1]
        known += more
        power = power * power


def times(weights: Array, rows: Array, found: Array) -> Array:
    """Return weights @ rows for complex rows; real weights meet real and imaginary parts apart."""
    if np.iscomplexobj(weights):
        return np.matmul(weights.astype(rows.dtype), rows, out=found)
    real = rows.real.dtype
    np.matmul(weights.astype(real), rows.view(real), out=found.view(real))
    return found


def crossed(left: Array, right: Array, real: bool) -> Array:
    """Return Σ left ⊗ conj(right) over columns in double precision, or its real part."""
    if not real:
        return np.asarray(left @ right.conj().T, np.complex128)
    parts = left.real.dtype
    return np.asarray(left.view(parts) @ right.view(parts).T, np.float64)


def pieces(sequences: Iterable[Sequences], length: int) -> Iterator[Sequences]:
    """Yield the sequences in pieces that a cache holds."""
    for tokens, phases in sequences:
        count, dim = tokens.shape
        size = max(1, CELLS // (dim * dim * length))
        for start in range(0, count, size):
            yield tokens[start : start + size], phases[start : start + size]


def simulated(
    blocks: Blocks, sequences: Iterable[Sequences], length: int, single: bool = False
) -> Sums:
    """Return the loss and the gradient of all six blocks, summed over sequences.

    A few pieces are held at a time, whatever their number, and added in their order: the same
    sequences give the same bits.

    Args:
        blocks: the weights, real or complex.
        sequences: x_1 and λ, each of shape (n, d), in chunks; at least one sequence.
        length: T; the loss is summed over t = 2..T−1.
        single: whether to compute in single precision; pieces are added in double all the same.
    """

    def sums(one: Sequences, memory: Memory) -> Sums:
        return Batch(one, length, single, memory).sums(blocks)

    total: Sums | None = None
    for one in in_parallel(sums, pieces(sequences, length)):
        total = one if total is None else total + one
    if total is None:
        raise ValueError("a mean needs a sequence; give one at least")
    return total


def in_parallel(
    work: Callable[[Sequences, Memory], Result], waiting: Iterator[Sequences]
) -> Iterator[Result]:
    """Yield what is made of each piece, in their order; each thread has a memory of its own."""
    own = local()

    def task(piece: Sequences) -> Result:
        if not hasattr(own, "memory"):
            own.memory = Memory()
        with np.errstate(over="ignore", invalid="ignore"):  # what diverges says so by its loss
            return work(piece, own.memory)

    with threadpool_limits(1, "blas"), ThreadPoolExecutor(WORKERS) as pool:
        while some := tuple(islice(waiting, 16 * WORKERS)):
            yield from pool.map(task, some)
