"""Results about models in words, and about prompts, evaluated at matrices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from derivations import REGISTRY, Entry
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_values import formula_at, sum_at
from symbolic_mesa.notation.sides import side_value, sides
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.results.prompt_points import SAMPLES, TEST_SAMPLES, require_size
from symbolic_mesa.results.reach import Reach, letters_in, reach_of
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Fixed
from symbolic_mesa.statement.words import LINE, ONES
from symbolic_mesa.text.errors import InvalidInput, MesaError
from symbolic_mesa.text.exact_numbers import exact
from symbolic_mesa.text.letters import INVERTED, parted
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

GAMMA = "Gamma"
ROUNDING = 1e-9  # of a symmetric matrix, beside its largest entry


@dataclass(frozen=True)
class AtMatrices:
    """A step about matrices, to be evaluated at some and at numbers."""

    step: Step
    setting: Setting
    entry: Entry

    @cached_property
    def reach(self) -> Reach:
        """What it can be given."""
        return reach_of(self.entry, self.step)

    def at(self, given: Mapping[str, Any]) -> Any:
        """Return the number or the array, or these by part.

        Raises:
            InvalidInput: when a matrix or a number is missing or unfit, or a name is none.
        """
        if self.step.obstacle:
            raise self.step.obstacle.error
        self._refuse_unknown(given)
        matrices = {n: self._array(n, given[n]) for n in self.reach.matrices if n in given}
        numbers = {n: exact(value, n) for n, value in given.items() if n not in matrices}
        for name in {*self.reach.spaces, SAMPLES, TEST_SAMPLES} & numbers.keys():
            require_size(name, numbers[name])
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

    def _refuse_unknown(self, given: Mapping[str, Any]) -> None:
        for name in given:
            if name not in self.reach.matrices and name not in self.reach.numbers:
                raise InvalidInput(
                    f"{quoted(name)} is no symbol of {self.step.id}; it has "
                    f"{', '.join(self.reach.shown)}{nearest(name, self.reach.shown)}"
                )

    def _array(self, name: str, value: Any) -> Any:
        import numpy as np  # here: it loads only for arrays

        one = self.reach.matrices[name]
        try:
            array = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):
            array = np.array(np.nan)
        if array.ndim != 2 or not np.all(np.isfinite(array)):
            raise InvalidInput(
                f"{name}: no matrix of finite numbers; give an array {one.rows} x {one.columns}"
            )
        if isinstance(one, Fixed):
            _refuse_unfit(one, array)
        return array

    def _sizes(
        self, matrices: Mapping[str, Any], numbers: Mapping[str, Fraction]
    ) -> dict[str, Fraction]:
        """Return the dimensions that matrices have, which agree."""
        given = {**dict(self.reach.sizes), "d": self.setting.dim}
        sizes = {name: Fraction(size) for name, size in given.items() if size is not None}
        sizes |= {name: numbers[name] for name in self.reach.spaces if name in numbers}
        for name, matrix in matrices.items():
            one = self.reach.matrices[name]
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
        for one in self.reach.matrices.values():
            if isinstance(one, Fixed) and one.kind == "positive" and one.name in matrices:
                yield one.name + INVERTED, _inverse(one.name, matrices[one.name])

    def _ones(self, numbers: Mapping[str, Fraction]) -> Iterator[tuple[str, Any]]:
        """Yield the columns of ones of spaces whose size is known."""
        import numpy as np  # likewise

        for space in self.reach.ones:
            if space in numbers:
                yield ONES + space, np.ones((int(numbers[space]), 1))

    @property
    def _needs_gamma(self) -> bool:
        return bool(self.entry.gamma) and GAMMA + INVERTED in letters_in(self.step)

    def _gamma_inverse(self, matrices: Mapping[str, Any], numbers: Mapping[str, Fraction]) -> Any:
        theorem, id = self.entry.gamma
        entry = self.entry if self.entry.id == theorem else REGISTRY[theorem]
        step = Derived(entry, self.setting).derivation.step(id)
        return _inverse(GAMMA, self._side(step.claim.value, matrices, numbers))

    def _side(self, side: Any, matrices: Mapping[str, Any], numbers: Mapping[str, Fraction]) -> Any:
        if isinstance(side, Formula):
            return float(formula_at(side, matrices, numbers))
        if isinstance(side, Closed):
            return float(side.at(numbers))
        if not isinstance(side, MatrixSum):
            return side_value(side)
        import numpy as np  # likewise

        if not side.terms:
            return np.zeros((_size(side.rows, numbers), _size(side.columns, numbers)))
        unit = np.eye(_rows(side, matrices, numbers), dtype=object)
        return np.asarray(sum_at(side, matrices, numbers, unit), dtype=np.float64)


def _rows(side: MatrixSum, matrices: Mapping[str, Any], numbers: Mapping[str, Fraction]) -> int:
    """Return the size of an identity in a sum: that of its other words, or of its space."""
    for word, _ in side:
        own, turned = parted(word[0]) if word else ("", False)
        if own in matrices:
            return int(matrices[own].shape[-1 if turned else 0])
    return _size(side.rows, numbers)


def _size(space: str, numbers: Mapping[str, Fraction]) -> int:
    """Return the dimension of a space.

    Raises:
        MesaError: when it is not known.
    """
    if space != LINE and space not in numbers:
        raise MesaError(f"{space} has no value; give it a number")
    return 1 if space == LINE else int(numbers[space])


def _refuse_unfit(one: Fixed, array: Any) -> None:
    """Refuse a matrix that is not symmetric or positive definite where one that is is meant."""
    import numpy as np  # likewise

    if one.kind == "any" or array.shape[0] != array.shape[1]:
        return  # what is not square has another size than is meant, which is said there
    if np.max(np.abs(array - array.T), initial=0) > ROUNDING * np.max(np.abs(array), initial=0):
        raise InvalidInput(f"{one.name}: not symmetric; give a symmetric {one.rows} x {one.rows}")
    if one.kind == "positive" and np.min(np.linalg.eigvalsh(array), initial=1) <= 0:
        raise InvalidInput(
            f"{one.name}: an eigenvalue is not positive; give a positive definite matrix"
        )


def _inverse(name: str, matrix: Any) -> Any:
    import numpy as np  # likewise

    try:
        return np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        raise InvalidInput(f"{name}: a matrix without an inverse; give another") from None
