"""The empirical joint law of a table of tokens, exactly: a float is a dyadic number."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import prod

from symbolic_mesa.engine.patterns import Pattern, falling_factorial
from symbolic_mesa.laws.constants import ConstantOf
from symbolic_mesa.laws.lines import tokens_line
from symbolic_mesa.laws.protocol import NO_PINS, Ring
from symbolic_mesa.laws.symmetries import (
    Averaging,
    Row,
    interchangeable,
    mirrored,
    mirrored_in_any_order,
    of,
)
from symbolic_mesa.laws.unlike.distinct import inversion
from symbolic_mesa.text.elements import Element
from symbolic_mesa.text.errors import CoordinatesDiffer, InvalidInput
from symbolic_mesa.text.expressions import Quantity
from symbolic_mesa.text.surds import Exact


@dataclass(frozen=True, repr=False)
class SampleLaw:
    """Each row with the same probability, as it is or averaged over permutations or signs.

    Attributes:
        rows: the tokens in units of 2^-exponent, as integers.
        exponent: the common exponent.
        averaged: what of the coordinates it is averaged over.
    """

    rows: tuple[Row, ...]
    exponent: int
    averaged: Averaging | None = None
    name: str = "data"
    conditions: tuple[str, ...] = ()
    independent: bool = False
    constants: tuple[ConstantOf, ...] = ()
    real: bool = True
    every_moment_exists: bool = True

    def __repr__(self) -> str:
        return tokens_line(self.name, self.rows, self.dim)

    @property
    def phrase(self) -> str:
        """The law in words."""
        how = f", averaged over {self.averaged.words} of coordinates" if self.averaged else ""
        return f"the empirical law of {len(self.rows)} tokens{how}"

    @property
    def parameters(self) -> Mapping[str, Quantity]:
        """A sample has no parameters."""
        return {}

    @property
    def radicands(self) -> tuple[Quantity, ...]:
        """Its moments are rational."""
        return ()

    @property
    def dim(self) -> int:
        """The width of the table."""
        return len(self.rows[0])

    @property
    def permuted(self) -> bool:
        """Whether it is averaged over permutations."""
        return self.averaged is not None and self.averaged.permutes

    @property
    def signed(self) -> bool:
        """Whether it is averaged over signs."""
        return self.averaged is not None and self.averaged.flips

    @cached_property
    def exchangeable(self) -> bool:
        """Whether coordinates may take any order: averaged so, or because the rows are such."""
        if self.permuted:
            return True
        signless = (tuple(map(abs, row)) for row in self.rows)
        return interchangeable(Counter(signless if self.signed else self.rows))

    @cached_property
    def symmetric(self) -> bool:
        """Whether a coordinate may change its sign: averaged so, or because the rows are such."""
        if self.signed:
            return True
        if self.permuted:
            return mirrored_in_any_order(self.rows)
        return mirrored(Counter(self.rows), range(1 if self.exchangeable else self.dim))

    def at(self, values: Mapping[str, Exact]) -> "SampleLaw":
        """Return the law itself: it has no symbols."""
        return self

    def refuse_dimension(self, dim: int) -> None:
        """Refuse nothing: a sample has its own dimension."""

    def head(self, rows: int, columns: int) -> "SampleLaw":
        """Return the law of the first tokens, cut to their first coordinates, zeros last.

        What the whole table is invariant under, a part that is not is averaged over.
        """
        if rows >= len(self.rows) and columns >= self.dim:
            return self
        kept = sorted(range(self.dim), key=lambda k: not any(row[k] for row in self.rows))
        cut = [tuple(row[k] for k in kept[:columns]) for row in self.rows]
        part = tuple(sorted(cut, key=lambda row: not any(row))[:rows])
        return replace(self, rows=part, averaged=of(self.exchangeable, self.symmetric))

    def symbols(self, pattern: Pattern) -> tuple[str, ...]:
        """Return no symbols: every moment is a number."""
        return ()

    def coordinate_sum(
        self, pattern: Pattern, dim: Element, ring: Ring, pins: Mapping[str, int] = NO_PINS
    ) -> Element:
        """Return the mean over rows of the pattern's sum over distinct coordinates."""
        values = self._row_values(pattern, pins)
        return ring.number(sum(values) * self._unit(pattern) / len(values))

    def nonzero_sum(self, free: tuple[int, ...], dim: Element, ring: Ring) -> Element:
        """Return the sum over distinct other coordinates of E[Π x_k^power; x_j ≠ 0].

        Permuted data are averaged over j.

        Raises:
            CoordinatesDiffer: when it depends on j.
        """
        if self.signed and any(power % 2 for power in free):
            return ring.number(Fraction(0))
        totals: list[int] = []
        for j in range(self.dim):
            values = self._distinct_sums([(j, 0)], free)
            totals.append(sum(v for row, v in zip(self.rows, values, strict=True) if row[j]))
        if not self.permuted and len(set(totals)) > 1:
            raise CoordinatesDiffer("coordinates differ in how often and with what they are not 0")
        unit = Fraction(1, 2 ** (self.exponent * sum(free)))
        return ring.number(sum(totals) * unit / (len(self.rows) * self.dim))

    def not_centred(self, others: int) -> int | None:
        """Return a coordinate whose mean is not 0 given that many others; None if there is none.

        Given means: over the tokens in which the others have one and the same value.
        """
        size = range(self.dim)
        if self.symmetric:
            return None
        if self.permuted:
            return 0 if any(self._off_centre(k) for k in range(others + 1)) else None
        for own in size:
            rest = [k for k in size if k != own]
            for chosen in combinations(rest, min(others, len(rest))):
                sums: dict[Row, int] = defaultdict(int)
                for row in self.rows:
                    sums[tuple(row[k] for k in chosen)] += row[own]
                if any(sums.values()):
                    return own
        return None

    def _off_centre(self, others: int) -> bool:
        """Whether, averaged over permutations, a coordinate has not mean 0 given others.

        The order of the others does not matter, so that one multiset stands for all.
        """
        sums: dict[Row, int] = defaultdict(int)
        for row in self.rows:
            for own, value in enumerate(row):
                for chosen in combinations((*row[:own], *row[own + 1 :]), others):
                    sums[tuple(sorted(chosen))] += value
        return any(sums.values())

    def standard_error(self, pattern: Pattern) -> float:
        """Return the standard error of the mean that estimates a moment.

        Raises:
            InvalidInput: when there is one token only, or each coordinate has a mean of its own.
        """
        size = len(self.rows)
        if not self.permuted:
            raise InvalidInput(
                "data: only averages over permutations have a standard error; symmetrize "
                "permutations or both"
            )
        if size < 2:
            raise InvalidInput("data: one token has no standard error; give two or more")
        values = self._row_values(pattern, NO_PINS)
        spread = size * sum(value**2 for value in values) - sum(values) ** 2
        variance = self._unit(pattern) ** 2 * spread / (size**2 * (size - 1))
        return float((Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt())

    def _unit(self, pattern: Pattern) -> Fraction:
        """Return what the values of rows are multiples of."""
        choices = falling_factorial(self.dim, len(pattern.pinned)) if self.permuted else 1
        return Fraction(1, 2 ** (self.exponent * sum(pattern.powers)) * max(choices, 1))

    def _row_values(self, pattern: Pattern, pins: Mapping[str, int]) -> list[int]:
        """Return for each row the pattern's monomials summed over distinct coordinates."""
        none = len(pattern.pinned) > self.dim  # no choice of distinct coordinates
        if none or (self.signed and any(power % 2 for power in pattern.powers)):
            return [0] * len(self.rows)
        if self.permuted:
            return self._distinct_sums([], [*(power for _, power in pattern.pinned), *pattern.free])
        first = not pins and self.exchangeable  # then one choice stands for all
        held = [(k if first else pins[i], power) for k, (i, power) in enumerate(pattern.pinned)]
        return self._distinct_sums(held, pattern.free)

    def _distinct_sums(self, held: list[tuple[int, int]], free: Sequence[int]) -> list[int]:
        """Return for each row Σ over distinct coordinates of Π x^power, some coordinates held.

        It needs sums of powers of the other coordinates only.
        """
        totals = [0] * len(self.rows)
        for sign, powers in inversion(tuple(free)):
            sums = [self._power_sums(power, held) for power in powers]
            products = map(prod, zip(*sums, strict=True)) if sums else [1] * len(self.rows)
            totals = [total + sign * value for total, value in zip(totals, products, strict=True)]
        for coordinate, power in held:
            column = (row[coordinate] for row in self._table(power))
            totals = [total * value for total, value in zip(totals, column, strict=True)]
        return totals

    def _power_sums(self, power: int, held: list[tuple[int, int]]) -> list[int]:
        """Return for each row Σ x^power over the coordinates that are not held."""
        fixed = [coordinate for coordinate, _ in held]
        return [sum(row) - sum(row[k] for k in fixed) for row in self._table(power)]

    def _table(self, power: int) -> list[Row]:
        """Return the rows with every entry raised to a power, computed once."""
        if power not in self._tables:
            self._tables[power] = [tuple(value**power for value in row) for row in self.rows]
        return self._tables[power]

    @cached_property
    def _tables(self) -> dict[int, list[Row]]:
        return {}
