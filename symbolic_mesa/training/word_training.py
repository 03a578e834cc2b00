"""Training of a model in words: every entry of every weight, on its population or on draws."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from numeric_check.model.attention import Real
from numeric_check.sampling.words import mean_loss
from numeric_check.words.interpreter import Scene
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.statement.regression import Fixed, Regression
from symbolic_mesa.statement.words import ONES
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.letters import INVERTED
from symbolic_mesa.training.general import Layout, LossOf, TrainingOf
from symbolic_mesa.training.samples import Samples
from symbolic_mesa.training.word_weights import Shapes, WordWeights

Rows = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class WordTraining(TrainingOf[WordWeights]):
    """A training of a model in words; the setting's length is its number of samples N.

    Attributes:
        problem: the model.
        scalars: its scalars, each with its number.
        covariance: the matrix that it is given, by rows.
    """

    problem: Problem
    scalars: tuple[tuple[str, Fraction], ...]
    covariance: Rows

    @property
    def model(self) -> Regression:
        """The statement."""
        if self.problem.regression is None:
            raise InvalidInput(f"{self.problem.id}: no model in words; give one that is")
        return self.problem.regression

    @property
    def sizes(self) -> Mapping[str, int]:
        """The dimensions by name."""
        return {"d": self.setting.dim or 0, "N": self.setting.length or 0}

    @cached_property
    def shapes(self) -> Shapes:
        """The weights, at numbers for the dimensions."""
        return shapes_of(self.model, self.sizes["d"], self.sizes["N"], self.covariance)

    @property
    def layout(self) -> Layout[WordWeights]:
        """What a file of its runs holds."""
        return self.shapes.layout

    @property
    def about(self) -> str:
        """What is trained, at which sizes, on what, in words."""
        kind = "population" if self.samples is None else f"{self.samples.count} prompts"
        sizes = ", ".join(f"{name} = {size}" for name, size in self.sizes.items())
        return f"{self.problem.id}, {sizes}, {kind}"

    @property
    def model_words(self) -> Mapping[str, Any]:
        """What there is to say of the model; a file that is resumed must agree."""
        stated = repr((self.model, sorted(self.scalars), self.covariance))
        return {"model": sha256(stated.encode()).hexdigest()}

    def refuse_sampled(self, samples: Samples) -> None:
        """Refuse what only the first paper's model has."""
        for name in ("single", "gather"):
            if getattr(samples, name):
                raise InvalidInput(f"--{name}: a model in words is run as it is; leave it out")

    def refuse_undrawn(self) -> None:
        """Refuse nothing: Gaussian matrices can be drawn."""

    def kept(self, weights: WordWeights) -> Mapping[str, float]:
        """Return each scale, and each weight that is a number."""
        return self.shapes.kept(weights)

    def population(self) -> LossOf[WordWeights]:
        """Return the loss of the population, by the engine's words."""
        from derivations.in_words.stated import Stated  # here: SymPy loads only for it
        from symbolic_mesa.training.word_form import WordForm

        every = {**dict(self.scalars), **self.sizes}
        numbers = {name: float(value) for name, value in every.items()}
        symbolic = replace(self.setting, dim=None, length=None)
        form = WordForm(Stated(self.problem, self.model, symbolic), numbers, self.shapes.fixed)
        return lambda weights, epoch: self._named(*form.at(weights.named))

    def sampled(self, samples: Samples) -> LossOf[WordWeights]:
        """Return the loss of random draws, on which the model is run as it is stated."""

        def loss(weights: WordWeights, epoch: int) -> tuple[float, WordWeights]:
            scene = self.scene(weights)
            return self._named(*mean_loss(scene, samples.count, samples.seed_at(epoch)))

        return loss

    def scene(self, weights: WordWeights) -> Scene:
        """Return the model at weights, in doubles."""
        numbers: dict[str, Fraction | float] = {**dict(self.scalars), **self.sizes}
        matrices = {**self.shapes.fixed, **weights.named}
        return Scene(self.model, numbers, matrices, np.ones(1), False)

    def _named(self, loss: float, slopes: Mapping[str, Real]) -> tuple[float, WordWeights]:
        return loss, WordWeights(self.sizes["d"], slopes)


def shapes_of(model: Regression, dim: int, samples: int, covariance: Rows) -> Shapes:
    """Return the weights of a model at numbers for its dimensions.

    Raises:
        InvalidInput: when it has other dimensions than d and N, or is given several matrices, or
            one without a root.
    """
    sizes = {"d": dim, "N": samples}
    for space in model.spaces:
        if space not in sizes:
            raise InvalidInput(
                f"{space}: training is of models whose dimensions are d and N; write a number there"
            )
    one = only_given(model)
    ones = {ONES + space: np.ones((sizes[space], 1)) for space in model.ones}
    if one is None:
        return Shapes(model, sizes, ones)
    matrix = np.array(covariance, dtype=float)
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        raise InvalidInput(
            f"--covariance: {one.name} is positive definite; give such a matrix"
        ) from None
    given = {one.name: matrix, one.name + INVERTED: np.linalg.inv(matrix)}
    return Shapes(model, sizes, {**given, **ones})


def only_given(model: Regression) -> Fixed | None:
    """Return the matrix that a model is given; None of a model without.

    Raises:
        InvalidInput: when there are several, or it is not positive definite.
    """
    if not model.fixed:
        return None
    one, *others = model.fixed
    if others or one.kind != "positive" or one.rows != "d":
        named = ", ".join(one.name for one in model.fixed)
        raise InvalidInput(
            f'{named}: training is of models that are given one matrix, "positive d x d"; put '
            "others in as numbers"
        )
    return one
