"""The weights of a model in words: matrices, columns and numbers, by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.words.arrays import Arrays
from symbolic_mesa.statement.regression import Regression, Trained
from symbolic_mesa.statement.words import LINE
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.training.general import Layout, StartOf
from symbolic_mesa.training.settings import chance_of


@dataclass(frozen=True, eq=False)
class WordWeights:
    """The weights of a model in words.

    Attributes:
        dim: the dimension d.
        named: every weight as an array; a number has the shape (1, 1).
    """

    dim: int
    named: Arrays

    def descended(self, slopes: "WordWeights", step: float, mask: bool) -> "WordWeights":
        """Return the weights after a step of gradient descent; there is nothing to mask."""
        moved = {name: value - step * slopes.named[name] for name, value in self.named.items()}
        return WordWeights(self.dim, moved)


@dataclass(frozen=True, eq=False)
class Shapes:
    """The weights of a model at numbers for its dimensions.

    Attributes:
        model: the model.
        sizes: the dimensions by name.
        fixed: the matrices that are given, by name, inverses and columns of ones too.
    """

    model: Regression
    sizes: Mapping[str, int]
    fixed: Arrays

    def of(self, one: Trained) -> tuple[int, int]:
        """Return the shape of a weight."""
        rows, columns = (1 if s == LINE else self.sizes[s] for s in (one.rows, one.columns))
        return rows, columns

    def along(self, one: Trained) -> Real:
        """Return the matrix that a weight is a multiple of at the start."""
        return self.fixed[one.along] if one.along else np.eye(self.of(one)[0])

    @property
    def layout(self) -> Layout[WordWeights]:
        """What a file of runs holds."""
        names = tuple(one.name for one in self.model.trained)
        return Layout(names, tuple(map(self._kept_as, self.scales)), self._weights, self._dim)

    @property
    def scales(self) -> tuple[str, ...]:
        """The scales, and the weights that are numbers, in order."""
        every = (one.scale or (one.name if one.is_number else "") for one in self.model.trained)
        return tuple(dict.fromkeys(name for name in every if name))

    def _kept_as(self, scale: str) -> str:
        """Return how the course of a scale is called: a weight has its own name."""
        return f"{scale}(t)" if any(scale == one.name for one in self.model.trained) else scale

    def _dim(self, found: Mapping[str, Real]) -> int | None:
        """Return d where the arrays have the right shapes."""
        fits = all(found[one.name].shape == self.of(one) for one in self.model.trained)
        return self.sizes["d"] if fits else None

    def _weights(self, dim: int, found: Mapping[str, Real]) -> WordWeights:
        for name, one in found.items():
            if np.iscomplexobj(one):
                raise InvalidInput(f"{name}: complex, where a model in words is real; give reals")
        return WordWeights(dim, dict(found))

    def scaled(self, numbers: Sequence[Fraction]) -> StartOf[WordWeights]:
        """Return weights whose scales and numbers, in order, are these; all others are 0.

        Raises:
            InvalidInput: when there is not one number for each.
        """
        if len(numbers) != len(self.scales):
            each = ", ".join(f"{name}_0" for name in self.scales) or "no scale; leave it out"
            raise InvalidInput(f"--init: {len(numbers)} numbers; give one each for {each}")
        values = dict(zip(self.scales, map(float, numbers), strict=True))
        named = {one.name: self._start(one, values) for one in self.model.trained}
        words = f"scales {','.join(map(str, numbers))}"
        return StartOf(words, WordWeights(self.sizes["d"], named))

    def _start(self, one: Trained, values: Mapping[str, float]) -> Real:
        if one.is_number:
            return np.full((1, 1), values[one.name])
        return values[one.scale] * self.along(one) if one.scale else np.zeros(self.of(one))

    def gaussian(self, deviation: Fraction, seed: int) -> StartOf[WordWeights]:
        """Return normal weights of this standard deviation in every entry."""
        chance = chance_of(deviation, seed)
        named = {
            one.name: chance.normal(0, float(deviation), self.of(one)) for one in self.model.trained
        }
        return StartOf(f"gaussian {deviation}, seed {seed}", WordWeights(self.sizes["d"], named))

    def scales_at(self, weights: WordWeights) -> dict[str, float]:
        """Return each scale, as the nearest multiple has it, and each weight that is a number."""
        found: dict[str, list[tuple[Real, Real]]] = {}
        for one in self.model.trained:
            if one.scale or one.is_number:
                along = np.ones((1, 1)) if one.is_number else self.along(one)
                pair = weights.named[one.name], along
                found.setdefault(one.scale or one.name, []).append(pair)
        return {
            name: float(sum(np.sum(x * y) for x, y in pairs) / sum(np.sum(y * y) for _, y in pairs))
            for name, pairs in found.items()
        }

    def kept(self, weights: WordWeights) -> dict[str, float]:
        """Return the scales as a file of runs calls them."""
        return {self._kept_as(name): value for name, value in self.scales_at(weights).items()}

    def off_ansatz(self, weights: WordWeights) -> float:
        """Return the norm of what is off the multiples, beside that of all weights."""
        scales = self.scales_at(weights)
        rest = [
            weights.named[one.name] - scales[one.scale] * self.along(one)
            for one in self.model.trained
            if one.scale
        ]
        off, whole = (
            sqrt(sum(float(np.sum(x * x)) for x in every))
            for every in (rest, weights.named.values())
        )
        return off / whole if whole else 0.0
