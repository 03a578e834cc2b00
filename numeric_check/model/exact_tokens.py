"""What exact scenes ask of the law of x_1: by enumeration, or by the statement of the model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import permutations
from math import prod
from typing import Protocol

from numeric_check.interpreter.rationals import Blocks, ExactPopulation
from numeric_check.interpreter.weights import unit
from numeric_check.laws.mixed_moments import PairMoments
from numeric_check.model.enumeration import Point, gradients, population_loss
from numeric_check.model.laurent import Matrix
from symbolic_mesa.statement.contractions import Model
from symbolic_mesa.text.surds import Exact

Slopes = Callable[[str, int, int], Fraction]  # a block W, a row, a column: ∂L/∂W[row, column]
Pair = tuple[int, int]  # a power of a coordinate, and of its conjugate

MOMENTS = {"m_2": (2,), "kappa_1": (4,), "kappa_2": (6,), "kappa_3": (2, 4)}
"""The powers in a moment of the paper's, that of its own coordinate first."""


class ExactTokens(Protocol):
    """A law of x_1 in d coordinates, with which the full model can be run."""

    @property
    def dim(self) -> int:
        """The dimension d."""

    def mean(self, coordinates: Sequence[int], powers: Sequence[Pair]) -> Exact:
        """Return Re E Π x_k^p conj(x_k)^q; of real tokens only p + q counts."""

    def loss(self, weights: Mapping[str, Matrix], length: int) -> Fraction:
        """Return the population loss."""

    def slopes(self, weights: Mapping[str, Matrix], length: int) -> Slopes:
        """Return the gradient of the population loss, entry by entry."""


@dataclass(frozen=True)
class Enumerated:
    """A finite law of real tokens, which the full model is run with, phase by phase.

    Attributes:
        points: the values of x_1 with their weights.
    """

    points: tuple[Point, ...]

    @property
    def dim(self) -> int:
        """The dimension d."""
        return len(self.points[0][0])

    def mean(self, coordinates: Sequence[int], powers: Sequence[Pair]) -> Exact:
        """Return the mean of a product of powers."""
        key = tuple((k, p + q) for k, (p, q) in zip(coordinates, powers, strict=True))
        if key not in self._means:
            values = ((w, prod(x[k] ** power for k, power in key)) for x, w in self.points)
            self._means[key] = sum((w * value for w, value in values if value), Fraction(0))
        return self._means[key]

    @cached_property
    def _means(self) -> dict[tuple[tuple[int, int], ...], Exact]:
        return {}

    def loss(self, weights: Mapping[str, Matrix], length: int) -> Fraction:
        """Return the population loss."""
        return population_loss(weights, self.points, length)

    def slopes(self, weights: Mapping[str, Matrix], length: int) -> Slopes:
        """Return the gradient: all of it is computed at once."""
        found = gradients(weights, self.points, length)
        return lambda block, row, column: found[block][row][column]


@dataclass(frozen=True)
class Stated:
    """A law by its moments, real or complex: the statement of the model is multiplied out.

    Attributes:
        model: the statement.
        moments: the real parts of mixed moments.
        dim: d.
    """

    model: Model
    moments: PairMoments
    dim: int

    def mean(self, coordinates: Sequence[int], powers: Sequence[Pair]) -> Exact:
        """Return the real part of the mean of a product of powers."""
        held = dict(zip(coordinates, powers, strict=True))
        return self.moments(tuple(held.get(k, (0, 0)) for k in range(self.dim)))

    def loss(self, weights: Mapping[str, Matrix], length: int) -> Fraction:
        """Return the population loss."""
        return self._at(length).derivative(_plain(weights))

    def slopes(self, weights: Mapping[str, Matrix], length: int) -> Slopes:
        """Return the gradient, an entry when it is asked for."""
        population, blocks = self._at(length), _plain(weights)

        @cache
        def slope(block: str, row: int, column: int) -> Fraction:
            return population.derivative(blocks, [unit(block, row, column, self.dim)])

        return slope

    def _at(self, length: int) -> ExactPopulation:
        return ExactPopulation(self.model, self.moments, self.dim, length)


def _plain(weights: Mapping[str, Matrix]) -> Blocks:
    return {
        name: tuple(tuple(Fraction(x) for x in row) for row in block)
        for name, block in weights.items()
    }


def named_moment(tokens: ExactTokens, name: str, coordinate: int) -> Exact:
    """Return a moment of one coordinate by its name, such as ``kappa_1``; of moduli if complex."""
    own, *others = MOMENTS[name]
    return sum_over(tokens, {coordinate: _half(own)}, [_half(power) for power in others])


def _half(power: int) -> Pair:
    return power // 2, power // 2


def sum_over(tokens: ExactTokens, held: Mapping[int, Pair], free: Sequence[Pair]) -> Exact:
    """Return the mean with some coordinates held, the others summed over distinct ones."""
    total: Exact = Fraction(0)
    for chosen in _choices(tokens.dim, held, len(free)):
        total += tokens.mean((*held, *chosen), (*held.values(), *free))
    return total


def _choices(dim: int, held: Mapping[int, Pair], count: int) -> Iterator[tuple[int, ...]]:
    return permutations([k for k in range(dim) if k not in held], count)


def pairs(powers: Sequence[int], barred: Sequence[int]) -> list[Pair]:
    """Return powers as pairs; nothing is conjugated where tokens are real."""
    bars = barred or [0] * len(powers)
    return [(power - bar, bar) for power, bar in zip(powers, bars, strict=True)]
