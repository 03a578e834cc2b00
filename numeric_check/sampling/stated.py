"""A stated model on random sequences, run term by term: loss and gradient of every block."""

from collections.abc import Iterable, Iterator

import numpy as np

from numeric_check.interpreter.doubles import Blocks, Real, sampled
from numeric_check.interpreter.sums import Tokens
from numeric_check.sampling.simulation import Sequences
from symbolic_mesa.statement.contractions import Model

CELLS = 1 << 20  # entries of tokens at a time: 16 MB


def mean_loss(
    model: Model, blocks: Blocks, sequences: Iterable[Sequences], length: int
) -> tuple[float, dict[str, Real]]:
    """Return the mean loss over sequences x_t = λ^(t−1) x_1, and its gradient.

    Pieces are added in their order: the same sequences give the same bits.

    Args:
        model: the statement.
        blocks: every block, of shape (d, d).
        sequences: x_1 and λ, each of shape (n, d), in chunks; at least one sequence.
        length: T.
    """
    loss, count = 0.0, 0
    slopes = {name: np.zeros_like(block) for name, block in blocks.items()}
    with np.errstate(over="ignore", invalid="ignore"):  # what diverges says so by its loss
        for tokens in _pieces(sequences, length):
            losses, found = sampled(model, blocks, tokens, length)
            loss, count = loss + float(np.sum(losses)), count + len(losses)
            slopes = {name: slope + found[name] for name, slope in slopes.items()}
    return loss / count, {name: slope / count for name, slope in slopes.items()}


def tokens_of(sequences: Sequences, last: int) -> Tokens:
    """Return x_1, …, x_last of sequences, by time."""
    start, phases = sequences
    turned = start * np.cumprod([np.ones_like(phases), *[phases] * (last - 1)], axis=0)
    return {t + 1: turned[t] for t in range(last)}


def _pieces(sequences: Iterable[Sequences], last: int) -> Iterator[Tokens]:
    """Yield tokens of a few chunks at a time."""
    held: list[Sequences] = []
    for one in sequences:
        if held and (sum(len(x) for x, _ in held) + len(one[0])) * one[0].shape[1] * last > CELLS:
            yield _joined(held, last)
            held = []
        held.append(one)
    if held:
        yield _joined(held, last)


def _joined(held: list[Sequences], last: int) -> Tokens:
    tokens, phases = (np.concatenate(side) for side in zip(*held, strict=True))
    return tokens_of((tokens, phases), last)
