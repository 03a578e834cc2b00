"""Random tokens and phases, from every law that can be drawn from."""

from collections.abc import Callable, Iterator

import numpy as np

from numeric_check.laws.coordinates import signs
from numeric_check.laws.law import numbers_of
from numeric_check.laws.mixed_moments import NoNodes
from numeric_check.laws.said import said_of
from numeric_check.model.attention import Complex, Real
from symbolic_mesa.laws.moment_laws import MomentLaw
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.laws.support_laws import SupportLaw

CHUNK = 256  # sequences drawn at a time, each chunk with a generator of its own


def sequences(
    law: TokenLaw, dim: int, count: int, seed: int | tuple[int, ...]
) -> Iterator[tuple[Real, Complex]]:
    """Yield x_1 and λ of `count` sequences in chunks, each of shape (n, d).

    Args:
        law: a law without symbols.
        dim: d.
        count: how many sequences.
        seed: one number or several; the same give the same sequences, whatever the machine.

    Raises:
        NoNodes: when the law cannot be drawn from.
    """
    draw = drawn_by(law)
    chunks = -(-count // CHUNK)
    parent = np.random.SeedSequence(seed)
    for k in range(chunks):
        size = min(CHUNK, count - k * CHUNK)
        chance = np.random.default_rng(*parent.spawn(1))
        tokens = draw(chance, size, dim)
        yield tokens, np.exp(2j * np.pi * chance.random((size, dim)))


def drawn_by(law: TokenLaw) -> Callable[[np.random.Generator, int, int], Real]:
    """Return a function that draws tokens of shape (n, d).

    Raises:
        NoNodes: when the law cannot be drawn from.
    """
    if isinstance(law, SupportLaw):
        sides = zip(*law.atoms, strict=True)
        values, shares = (np.array([float(x) for x in side]) for side in sides)
        return lambda chance, n, dim: np.asarray(chance.choice(values, (n, dim), p=shares))
    if isinstance(law, SampleLaw):
        return _rows(law)
    if isinstance(law, MomentLaw):
        raise NoNodes("a law given by its moments cannot be sampled; give a name, support or data")
    given = {name: float(value) for name, value in numbers_of(law).items()}
    of = said_of(law).draw
    return lambda chance, n, dim: of(chance, n, dim, given)


def _rows(law: SampleLaw) -> Callable[[np.random.Generator, int, int], Real]:
    unit = 2.0**-law.exponent
    table = np.array([[float(x) * unit for x in row] for row in law.rows])

    def draw(chance: np.random.Generator, n: int, dim: int) -> Real:
        rows: Real = table[chance.integers(len(table), size=n)]
        if law.averaged in ("permutations", "both"):
            rows = chance.permuted(rows, axis=1)
        if law.averaged in ("signs", "both"):
            rows = rows * signs(chance, *rows.shape)
        return rows

    return draw
