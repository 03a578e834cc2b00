"""When a sum over moments vanishes for all values of its scales: linear conditions on moments.

A sum is a polynomial in the scales whose coefficients are Σ (number of times) × moment. It vanishes
for all scales when each coefficient does: rational equations between moments, which are brought to
row echelon form, so that every condition stands for itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.engine.time_sums import TimeSum
from symbolic_mesa.formulas.harmonics import LISTED_HARMONIC, harmonic_number
from symbolic_mesa.models.causal_linear_attention import PROBLEM

Row = dict[Pattern, Fraction]


@dataclass(frozen=True)
class Condition:
    """Σ coefficient × moment, which must vanish; the coefficient is 1 where there is one term."""

    terms: tuple[tuple[Pattern, Fraction], ...]


def vanishing_conditions(
    sums: Iterable[MomentSum], length: int | None = None
) -> tuple[Condition, ...]:
    """Return what the moments must satisfy for every sum to vanish, for all scales.

    Args:
        sums: the sums.
        length: T; None for every T at once. At one T moments can cancel each other through the
            harmonic numbers, at all T they cannot.

    Beyond the longest harmonic number that is summed exactly the conditions for every T are taken.
    They are not too many: of the terms k^-m of H_{T−2,m} exactly one is divided by the largest
    prime p up to T − 2 (twice p is larger), so that p^m stays in the denominator of the sum, and
    moments that do not contain p cannot cancel two such sums, nor one against an integer.
    """
    exactly = length is not None and length - 2 <= LISTED_HARMONIC
    rows = [row for total in sums for row in _rows(total, length if exactly else None)]
    return tuple(Condition(tuple(row.items())) for row in _echelon(rows))


def _rows(total: MomentSum, length: int | None) -> Iterator[Row]:
    """Yield one equation for each monomial in the scales, and for each function of T."""
    by_monomial: dict[tuple[str, ...], dict[Pattern, TimeSum]] = {}
    for (scales, pattern), over_time in total.entries:
        by_monomial.setdefault(scales, {})[pattern] = over_time
    for sums in by_monomial.values():
        if length is not None:
            yield {pattern: _at(over_time, length) for pattern, over_time in sums.items()}
            continue
        by_function: dict[object, Row] = {}
        for pattern, over_time in sums.items():
            for function, coefficient in _functions(over_time).items():
                by_function.setdefault(function, {})[pattern] = coefficient
        yield from by_function.values()


def _functions(over_time: TimeSum) -> Mapping[object, Fraction]:
    """Return the coefficients of functions of T of which no combination vanishes at every T."""
    coefficients: dict[object, Fraction] = {}
    coefficients |= {("T", k): value for k, value in enumerate(over_time.polynomial)}
    coefficients |= {("H", m): value for m, value in over_time.harmonics}
    coefficients |= {("pole", key): value for key, value in over_time.poles}
    for start, value in over_time.exceptions:
        always = start <= PROBLEM.shortest_length
        key: object = ("T", 0) if always else ("from", start)
        coefficients[key] = coefficients.get(key, Fraction(0)) + value
    return coefficients


def _at(over_time: TimeSum, length: int) -> Fraction:
    def harmonic(order: int) -> Fraction:
        return Fraction(harmonic_number(length - 2, order))

    return Fraction(over_time.at(length, harmonic, Fraction))


def _echelon(rows: list[Row]) -> list[Row]:
    """Return the reduced row echelon form, moments with small powers first."""
    patterns = sorted({pattern for row in rows for pattern in row}, key=_order)
    left = rows
    pivots: list[Row] = []
    for pattern in patterns:
        pivot = next((row for row in left if row.get(pattern)), None)
        if pivot is not None:
            left = [_eliminated(row, pivot, pattern) for row in left if row is not pivot]
            pivots = [*(_eliminated(row, pivot, pattern) for row in pivots), pivot]
    kept = [{p: row[p] for p in patterns if row.get(p)} for row in pivots]
    return [_oriented(row) for row in kept]


def _oriented(row: Row) -> Row:
    """Return an equation with coefficient 1 where it has one term, else one that starts with +."""
    first = next(iter(row.values()))
    scale = first if len(row) == 1 else first / abs(first)
    return {pattern: value / scale for pattern, value in row.items()}


def _eliminated(row: Row, pivot: Row, pattern: Pattern) -> Row:
    factor = row.get(pattern, Fraction(0)) / pivot[pattern]
    if not factor:
        return row
    keys = {**row, **pivot}
    return {key: row.get(key, Fraction(0)) - factor * pivot.get(key, Fraction(0)) for key in keys}


def _order(pattern: Pattern) -> tuple[int, int, Pattern]:
    return max(pattern.powers), len(pattern.powers), pattern
