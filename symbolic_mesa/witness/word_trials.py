"""Claims about models in words at the numbers of a scene."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from numeric_check.words.arrays import Array
from numeric_check.words.interpreter import Scene
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_values import formula_at, sum_at
from symbolic_mesa.record import Derivation
from symbolic_mesa.statement.words import LINE
from symbolic_mesa.text.errors import MesaError


class Unfit(ValueError):
    """A claim has no value at the matrices of a scene."""


class Unmet(ValueError):
    """What a claim assumes does not hold in a scene."""


@dataclass(frozen=True)
class Trial:
    """A scene in which a claim is measured.

    Attributes:
        scene: the model at numbers.
        derivation: what is derived of it, for claims that rest on others.
    """

    scene: Scene
    derivation: Derivation

    @property
    def numbers(self) -> Mapping[str, Fraction]:
        """The numbers of the scene as formulas take them."""
        return {name: Fraction(value) for name, value in self.scene.numbers.items()}

    def at(self, side: Any, more: Mapping[str, Array] | None = None) -> Any:
        """Return a formula or a sum of words there.

        Raises:
            Unfit: for words that do not follow on each other, or that are of other symbols.
        """
        matrices = {**self.scene.matrices, **(more or {})}
        try:
            found = self._at(side, matrices)
        except (KeyError, MesaError, TypeError, ValueError) as error:
            raise Unfit from error
        return np.asarray(found, dtype=object if self.scene.exact else float)

    def _at(self, side: Any, matrices: Mapping[str, Array]) -> Any:
        if not isinstance(side, MatrixSum):
            return formula_at(side, matrices, self.numbers)
        shape = self._size(side.rows), self._size(side.columns)
        if not side.terms:
            return np.zeros(shape, dtype=object)
        found = sum_at(side, matrices, self.numbers, np.eye(shape[0], dtype=object))
        if found.shape != shape:
            raise ValueError(f"a matrix of the shape {found.shape}, where it is {shape}")
        return found

    def _size(self, space: str) -> int:
        return 1 if space == LINE else int(self.scene.numbers[space])

    def claimed(self, id: str) -> Any:
        """Return the right-hand side of another step."""
        return self.derivation.step(id).claim.value
