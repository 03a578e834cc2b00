"""Sums of products of matrices, each with a formula before it: one side of a claim."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symbolic_mesa.formulas.formula import Formula, Number
from symbolic_mesa.text.letters import parted

Spelled = tuple[str, ...]  # names of matrices, a transpose with ', none for the identity


@dataclass(frozen=True)
class Entries:
    """A matrix of numbers.

    Attributes:
        rows: its entries by rows.
    """

    rows: tuple[tuple[Fraction, ...], ...]

    @property
    def value(self) -> list[list[float]]:
        """Its entries as doubles."""
        return [[float(entry) for entry in row] for row in self.rows]


@dataclass(frozen=True)
class MatrixSum:
    """A sum of products of matrices.

    Attributes:
        terms: each product by the names of its factors, and what stands before it.
        rows: the space of its rows, which a sum without products, or an identity, does not show.
        columns: that of its columns.
    """

    terms: tuple[tuple[Spelled, Formula], ...]
    rows: str = "d"
    columns: str = "d"

    def __iter__(self) -> Iterator[tuple[Spelled, Formula]]:
        """Yield the terms."""
        return iter(self.terms)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """What stands before the products."""
        return tuple(formula for _, formula in self.terms)

    @property
    def letters(self) -> tuple[str, ...]:
        """The names of the matrices that occur, each once."""
        names = (parted(name)[0] for word, _ in self.terms for name in word)
        return tuple(dict.fromkeys(names))

    def at(self, values: Mapping[str, Number]) -> tuple[tuple[Spelled, Any], ...]:
        """Return the numbers before the products, at values of symbols.

        Raises:
            MesaError: as `Formula.at`.
        """
        return tuple((word, formula.at(values)) for word, formula in self.terms)
