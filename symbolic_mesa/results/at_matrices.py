"""Results about models in words, evaluated at matrices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derivations import Entry
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_values import formula_at, sum_at
from symbolic_mesa.notation.sides import side_value, sides
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Matrix, Regression
from symbolic_mesa.statement.words import INVERTED, LINE, ONES
from symbolic_mesa.text.errors import InvalidInput, MesaError
from symbolic_mesa.text.exact_numbers import exact
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

GAMMA, NORMAL_MATRIX = "Gamma", "normal-matrix"


@dataclass(frozen=True)
class AtMatrices:
    """A step about a model in words, to be evaluated at matrices and numbers."""

    step: Step
    setting: Setting
    entry: Entry

    @property
    def model(self) -> Regression:
        """The model."""
        found = self.entry.problem.regression
        if found is None:
            raise InvalidInput(f"{self.entry.id} is about no model in words")
        return found

    def at(self, given: Mapping[str, Any]) -> Any:
        """Return the number or the array, or these by part.

        Raises:
            InvalidInput: when a matrix or a number is missing or unfit, or a name is none.
        """
        if self.step.obstacle:
            raise self.step.obstacle.error
        self._refuse_unknown(given)
        matrices = {n: self._array(n, given[n]) for n in self._shapes if n in given}
        numbers = {n: exact(value, n) for n, value in given.items() if n not in matrices}
        numbers = {**self._sizes(matrices, numbers), **numbers}
        matrices |= dict(self._inverses(matrices)) | dict(self._ones(numbers))
        try:
            if self._needs_gamma:
                matrices[GAMMA + INVERTED] = self._gamma_inverse(matrices, numbers)
            found = {part: self._side(s, matrices, numbers) for part, s in self._sides.items()}
        except MesaError as error:
            raise InvalidInput(f"{self.step.id}: {error}") from None
        return found[""] if list(found) == [""] else found

    @property
    def _sides(self) -> Mapping[str, Any]:
        return sides(self.step.claim)

    @property
    def _shapes(self) -> Mapping[str, Matrix]:
        """The matrices that can be given."""
        numbers = {one.name for one in self.model.trained if one.is_number}
        drawn = {one.name for one in self.model.drawn}
        every = {one.name: one for one in self.model.matrices}
        return {name: one for name, one in every.items() if name not in numbers | drawn}

    def _refuse_unknown(self, given: Mapping[str, Any]) -> None:
        numbers = [*self.model.scalars, *self.model.spaces]
        numbers += [one.name for one in self.model.trained if one.is_number]
        numbers += [one.scale for one in self.model.trained if one.scale]
        known = tuple(dict.fromkeys([*self._shapes, *numbers]))
        for name in given:
            if name not in known:
                raise InvalidInput(
                    f"{quoted(name)} is no symbol of {self.step.id}; it has {', '.join(known)}"
                    f"{nearest(name, known)}"
                )

    def _array(self, name: str, value: Any) -> Any:
        import numpy as np  # here: it loads only for arrays

        one = self._shapes[name]
        try:
            array = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):
            array = np.array(np.nan)
        if array.ndim != 2 or not np.all(np.isfinite(array)):
            raise InvalidInput(
                f"{name}: no matrix of finite numbers; give an array {one.rows} x {one.columns}"
            )
        return array

    def _sizes(
        self, matrices: Mapping[str, Any], numbers: Mapping[str, Fraction]
    ) -> dict[str, Fraction]:
        """Return the dimensions that matrices have, which agree."""
        given = {**dict(self.model.sizes), "d": self.setting.dim}
        sizes = {name: Fraction(size) for name, size in given.items() if size is not None}
        sizes |= {name: numbers[name] for name in self.model.spaces if name in numbers}
        for name, matrix in matrices.items():
            one = self._shapes[name]
            for space, size in zip((one.rows, one.columns), matrix.shape, strict=True):
                known = sizes.setdefault(space, Fraction(1 if space == LINE else size))
                if known != size:
                    raise InvalidInput(
                        f"{name}: an array with {size} where {space} = {known} is meant; give "
                        f"{one.rows} x {one.columns}"
                    )
        return sizes

    def _inverses(self, matrices: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield the inverses of positive matrices."""
        for one in self.model.fixed:
            if one.kind == "positive" and one.name in matrices:
                yield one.name + INVERTED, _inverse(one.name, matrices[one.name])

    def _ones(self, numbers: Mapping[str, Fraction]) -> Iterator[tuple[str, Any]]:
        """Yield the columns of ones of spaces whose size is known."""
        import numpy as np  # likewise

        for space in self.model.ones:
            if space in numbers:
                yield ONES + space, np.ones((int(numbers[space]), 1))

    @property
    def _needs_gamma(self) -> bool:
        sums = [side for side in self._sides.values() if isinstance(side, MatrixSum)]
        return any(GAMMA + INVERTED in side.letters for side in sums)

    def _gamma_inverse(self, matrices: Mapping[str, Any], numbers: Mapping[str, Fraction]) -> Any:
        step = Derived(self.entry, self.setting).derivation.step(NORMAL_MATRIX)
        return _inverse(GAMMA, self._side(step.claim.value, matrices, numbers))

    def _side(self, side: Any, matrices: Mapping[str, Any], numbers: Mapping[str, Fraction]) -> Any:
        if isinstance(side, Formula):
            return float(formula_at(side, matrices, numbers))
        if not isinstance(side, MatrixSum):
            return side_value(side)
        import numpy as np  # likewise

        unit = np.eye(int(numbers.get("d", 1)), dtype=object)
        return np.asarray(sum_at(side, matrices, numbers, unit), dtype=np.float64)


def _inverse(name: str, matrix: Any) -> Any:
    import numpy as np  # likewise

    try:
        return np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        raise InvalidInput(f"{name}: a matrix without an inverse; give another") from None
