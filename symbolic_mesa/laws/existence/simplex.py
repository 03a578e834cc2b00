"""Weights >= 0 with given sums, or prices that show that there are none: the exact simplex method.

Phase one of the revised method: artificial unit columns carry what the columns do not yet sum to,
and their weights are made small. The lexicographic rule for what leaves keeps it from cycling.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.laws.existence.linear import Vector

Columns = Mapping[Fraction, Vector]  # by the atom whose column it is


@dataclass(frozen=True)
class Basis:
    """Columns that span, and with which weights they sum to what is given.

    Attributes:
        atoms: for each column its atom, None for an artificial one.
        rows: for each column its weight, and then its row of the inverse matrix.
    """

    atoms: tuple[Fraction | None, ...]
    rows: tuple[Vector, ...]

    @property
    def prices(self) -> Vector:
        """Return the weight that is left artificial, and what each equation adds to it."""
        left = [row for z, row in zip(self.atoms, self.rows, strict=True) if z is None]
        return tuple(sum(entries, Fraction(0)) for entries in zip(*left, strict=True))

    @property
    def weights(self) -> dict[Fraction, Fraction]:
        """The positive weights, by atom."""
        pairs = zip(self.atoms, self.rows, strict=True)
        return {z: row[0] for z, row in pairs if z is not None and row[0]}


def artificial(values: Sequence[Fraction]) -> Basis:
    """Return the basis of unit columns, each with the sign of its value."""
    rows = [
        (abs(v), *(Fraction(-1 if v < 0 else 1) if i == j else Fraction(0) for j in axes))
        for axes in [range(len(values))]
        for i, v in enumerate(values)
    ]
    return Basis((None,) * len(values), tuple(rows))


def improved(basis: Basis, columns: Columns) -> Basis:
    """Return a basis in which no column makes the artificial weight smaller."""
    while True:
        left, *prices = basis.prices or (Fraction(0),)
        gains = {z: _dot(prices, column) for z, column in columns.items()} if left else {}
        entering = max(gains, key=gains.__getitem__, default=None)
        if entering is None or gains[entering] <= 0:
            return basis
        basis = _exchanged(basis, entering, columns[entering])


def _exchanged(basis: Basis, entering: Fraction, column: Vector) -> Basis:
    image = [_dot(row[1:], column) for row in basis.rows]
    ratios = {
        i: tuple(entry / image[i] for entry in row)
        for i, row in enumerate(basis.rows)
        if image[i] > 0
    }
    leaving = min(ratios, key=ratios.__getitem__)
    pivot = ratios[leaving]
    rows = [
        tuple(a - factor * b for a, b in zip(row, pivot, strict=True)) if factor else row
        for row, factor in zip(basis.rows, image, strict=True)
    ]
    rows[leaving] = pivot
    atoms = list(basis.atoms)
    atoms[leaving] = entering
    return Basis(tuple(atoms), tuple(rows))


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))
