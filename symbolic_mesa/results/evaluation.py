"""Results evaluated afterwards: at numbers, or over arrays of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from derivations import Entry
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.decimals import Rounded
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.notation.keys import part_words
from symbolic_mesa.notation.names import letters_of, name_text
from symbolic_mesa.notation.sides import Sides, side_value, sides
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import BeyondDoubles, InvalidInput
from symbolic_mesa.text.exact_numbers import exact
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

SIZES = ("d", "T")
GENERAL = 10  # d and T from which on the formula for every one of them is taken

Values = Mapping[str, Fraction]


@dataclass(frozen=True)
class Evaluation:
    """A step of a theorem in a setting, to be evaluated at numbers for its symbols, d and T."""

    step: Step
    setting: Setting
    entry: Entry

    def at(self, numbers: Mapping[str, Any]) -> Any:
        """Return the number, or numbers by part; an array of them where one was given.

        Raises:
            InvalidInput: when a symbol has no number, a name is none, there is nothing to
                evaluate, or the value is beyond the range of doubles.
        """
        from symbolic_mesa.results.reach import is_about_matrices  # loads what words need

        if is_about_matrices(self.entry, self.step, numbers):
            from symbolic_mesa.results.at_matrices import AtMatrices  # likewise

            return AtMatrices(self.step, self.setting, self.entry).at(numbers)
        for name in numbers:
            if name not in self.names:
                raise InvalidInput(
                    f"{quoted(name)} is no symbol of {self.step.id}; it has "
                    + ", ".join(self.names)
                    + nearest(name, self.names)
                )
        if any(_is_array(number) for number in numbers.values()):
            return self._over_arrays(numbers)
        values = {name: exact(number, name) for name, number in numbers.items()}
        found = dict(self._numbers(self._sides_in(self._setting_at(values)), values))
        return found[""] if list(found) == [""] else found

    @property
    def names(self) -> tuple[str, ...]:
        """The names that can be given numbers: the symbols, d and T.

        Where there is no single formula, parts may be cases of where training starts.
        """
        every = _sides(self.step)
        start = () if self.setting.init or isinstance(every.get(""), Formula) else self._start
        symbols = (name for side in every.values() if _is_formula(side) for name in side.symbols)
        return tuple(sorted({*SIZES, *start, *symbols}))

    @property
    def _start(self) -> tuple[str, ...]:
        return tuple(f"{scale}_0" for scale in self.entry.problem.scales)

    def _setting_at(self, values: Values) -> Setting:
        """Return the setting with d, T, the law's symbols and where training starts as given."""
        setting = self.setting.at(values)
        if setting.init is None and all(name in values for name in self._start):
            return replace(setting, init=tuple(values[name] for name in self._start))
        return setting

    def _sides_in(self, setting: Setting) -> Sides:
        return _sides(Derived(self.entry, setting).derivation.step(self.step.id))

    def _numbers(self, every: Sides, values: Values) -> Iterator[tuple[str, Any]]:
        """Yield each part that is said there with its number; the name of the only one is empty."""
        if not any(_is_formula(side) or isinstance(side, Rounded) for side in every.values()):
            raise InvalidInput(f"{self.step.id} is no single formula; look at .parts or .value")
        elsewhere = self._elsewhere(values)
        for part, side in every.items():
            if part in elsewhere:
                continue
            yield part, self._number(side, values) if _is_formula(side) else side_value(side)

    def _elsewhere(self, values: Values) -> set[str]:
        """Return the parts that are of a case which does not hold at these numbers."""
        cases = ((key, getattr(key, "holds", None)) for key in self.step.claim.parts)
        return {part_words(key) for key, holds in cases if holds and not holds(values)}

    def _number(self, side: Formula | Closed, values: Values) -> float:
        left = [name for name in side.symbols if name not in values]
        if left and letters_of(left[0]) and self.entry.problem.matrices:
            raise InvalidInput(
                f"{self.step.id} depends on {name_text(left[0])}; give arrays for its matrices"
            )
        if left:
            raise InvalidInput(
                f"{self.step.id} depends on {left[0]}; give it a number, {left[0]}=2"
            )
        try:
            return float(side.at(values))
        except OverflowError:
            raise BeyondDoubles(
                f"{self.step.id} is beyond the range of doubles there; give other numbers"
            ) from None

    def _over_arrays(self, numbers: Mapping[str, Any]) -> Any:
        """Return an array, or one by part; arrays are broadcast against each other."""
        import numpy as np  # here: it loads only for arrays

        given = [np.asarray(number, dtype=object) for number in numbers.values()]
        try:
            grids = np.broadcast_arrays(*given)
        except ValueError:
            shapes = ", ".join(f"{n} {one.shape}" for n, one in zip(numbers, given, strict=True))
            raise InvalidInput(
                f"{self.step.id}: the shapes of {shapes} do not fit; give arrays that broadcast"
            ) from None
        points = [
            {name: exact(x, name) for name, x in zip(numbers, point, strict=True)}
            for point in zip(*(grid.ravel() for grid in grids), strict=True)
        ]
        rows = list(self._each(points))
        parts = list(rows[0]) if rows else [""]
        if any(list(row) != parts for row in rows):
            raise InvalidInput(f"{self.step.id} has parts that differ there; give point by point")
        shape = grids[0].shape
        found = {part: np.array([row[part] for row in rows]).reshape(shape) for part in parts}
        return found[""] if parts == [""] else found

    def _each(self, points: Iterable[Values]) -> Iterator[Mapping[str, Any]]:
        """Yield the numbers by part at each point.

        Where d and T are large, the formula for every one of them is evaluated: to derive it at
        each would take many times as long.
        """
        claims: dict[Setting, Sides] = {}
        for values in points:
            setting = self._setting_at(values)
            if all(size >= GENERAL for name, size in values.items() if name in SIZES):
                dim = None if "d" in values else setting.dim
                length = None if "T" in values else setting.length
                setting = replace(setting, dim=dim, length=length)
            if setting not in claims:
                claims[setting] = self._sides_in(setting)
            yield dict(self._numbers(claims[setting], values))


def _sides(step: Step) -> Sides:
    if step.obstacle:
        raise step.obstacle.error
    return sides(step.claim)


def _is_formula(side: Any) -> bool:
    return isinstance(side, Formula | Closed)


def _is_array(number: Any) -> bool:
    return bool(getattr(number, "shape", ())) or isinstance(number, list | tuple | range)
