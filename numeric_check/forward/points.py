"""Random points at which a stated prediction is held against somebody's own forward pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numeric_check.forward.matrices import Complex
from numeric_check.interpreter.reading import at, inner_times, steps
from symbolic_mesa.statement.contractions import Contraction, Model

Real = NDArray[np.float64]

DIMS = (2, 3)
FREE: Mapping[str, Real] = {}  # no weight is held
SHORTEST, FURTHER, LONGEST = 3, 3, 40  # lengths, where the model has no need of other ones


@dataclass(frozen=True)
class Point:
    """Tokens that follow no rule, and weights on no manifold.

    Attributes:
        tokens: x_1..x_T, of shape (T, d).
        weights: a d×d array for each block.
    """

    tokens: Complex
    weights: Mapping[str, Real]

    @property
    def size(self) -> tuple[int, int]:
        """The dimension and the length."""
        length, dim = self.tokens.shape
        return dim, length


def lengths(model: Model, least: int) -> range:
    """Return the T of the points: far enough for every term to have a token that is not 0.

    Args:
        model: the statement.
        least: the smallest T at which the model has a step.
    """
    first = max(SHORTEST, least)
    last = first + FURTHER
    while last < LONGEST and not all(_occurs(term, model, last) for term in model.prediction):
        last += 1
    return range(first, last + 1)


def _occurs(term: Contraction, model: Model, length: int) -> bool:
    """Whether a term has a product in which no token is x_t = 0 with t < 1."""
    return any(
        all(at(token.time, times) >= 1 for token in term.tokens)
        for step in steps(model, length)
        for times in inner_times(term, step)
    )


def arrays(matrices: Mapping[str, Sequence[Sequence[Fraction]]]) -> Mapping[str, Real]:
    """Return matrices in doubles."""
    return {name: np.array(rows, dtype=np.float64) for name, rows in matrices.items()}


def points(
    model: Model,
    least: int,
    count: int,
    seed: int,
    dims: Sequence[int] = DIMS,
    held: Mapping[str, Real] = FREE,
) -> Iterator[Point]:
    """Yield points, the smallest first, as many of each size.

    Args:
        model: the statement.
        least: the smallest T at which the model has a step.
        count: how many.
        seed: of the random numbers.
        dims: the dimensions.
        held: weights that are the same at every point.
    """
    draw = np.random.default_rng(seed)
    sizes = [(dim, length) for dim in dims for length in lengths(model, least)]
    for place, (dim, length) in enumerate(sizes):
        for _ in range(count // len(sizes) + (place < count % len(sizes))):
            real, imaginary = draw.normal(size=(2, length, dim))
            blocks = {name: draw.normal(size=(dim, dim)) for name in model.blocks}
            yield Point(real + 1j * imaginary, {**blocks, **held})
