"""Tables of tokens: exact means as they are and symmetrized, and their standard errors."""

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest

from symbolic_mesa import laws
from symbolic_mesa.assumptions import MOMENTS, Rationals
from symbolic_mesa.engine.patterns import Pattern
from tests.laws.refusal import refusal
from tests.laws.sums import PATTERNS, monomial, patterns, summed

Row = tuple[Fraction, ...]

TABLES: dict[str, list[list[float]]] = {
    "one coordinate": [[2.0], [-0.5], [0.1]],
    "two coordinates": [[1, -2], [0, 3], [5, 5], [1, -2]],
    "three coordinates": [[0.1, -2.25, 3.0], [0.0, 1.0, -1e-3]],
    "one token": [[1.5, -0.75, 4.0]],
}
PINS: dict[int, list[dict[str, int]]] = {
    1: [{"j": 0}],
    2: [{"j": 0, "k": 1}, {"j": 1, "k": 0}],
    3: [{"j": 0, "k": 1}, {"j": 2, "k": 0}, {"j": 1, "k": 2}],
}
each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())


def exact_rows(table: list[list[float]]) -> list[Row]:
    return [tuple(Fraction(value) for value in row) for row in table]


def images(row: Row) -> list[Row]:
    signs = list(product((1, -1), repeat=len(row)))
    return [
        tuple(sign * x for sign, x in zip(flips, order, strict=True))
        for order in permutations(row)
        for flips in signs
    ]


def row_value(row: Row, pattern: Pattern, pins: dict[str, int] | None = None) -> Fraction:
    return summed(pattern, len(row), lambda powers: monomial(row, powers), pins)


def symmetrized_value(row: Row, pattern: Pattern) -> Fraction:
    values = [row_value(image, pattern) for image in images(row)]
    return sum(values) / len(values)


@each_table
def test_a_table_as_it_is_has_the_means_of_its_rows(table: list[list[float]]) -> None:
    law, rows, dim = laws.samples(table), exact_rows(table), len(table[0])
    for pins, pattern in product(PINS[dim], patterns(dim)):
        mean = sum(row_value(row, pattern, pins) for row in rows) / len(rows)
        assert law.coordinate_sum(pattern, dim, Rationals(), pins) == mean


@each_table
def test_a_symmetrized_table_has_the_means_over_orders_and_signs(table: list[list[float]]) -> None:
    law, rows, dim = laws.samples(table, symmetrize=True), exact_rows(table), len(table[0])
    for pattern in patterns(dim):
        mean = sum(symmetrized_value(row, pattern) for row in rows) / len(rows)
        assert law.coordinate_sum(pattern, dim, Rationals()) == mean


def test_symmetrizing_twice_over_changes_nothing() -> None:
    rows = exact_rows(TABLES["two coordinates"])
    every = np.array([image for row in rows for image in images(row)], dtype=float)
    plain, symmetrized = laws.samples(every), laws.samples(TABLES["two coordinates"], True)
    for pattern in patterns(2):
        pinned = plain.coordinate_sum(pattern, 2, Rationals(), {"j": 1, "k": 0})
        assert pinned == symmetrized.coordinate_sum(pattern, 2, Rationals())


def test_a_sample_says_what_it_is() -> None:
    plain, symmetrized = laws.samples([[1, 2], [3, 4]]), laws.samples([[1, 2], [3, 4]], True)
    assert (plain.dim, plain.exchangeable, symmetrized.exchangeable) == (2, False, True)
    assert (plain.parameters, plain.conditions, plain.symbols(PATTERNS[2])) == ({}, (), ())
    assert plain.at({"q": Fraction(1)}) == plain
    assert plain.head(1, 1) == laws.samples([[1]])
    assert "2 tokens" in plain.phrase
    assert "permutations and signs" in symmetrized.phrase


SPREAD = [[1.0, -2.0, 0.5], [3.0, 0.25, -1.0], [0.0, 2.0, 2.0], [-1.5, 1.0, 4.0], [0.5, 0.5, 0.5]]


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("name", MOMENTS)
def test_the_standard_error_is_that_of_the_mean_of_the_rows(name: str, count: int) -> None:
    rows = exact_rows(SPREAD[:count])
    values = np.array([float(symmetrized_value(row, MOMENTS[name])) for row in rows])
    expected = np.std(values, ddof=1) / np.sqrt(count)
    found = laws.samples(SPREAD[:count], symmetrize=True).standard_error(name)
    assert found == pytest.approx(expected, rel=1e-14, abs=0)


def test_tokens_that_agree_have_no_spread() -> None:
    law = laws.samples([[1.0, 0.1], [-0.1, 1.0]], symmetrize=True)
    assert [law.standard_error(name) for name in MOMENTS] == [0, 0, 0, 0]


def test_one_token_has_no_standard_error() -> None:
    law = laws.samples([[1.0, 2.0]], symmetrize=True)
    assert "one token" in refusal(law.standard_error, "kappa_1")
