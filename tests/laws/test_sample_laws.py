"""Tables of tokens: exact means as they are and averaged, and their standard errors."""

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from symbolic_mesa.text.errors import CoordinatesDiffer
from tests.laws.refusal import refusal
from tests.laws.sums import PATTERNS, monomial, patterns, summed

Row = tuple[Fraction, ...]

TABLES: dict[str, list[list[float]]] = {
    "one coordinate": [[2.0], [-0.5], [0.1]],
    "two coordinates": [[1, -2], [0, 3], [5, 5], [1, -2]],
    "three coordinates": [[0.1, -2.25, 3.0], [0.0, 1.0, -1e-3]],
    "one token": [[1.5, -0.75, 4.0]],
    "equal columns": [[2.0, 2.0], [-0.5, -0.5], [0.0, 0.0]],
    "every order": [list(row) for row in permutations((0.0, 1.0, 3.0))],
    "every sign": [[1, 2], [-1, 2], [1, -2], [-1, -2]],
}
MODES = (None, "permutations", "signs", "both")
PINS: dict[int, list[dict[str, int]]] = {
    1: [{"j": 0}],
    2: [{"j": 0, "k": 1}, {"j": 1, "k": 0}],
    3: [{"j": 0, "k": 1}, {"j": 2, "k": 0}, {"j": 1, "k": 2}],
}
each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())


def exact_rows(table: list[list[float]]) -> list[Row]:
    return [tuple(Fraction(value) for value in row) for row in table]


