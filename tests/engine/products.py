"""Products of tokens to be averaged, at random."""

import random
from fractions import Fraction

from symbolic_mesa.statement.contractions import (
    Contraction,
    TimeRange,
    Token,
    Weight,
    fixed_time,
    time_index,
)
from symbolic_mesa.statement.manifolds import Block, Entries, Manifold

t, length = time_index("t"), time_index("T")
STEPS = TimeRange("t", fixed_time(2), length - 1)
MANIFOLD = Manifold(
    (
        ("A", Block("a")),
        ("B", Block("b", "beta")),
        ("C", Entries("c")),
        ("D", Block(None, "delta")),
    )
)
PLACES = ("i", "j", "k", "l", "p", "q")


def anything(seed: int) -> tuple[Contraction, tuple[str, ...]]:
    """Return a product with weights, deltas and lags, mostly balanced, and what is pinned."""
    source = random.Random(seed)  # noqa: S311  # seeded, no secret
    names = ["r", "s", "u"][: source.randint(0, 3)]
    times = [t, *map(time_index, names)]
    spots = PLACES[: source.randint(1, 4)]
    chosen = [source.choice(times) - (source.random() < 0.25) for _ in range(source.randint(1, 4))]
    others = source.sample(chosen, len(chosen))
    if source.random() < 0.3:
        others[0] = fixed_time(source.randint(0, 2))
    tokens = [Token(source.choice(spots), time) for time in chosen]
    tokens += [Token(source.choice(spots), time, conjugate=True) for time in others]
    weights = [
        Weight(source.choice("ABCD"), source.choice(spots), source.choice(spots))
        for _ in range(source.choice((0, 1, 2, 3)))
    ]
    deltas = [(source.choice(spots), source.choice(PLACES[3:]))] * (source.random() < 0.3)
    spans, ends = [], [t]
    for name in names:
        low, high = source.choice((fixed_time(1), ends[-1])), source.choice((t, t - 1, ends[-1]))
        spans.append(TimeRange(name, fixed_time(1) if low == high else low, high))
        ends.append(time_index(name))
    product = Contraction(
        tuple(tokens),
        tuple(weights),
        (STEPS, *spans),
        (t,) * source.randint(0, 2),
        tuple(deltas),
        Fraction(source.choice((-3, 1, 2)), 2),
    )
    return product, tuple(source.sample(PLACES, source.choice((0, 0, 1, 2))))
