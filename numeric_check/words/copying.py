"""Causal layers that are to give the token before, run on sequences, in rationals."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from random import Random

from numeric_check.words.elimination import every_solution, rank
from numeric_check.words.rational_matrices import Matrix

Score = Callable[[int, int], Fraction]  # of a query t and a token u


def linear(score: Score, value: Fraction, sequence: Sequence[Fraction]) -> list[Fraction]:
    """Return the output of each token: values times scores, summed up to it."""
    return [
        sum((value * s * score(t, u) for u, s in enumerate(sequence[:t], 1)), Fraction(0))
        for t in range(1, len(sequence) + 1)
    ]


def softmax(weight: Score, sequence: Sequence[Fraction]) -> list[Fraction]:
    """Return the mean of tokens up to each, by weights that are e to the scores."""
    found = []
    for t in range(1, len(sequence) + 1):
        weights = [weight(t, u) for u in range(1, t + 1)]
        total = sum((w * s for w, s in zip(weights, sequence, strict=False)), Fraction(0))
        found.append(total / sum(weights))
    return found


def needed(value: Fraction, length: int) -> Matrix:
    """Return the scores up to each query, solved for from sequences that are drawn.

    Raises:
        ArithmeticError: when they are not unique.
    """
    draw = Random(length)  # noqa: S311  # nothing here is secret
    rows: list[tuple[Fraction, ...]] = []
    for t in range(1, length + 1):
        sequences = [[Fraction(draw.randint(-9, 9)) for _ in range(t)] for _ in range(2 * t)]
        found = every_solution(
            [[*(value * s for s in one), one[-2] if t > 1 else Fraction(0)] for one in sequences]
        )
        if found is None or found[1]:
            raise ArithmeticError("the scores are not unique")
        rows.append(tuple(found[0]))
    return tuple(rows)


def completed(value: Fraction, length: int, seed: int) -> Matrix:
    """Return these scores with any others for tokens after the query."""
    draw = Random(seed)  # noqa: S311  # nothing here is secret
    return tuple(
        (*row, *(Fraction(draw.randint(-5, 5)) for _ in range(length - t)))
        for t, row in enumerate(needed(value, length), 1)
    )


def least_period(length: int) -> int:
    """Return the least period of one-hot positions with which a linear layer copies."""
    sequence = [Fraction(3**t, t + 1) for t in range(length)]
    wanted = [Fraction(0), *sequence[:-1]]
    one = Fraction(1)
    periods = range(1, length + 1)
    return next(p for p in periods if linear(partial(_alike, p), one, sequence) == wanted)


def _alike(period: int, query: int, token: int) -> Fraction:
    """Return whether the position before the query's is the token's."""
    return Fraction((query - 1 - token) % period == 0)


def least_rank(length: int) -> int:
    """Return the least rank among completions: one that repeats, and some that are drawn."""
    repeated = tuple(
        tuple(Fraction((t - 1 - u) % max(length - 1, 2) == 0) for u in range(length))
        for t in range(length)
    )
    drawn = (completed(Fraction(1), length, seed) for seed in range(30))
    return min(map(rank, (repeated, *drawn)))
