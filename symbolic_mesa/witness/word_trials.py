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
from symbolic_mesa.text.errors import MesaError
from symbolic_mesa.text.letters import parted


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
        unit = np.eye(self._rows(side, matrices), dtype=object)
        return sum_at(side, matrices, self.numbers, unit)

    def _rows(self, side: MatrixSum, matrices: Mapping[str, Array]) -> int:
        """Return the size of an identity in a sum, which is that of its other words."""
        first = next((word[0] for word, _ in side if word), "")
        if not first:
            return int(self.scene.numbers["d"])
        own, transposed = parted(first)
        return int(matrices[own].shape[-1 if transposed else -2])

    def claimed(self, id: str) -> Any:
        """Return the right-hand side of another step."""
        return self.derivation.step(id).claim.value
