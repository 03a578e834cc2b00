"""What is observed of the full model on random sequences, summed over groups of them.

On the diagonal manifold the prediction is ab times that of a = b = 1, so that three sums for each
time give loss and flow at every a, b and T. Elsewhere loss and gradients are taken at stated
weights. All of it is by sums over sequences: a statistic is a function of their means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from numeric_check.model.attention import Blocks, Real, diagonal_blocks
from numeric_check.sampling.simulation import Array, Batch, Memory, Sequences, in_parallel, pieces

GROUPS = 200  # that are left out one by one
RATIO_TIMES = (2, 3, 6)  # where predictions are compared with the truth, coordinate by coordinate
LOSSES = 1 << 16  # sequences of which the loss is kept one by one
Named = Mapping[str, Array]


@dataclass(frozen=True)
class Observed:
    """Sums over sequences, by name.

    ``powers``: x_j^2, x_j^4, x_j^6 and x_j^2 Σ_{r≠j} x_r^4, of shape (4, d). ``steps``: |x_{t+1}|²,
    Re <x_{t+1}, z_t> and |z_t|² for t = 2, 3, …, of shape (3, ·), z_t being the prediction at
    a = b = 1. ``ratios``: the coordinates that are not 0 at the start, and there Re r and |r|² for
    r = z_t[j]/x_{t+1}[j], of shape (3, times). ``loss PLACE``, ``kq PLACE``, ``pv PLACE``: loss and
    gradient there. ``curvature``: second derivatives, of shape (n, n).

    Attributes:
        count: how many sequences.
        sums: the sums.
    """

    count: int
    sums: Named

    def __add__(self, other: "Observed") -> "Observed":
        sums = {name: self.sums[name] + other.sums[name] for name in self.sums}
        return Observed(self.count + other.count, sums)

    def __sub__(self, other: "Observed") -> "Observed":
        sums = {name: self.sums[name] - other.sums[name] for name in self.sums}
        return Observed(self.count - other.count, sums)

    @property
    def means(self) -> Named:
        """The means over sequences."""
        return {name: value / self.count for name, value in self.sums.items()}


@dataclass(frozen=True)
class Sight:
    """Where the model is looked at.

    Attributes:
        length: T.
        places: weights at which loss and gradient are taken, by name.
        curved: weights at which second derivatives are taken, along the directions.
        directions: the directions.
    """

    length: int
    places: Mapping[str, Blocks]
    curved: Blocks | None = None
    directions: Sequence[Blocks] = ()


def observed(
    sequences: Iterable[Sequences], size: int, sight: Sight
) -> tuple[list[Observed], Real]:
    """Return what is observed of groups of so many sequences, and some losses one by one.

    Args:
        sequences: x_1 and λ, each of shape (n, d), in chunks.
        size: how many sequences are a group.
        sight: where the model is looked at.

    Returns:
        The groups, and for the first sequences the sums over t of ``steps``, of shape (n, 3).
    """
    groups: list[Observed] = []
    losses: list[Real] = []
    kept = seen = 0
    cut = pieces(_cut(sequences, size), sight.length)
    for found, own in in_parallel(partial(_piece, sight), cut):
        if seen % size:
            groups[-1] += found
        else:
            groups.append(found)
        seen += found.count
        if kept < LOSSES:
            losses.append(own)
            kept += len(own)
    return groups, np.concatenate(losses)


def _cut(sequences: Iterable[Sequences], size: int) -> Iterator[Sequences]:
    """Yield the sequences so that no two groups of so many share a piece."""
    seen = 0
    for tokens, phases in sequences:
        start = 0
        while start < len(tokens):
            end = min(len(tokens), start + size - seen % size)
            yield tokens[start:end], phases[start:end]
            seen, start = seen + end - start, end


def _piece(sight: Sight, piece: Sequences, memory: Memory) -> tuple[Observed, Real]:
    tokens, _ = piece
    longest = max(sight.length, max(RATIO_TIMES) + 1)
    long = Batch(piece, longest, False, memory)
    sums, losses = _diagonal(long, tokens, sight.length)
    batch = long if longest == sight.length else Batch(piece, sight.length, False, memory)
    for name, blocks in sight.places.items():
        found = batch.sums(blocks)
        sums |= {f"loss {name}": np.array(found.loss)}
        sums |= {f"kq {name}": found.slopes.kq, f"pv {name}": found.slopes.pv}
    if sight.curved:
        sums["curvature"] = batch.curvature(sight.curved, sight.directions)
    return Observed(len(tokens), {"powers": _powers(tokens), **sums}), losses


def _powers(tokens: Real) -> Real:
    squares = tokens**2
    others = np.sum(squares**2, axis=1, keepdims=True) - squares**2
    return np.array([np.sum(one, axis=0) for one in
                     (squares, squares**2, squares**3, squares * others)])  # fmt: skip


def _diagonal(batch: Batch, tokens: Real, length: int) -> tuple[dict[str, Array], Real]:
    """Return sums on the diagonal manifold, and those over t of each sequence, of shape (n, 3)."""
    shape = batch.dim, batch.length - 2, batch.count
    _, flat = batch.predicted(diagonal_blocks(batch.dim, 1.0, 1.0))
    predicted, truth = flat.reshape(shape), batch.shifted(1).reshape(shape)
    parts = [np.abs(truth) ** 2, np.real(truth.conj() * predicted), np.abs(predicted) ** 2]
    terms = np.sum(parts, axis=1)  # of shape (3, times, n)
    own = np.sum(terms[:, : length - 2], axis=1).T
    kept = tokens.T != 0
    ratios = np.zeros((3, len(RATIO_TIMES)))
    for k, time in enumerate(RATIO_TIMES):
        ratio = predicted[:, time - 2][kept] / truth[:, time - 2][kept]
        ratios[:, k] = np.sum(kept), np.sum(ratio.real), np.sum(np.abs(ratio) ** 2)
    return {"steps": np.sum(terms, axis=2), "ratios": ratios}, own
