"""Layers where v and r are 0, with drawn weights, directions and starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numeric_check.words.arrays import Array, Number
from numeric_check.words.heads import Heads, heads
from numeric_check.words.prompt_layers import NOISE

MATRICES = "U", "V", "K", "U1", "U2"
SCALARS = "u", "b", "c", "u_1", "u_2"


@dataclass(frozen=True)
class Trained:
    """A layer at numbers.

    Attributes:
        heads: the layer on its prompts.
        seed: of what is drawn.
    """

    heads: Heads
    seed: int

    @property
    def exact(self) -> bool:
        """Whether it is measured in rationals."""
        return self.heads.exact

    @cached_property
    def drawn(self) -> Mapping[str, Any]:
        """Whole numbers, by name."""
        draw = np.random.default_rng(self.seed)
        dim = self.heads.prompts.dim
        matrices = {name: draw.integers(-2, 4, size=(dim, dim)) for name in MATRICES}
        return {**matrices, **{name: int(draw.integers(2, 5)) for name in SCALARS}}

    @cached_property
    def numbers(self) -> Mapping[str, Any]:
        """What symbols and matrices are: fractions, or doubles."""
        prompts = self.heads.prompts
        sizes = {"d": prompts.dim, "N": prompts.samples, "sigma": NOISE}
        every = {**self.drawn, "Lambda": self.heads.covariance}
        return {
            **{name: self.array(value) for name, value in every.items() if np.ndim(value)},
            **{n: Fraction(v) for n, v in {**every, **sizes}.items() if not np.ndim(v)},
        }

    def array(self, values: ArrayLike) -> Array:
        """Return numbers as they are calculated with."""
        if not self.exact:
            return np.array(values, dtype=np.float64)
        exact: Array = np.vectorize(Fraction, otypes=[object])(values)
        return exact

    def scalar(self, value: Number) -> Number:
        """Return a number likewise."""
        return Fraction(value) if self.exact else float(value)

    @property
    def identity(self) -> Array:
        """The identity of the tokens' space."""
        return self.array(np.eye(self.heads.prompts.dim, dtype=int))

    @property
    def minimiser(self) -> Array:
        """The A with the least loss, solved for."""
        return self.heads.minimiser

    @property
    def least(self) -> int:
        """The least eigenvalue of Λ, where it is a whole number."""
        return int(np.rint(np.linalg.eigvalsh(self.heads.covariance)[0]))

    @property
    def least_vector(self) -> Array:
        """A unit eigenvector of it, a column, where it is the first column of Λ's root."""
        column = self.array([[row[0]] for row in self.heads.prompts.root])
        return column / self.scalar(round(self.least**0.5))

    def slopes(self, scale: Number, matrix: Array) -> tuple[Number, Array]:
        """Return the gradient of one head in u and in U."""
        (of_scale,), (of_matrix,) = self.heads.slopes((scale,), (matrix,))
        return of_scale, of_matrix

    def at(self, scale: Number, matrix: Array) -> Number:
        """Return the loss of one head, by its parabola in uU."""
        return self.heads.quadratic.at(scale * matrix)


SINGLE, WIDE = ((2,),), ((1, 1), (0, 2))


@cache  # pure: what is drawn is seeded
def trained(exact: bool) -> tuple[Trained, ...]:
    """Return layers of one and of two dimensions."""
    sizes = ((SINGLE, 2), (WIDE, 1))
    return tuple(Trained(heads(exact, root, n), seed) for seed, (root, n) in enumerate(sizes))


STEEP = ((3, -8), (4, 6))  # Λ has the eigenvalues 25 and 100


@cache  # likewise
def steep(exact: bool) -> tuple[Trained, ...]:
    """Return layers whose least eigenvalue is a whole number, with a rational eigenvector."""
    sizes = ((SINGLE, 2), (STEEP, 1))
    return tuple(Trained(heads(exact, root, n), seed) for seed, (root, n) in enumerate(sizes))


WHITE = ((2, 0), (0, 2))  # 4 I


@cache  # likewise
def white(exact: bool) -> tuple[Trained, ...]:
    """Return layers whose tokens have a multiple of I for their covariance."""
    sizes = ((SINGLE, 3), (WHITE, 2))
    return tuple(Trained(heads(exact, root, n), seed) for seed, (root, n) in enumerate(sizes))
