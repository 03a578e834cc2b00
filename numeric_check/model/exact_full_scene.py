"""What can be computed of the full model at weights off the diagonal manifold, in rationals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from numeric_check.model.enumeration import (
    BLOCKS,
    TRAINED,
    scaled_block,
)
from numeric_check.model.exact_tokens import ExactTokens, Slopes, named_moment, pairs, sum_over
from numeric_check.model.laurent import Matrix
from symbolic_mesa.text.surds import Exact

SCALES = {"a": Fraction(2), "alpha": Fraction(5), "b": Fraction(-3), "beta": Fraction(-7)}
"""No power of one is another power: a wrong exponent shows."""


@dataclass(frozen=True)
class ExactFullScene:
    """The full model at stated weights.

    The places are those of `numeric_check.model.full_scene.FullScene`.

    Attributes:
        tokens: the law of x_1, in d coordinates.
        length: T.
    """

    tokens: ExactTokens
    length: int

    @property
    def dim(self) -> int:
        """The dimension d."""
        return self.tokens.dim

    @property
    def scales(self) -> Mapping[str, Fraction]:
        """The scales at which claims are compared."""
        scales = dict(SCALES)
        for j in range(self.dim):
            scales[f"a_{j + 1}"], scales[f"b_{j + 1}"] = Fraction(2 + 3 * j), Fraction(-3 - 4 * j)
        return scales

    def moment(self, name: str, coordinate: int) -> Exact:
        """Return a moment of one coordinate by its name, such as ``kappa_1``."""
        return named_moment(self.tokens, name, coordinate)

    def mean(self, powers: Sequence[int]) -> Exact:
        """Return E Π x_k^power over the first coordinates; 1 where there are too few."""
        if len(powers) > self.dim:
            return Fraction(1)
        return self.tokens.mean(range(len(powers)), pairs(powers, ()))

    def pattern_sum(
        self, held: Mapping[int, int], free: Sequence[int], barred: Sequence[int] = ()
    ) -> Exact:
        """Return E Π x_k^held[k] Π x_r^free, the r summed over distinct other coordinates.

        Of complex tokens `barred` says how many factors of each are conjugates.
        """
        every = pairs((*held.values(), *free), barred)
        return sum_over(self.tokens, dict(zip(held, every, strict=False)), every[len(held) :])

    def loss(self, place: str) -> Fraction:
        """Return the population loss at a place."""
        if place not in self._losses:
            self._losses[place] = self.tokens.loss(self._place(place), self.length)
        return self._losses[place]

    def gradient(self, place: str, block: str, row: int, column: int) -> Fraction:
        """Return ∂L/∂W[row, column] at a place for the block W, indices from 0."""
        if place not in self._gradients:
            self._gradients[place] = self.tokens.slopes(self._place(place), self.length)
        return self._gradients[place](block, row, column)

    def gradients(self, place: str, block: str) -> list[Fraction]:
        """Return every entry of ∂L/∂W at a place."""
        size = range(self.dim)
        return [self.gradient(place, block, row, column) for row in size for column in size]

    def stays(self, place: str) -> bool:
        """Whether the gradient at a place is of the place's own form; diagonal or symmetric."""
        for block in BLOCKS:
            found = self.gradients(place, block)
            trained = block in TRAINED
            off = found[1] if trained and place == "symmetric" and self.dim > 1 else 0
            wanted = scaled_block(self.dim, found[0] if trained else Fraction(0), Fraction(0) + off)
            if found != [entry for row in wanted for entry in row]:
                return False
        return True

    def alike(self) -> bool:
        """Whether the gradient at the diagonal is the same in every coordinate."""
        size = range(self.dim)
        found = [[self.gradient("diagonal", block, j, j) for j in size] for block in TRAINED]
        return all(len(set(entries)) == 1 for entries in found)

    @cached_property
    def _losses(self) -> dict[str, Fraction]:
        return {}

    @cached_property
    def _gradients(self) -> dict[str, Slopes]:
        return {}

    def _place(self, place: str) -> dict[str, Matrix]:
        scales, size = self.scales, range(self.dim)
        if place == "coordinates":
            return {
                block: [[scales[f"{n}_{i + 1}"] * (i == j) for j in size] for i in size]
                for block, n in zip(TRAINED, "ab", strict=True)
            }
        zero = Fraction(0)
        if place == "another diagonal":
            return {
                "KQ32": scaled_block(self.dim, -5 * scales["a"] / 2, zero),
                "PV12": scaled_block(self.dim, scales["b"] / 3, zero),
            }
        alpha, beta = (scales["alpha"], scales["beta"]) if place == "symmetric" else (zero, zero)
        return {
            "KQ32": scaled_block(self.dim, scales["a"], alpha),
            "PV12": scaled_block(self.dim, scales["b"], beta),
        }