def images(row: Row, mode: str | None = "both") -> list[Row]:
    orders = permutations(row) if mode in ("permutations", "both") else [row]
    signs = list(product((1, -1) if mode in ("signs", "both") else (1,), repeat=len(row)))
    return [
        tuple(sign * x for sign, x in zip(flips, order, strict=True))
        for order in orders
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
@pytest.mark.parametrize("mode", MODES, ids=str)
def test_an_average_has_the_means_over_all_images(
    table: list[list[float]], mode: str | None
) -> None:
    law, dim = laws.samples(table, symmetrize=mode), len(table[0])
    every = [image for row in exact_rows(table) for image in images(row, mode)]
    for pins, pattern in product(PINS[dim], patterns(dim)):
        mean = sum(row_value(image, pattern, pins) for image in every) / len(every)
        assert law.coordinate_sum(pattern, dim, Rationals(), pins) == mean
        if law.exchangeable:
            assert law.coordinate_sum(pattern, dim, Rationals()) == mean


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("mode", MODES, ids=str)
def test_averages_of_random_tables(seed: int, mode: str | None) -> None:
    rng = np.random.default_rng(seed)
    dim = int(rng.integers(1, 4))
    table = rng.integers(-3, 4, (int(rng.integers(1, 5)), dim)) / 2
    table[0, 0] = 1  # not all zero
    test_an_average_has_the_means_over_all_images(table.tolist(), mode)


@each_table
@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize("free", [(), (2,), (3,), (2, 2), (1, 4)], ids=str)
def test_sums_where_a_coordinate_is_not_zero(
    table: list[list[float]], mode: str | None, free: tuple[int, ...]
) -> None:
    law, dim = laws.samples(table, symmetrize=mode), len(table[0])
    every = [image for row in exact_rows(table) for image in images(row, mode)]
    pattern = Pattern((("j", 0),), free)
    totals = {
        sum(row_value(image, pattern, {"j": j}) for image in every if image[j]) for j in range(dim)
    }
    if len(totals) > 1:
        with pytest.raises(CoordinatesDiffer, match="not 0"):
            law.nonzero_sum(free, dim, Rationals())
        return
    assert law.nonzero_sum(free, dim, Rationals()) == Fraction(totals.pop(), len(every))


def test_symmetrizing_twice_over_changes_nothing() -> None:
    rows = exact_rows(TABLES["two coordinates"])
    every = np.array([image for row in rows for image in images(row)], dtype=float)
    plain, symmetrized = laws.samples(every), laws.samples(TABLES["two coordinates"], "both")
    for pattern in patterns(2):
        pinned = plain.coordinate_sum(pattern, 2, Rationals(), {"j": 1, "k": 0})
        assert pinned == symmetrized.coordinate_sum(pattern, 2, Rationals())


def test_a_sample_says_what_it_is() -> None:
    plain, symmetrized = laws.samples([[1, 2], [3, 4]]), laws.samples([[1, 2], [3, 4]], "both")
    assert (plain.dim, plain.exchangeable, symmetrized.exchangeable) == (2, False, True)
    assert (plain.parameters, plain.conditions, plain.symbols(PATTERNS[2])) == ({}, (), ())
    assert plain.at({"q": Fraction(1)}) == plain
    assert plain.head(1, 1) == laws.samples([[1]])
    assert "2 tokens" in plain.phrase
    phrases = [laws.samples([[1, 2]], mode).phrase for mode in MODES]
    assert [phrase.removeprefix("the empirical law of 1 tokens") for phrase in phrases] == [
        "",
        ", averaged over permutations of coordinates",
        ", averaged over signs of coordinates",
        ", averaged over permutations and signs of coordinates",
    ]


@pytest.mark.parametrize("value", [True, False, "sign", "", 1, [], "both\n"], ids=repr)
def test_what_is_no_average_is_refused(value: object) -> None:
    assert "give permutations, signs or both" in refusal(laws.samples, [[1, 2]], value)
    assert "give permutations, signs or both" in refusal(laws.data, "nowhere.npy", value)


def test_a_part_of_an_invariant_table_is_averaged() -> None:
    """The first rows of all orders are not all orders of the first rows."""
    orders = laws.samples(list(permutations((0, 1, 3, 4))))
    assert orders.head(24, 4) is orders
    first = [pair for pair in ([0, 1], [0, 3], [0, 4]) for _ in range(2)]
    assert orders.head(6, 2) == laws.samples(first, "permutations")
    signs = laws.samples(TABLES["every sign"])
    assert signs.head(1, 2) == laws.samples([[1, 2]], "signs")
    assert laws.samples([[1, 2], [3, 4]], "signs").head(1, 2).averaged == "signs"


def test_a_part_of_a_table_is_not_all_zero() -> None:
    law = laws.samples([[0, 0, 0, 1], [0, 0, 0, 0], [0, 3, 2, 0]])
    assert law.head(1, 1) == laws.samples([[3]])
    assert law.head(2, 2) == laws.samples([[3, 2], [0, 0]])


SPREAD = [[1.0, -2.0, 0.5], [3.0, 0.25, -1.0], [0.0, 2.0, 2.0], [-1.5, 1.0, 4.0], [0.5, 0.5, 0.5]]


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("mode", ["permutations", "both"])
def test_the_standard_error_is_that_of_the_mean_of_the_rows(
    mode: str, name: str, count: int
) -> None:
    rows = exact_rows(SPREAD[:count])
    values = np.array([float(symmetrized_value(row, MOMENTS[name])) for row in rows])
    expected = np.std(values, ddof=1) / np.sqrt(count)
    found = laws.samples(SPREAD[:count], symmetrize=mode).standard_error(MOMENTS[name])
    assert found == pytest.approx(expected, rel=1e-14, abs=0)


def test_tokens_that_agree_have_no_spread() -> None:
    law = laws.samples([[1.0, 0.1], [-0.1, 1.0]], symmetrize="both")
    assert [law.standard_error(pattern) for pattern in MOMENTS.values()] == [0, 0, 0, 0]


def test_one_token_has_no_standard_error() -> None:
    law = laws.samples([[1.0, 2.0]], symmetrize="both")
    assert "one token" in refusal(law.standard_error, MOMENTS["kappa_1"])
