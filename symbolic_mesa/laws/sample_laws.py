"""The empirical joint law of a table of tokens, exactly: a float is a dyadic number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial, prod, sqrt
from pathlib import Path
from typing import Any

from symbolic_mesa.assumptions import MOMENTS, NO_PINS, Ring
from symbolic_mesa.engine.patterns import Pattern, falling_factorial, set_partitions
from symbolic_mesa.errors import InvalidInput

Row = tuple[int, ...]


@dataclass(frozen=True)
class SampleLaw:
    """Each row with the same probability, as it is or averaged over permutations and signs.

    Attributes:
        rows: the tokens in units of 2^-exponent, as integers.
        exponent: the common exponent.
        symmetrized: whether coordinates are averaged over permutations and signs.
    """

    rows: tuple[Row, ...]
    exponent: int
    symmetrized: bool = False
    name: str = "data"
    conditions: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        """The law in words."""
        how = ", averaged over permutations and signs of coordinates" if self.symmetrized else ""
        return f"the empirical law of {len(self.rows)} tokens{how}"

    @property
    def parameters(self) -> Mapping[str, Fraction | str]:
        """A sample has no parameters."""
        return {}

    @property
    def dim(self) -> int:
        """The width of the table."""
        return len(self.rows[0])

    @property
    def exchangeable(self) -> bool:
        """Whether the coordinates were averaged over permutations."""
        return self.symmetrized

    def at(self, values: Mapping[str, Fraction]) -> "SampleLaw":
        """Return the law itself: it has no symbols."""
        return self

    def head(self, rows: int, columns: int) -> "SampleLaw":
        """Return the law of the first tokens, cut to their first coordinates."""
        return replace(self, rows=tuple(row[:columns] for row in self.rows[:rows]))

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return no symbols: every moment is a number."""
        return ()

    def coordinate_sum(
        self, pattern: Pattern, dim: Any, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Any:
        """Return the mean over rows of the pattern's sum over distinct coordinates."""
        values = self._row_values(pattern, pins)
        degree = sum(pattern.powers)
        return ring.number(Fraction(sum(values), 2 ** (self.exponent * degree)) / len(values))

    def standard_error(self, name: str) -> float:
        """Return the standard error of the mean that estimates a moment of `MOMENTS`."""
        pattern = MOMENTS[name]
        values = self._row_values(pattern, NO_PINS)
        scale = Fraction(1, 2 ** (self.exponent * sum(pattern.powers)))
        size = len(values)
        if size < 2:
            return float("nan")
        mean = Fraction(sum(values)) / size
        spread = sum((value - mean) ** 2 for value in values) / (size - 1)
        return sqrt(spread * scale**2 / size)

    def _row_values(self, pattern: Pattern, pins: Mapping[str, int]) -> list[Fraction | int]:
        """Return for each row the pattern's monomials summed over distinct coordinates."""
        if not self.symmetrized:
            held = [(pins[index], power) for index, power in pattern.pinned]
            return [_distinct_sum(row, held, pattern.free) for row in self.rows]
        if any(power % 2 for power in pattern.powers):
            return [0] * len(self.rows)
        powers = [power for _, power in pattern.pinned] + list(pattern.free)
        choices = falling_factorial(self.dim, len(pattern.pinned))
        if choices == 0:
            return [0] * len(self.rows)
        return [Fraction(_distinct_sum(row, [], powers), choices) for row in self.rows]


def _distinct_sum(row: Row, held: Sequence[tuple[int, int]], free: Sequence[int]) -> int:
    """Return Σ over distinct coordinates of Π x^power, the held coordinates fixed.

    By Möbius inversion over set partitions it needs power sums only:
    Σ_partitions Π_parts (−1)^(|part| − 1) (|part| − 1)! p_{Σ part}.
    """
    fixed = {coordinate for coordinate, _ in held}
    rest = [value for coordinate, value in enumerate(row) if coordinate not in fixed]
    total = 0
    for partition in set_partitions(tuple(range(len(free)))):
        term = 1
        for part in partition:
            power = sum(free[k] for k in part)
            term *= (-1) ** (len(part) - 1) * factorial(len(part) - 1)
            term *= sum(value**power for value in rest)
        total += term
    return total * prod(row[coordinate] ** power for coordinate, power in held)


def samples(tokens: Any, symmetrize: bool = False) -> SampleLaw:
    """Return the empirical law of an (n, d) array of real tokens.

    Args:
        tokens: an (n, d) array, or a sequence of n rows of d numbers.
        symmetrize: whether to average over permutations and signs of coordinates.

    Raises:
        InvalidInput: when it is no such array, holds NaN or infinity, or is all zero.
    """
    import numpy as np  # here, so that laws load without NumPy

    try:
        array = np.asarray(tokens)
        real = array.dtype.kind in "iuf"
    except ValueError:
        real = False
    if not real or array.ndim != 2 or 0 in array.shape:
        raise InvalidInput(
            "data: not a table of real numbers; give an (n, d) array, one token a row"
        )
    if not np.all(np.isfinite(array)):
        raise InvalidInput("data: holds NaN or infinity; remove those tokens")
    if not np.any(array):
        raise InvalidInput("data: every token is 0, so kappa_1 = 0; give tokens that are not 0")
    ratios = [[value.as_integer_ratio() for value in row] for row in _python_numbers(array)]
    exponent = max(below.bit_length() - 1 for row in ratios for _, below in row)
    rows = tuple(tuple(above * (2**exponent // below) for above, below in row) for row in ratios)
    return SampleLaw(rows, exponent, symmetrize)


def _python_numbers(array: Any) -> list[list[Any]]:
    wide = array.astype("float64") if array.dtype.kind == "f" else array
    numbers: list[list[Any]] = wide.tolist()
    return numbers


def data(path: str | Path, symmetrize: bool = False) -> SampleLaw:
    """Return the empirical law of the (n, d) array in a .npy file, read without pickle.

    Raises:
        InvalidInput: when the file cannot be read, is no .npy file, or `samples` refuses it.
    """
    import numpy as np

    try:
        array = np.load(path, allow_pickle=False)
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror or error})") from None
    except (ValueError, EOFError) as error:
        raise InvalidInput(f"{path}: not a .npy file of numbers ({error})") from None
    if not isinstance(array, np.ndarray):
        raise InvalidInput(f"{path}: holds several arrays; save one (n, d) array with numpy.save")
    return samples(array, symmetrize)
