"""Balanced products of tokens, of any number of coordinate indices and inner times."""

import random

from symbolic_mesa.statement.contractions import (
    Contraction,
    TimeRange,
    Token,
    fixed_time,
    time_index,
)

t = time_index("t")
STEPS = TimeRange("t", fixed_time(2), time_index("T") - 1)


def balanced(indices: int, inner: int, apart: bool, seed: int, lag: int = 0) -> Contraction:
    """Return a product in which every time of a token is that of one conjugate token.

    Args:
        indices: how many coordinate indices there are; even where `apart`.
        inner: how many times from 1 to t there are. One may occur often; each of several does once,
            for else the number of times depends on the parity of t.
        apart: whether an index has a token or a conjugate token, not both.
        seed: of the order.
        lag: the largest lag of a token.
    """
    source = random.Random(seed)  # noqa: S311  # seeded, no secret
    names = [f"s{k}" for k in range(inner)]
    size = indices // 2 if apart else indices
    chosen = [*map(time_index, names), *[t] * size][:size]
    if inner == 1 and not apart:
        chosen = [source.choice(chosen) for _ in range(size)]
    chosen = [time - source.randint(0, lag) for time in chosen]
    others = source.sample(chosen, size)
    first = size if apart else 0
    tokens = [Token(f"i{k}", time) for k, time in enumerate(chosen)]
    tokens += [Token(f"i{first + k}", time, conjugate=True) for k, time in enumerate(others)]
    spans = (TimeRange(name, fixed_time(1), t) for name in names)
    return Contraction(tuple(tokens), sums=(STEPS, *spans), divisors=(t - 1,) * inner)
