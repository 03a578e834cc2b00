"""Which moments an off-diagonal gradient entry depends on: both routes, and what they measure."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

import pytest

from numeric_check.laws.mixed_moments import DEGREE
from numeric_check.model.enumeration import Point, entry_gradient, scaled_block
from numeric_check.model.response import LENGTH, PROBE, responds, unit_moment, visibly_responds
from tests.supports import dependent_support

FELT = {(3, 1), (3, 3), (5, 1), (3, 2, 1)}


def parts(total: int, largest: int) -> Iterator[tuple[int, ...]]:
    """Yield the partitions of a number into parts of at most `largest`, descending."""
    if not total:
        yield ()
    for first in range(min(total, largest), 0, -1):
        yield from ((first, *rest) for rest in parts(total - first, first))


MOMENTS = [p for n in range(1, DEGREE + 1) for p in parts(n, n) if len(p) <= 4]


@pytest.mark.parametrize("powers", MOMENTS, ids=str)
def test_four_moments_are_felt_and_no_other(powers: tuple[int, ...]) -> None:
    assert responds(powers) is (powers in FELT)


@pytest.mark.parametrize("powers", [p for p in MOMENTS if len(p) <= 3], ids=str)
def test_the_same_is_seen_in_doubles(powers: tuple[int, ...]) -> None:
    assert visibly_responds(powers) is (powers in FELT)


def test_four_coordinates_at_once_are_not_seen_in_doubles() -> None:
    assert visibly_responds((2, 1, 1, 1)) is False


def test_the_order_in_which_powers_are_named_does_not_matter() -> None:
    for powers in ((1, 3), (1, 3, 2)):
        assert responds(powers) is True
        assert visibly_responds(powers) is True
    assert responds((2, 4)) is False
    assert visibly_responds((2, 4)) is False


@pytest.mark.parametrize(("wanted", "dim"), [((3, 3), 2), ((5, 1), 2), ((3, 2, 1), 3), ((6,), 2)])
def test_a_unit_measure_has_one_moment(wanted: tuple[int, ...], dim: int) -> None:
    points = unit_moment(wanted, dim)
    for powers in product(range(DEGREE + 1), repeat=dim):
        if sum(powers) > DEGREE:
            continue
        found = sum(
            w * prod(x**k for x, k in zip(place, powers, strict=True)) for place, w in points
        )
        named = tuple(sorted((k for k in powers if k), reverse=True))
        assert found == (named == wanted)


def test_a_gradient_entry_is_the_sum_of_what_its_moments_do() -> None:
    """Linear in the law: moments times the responses to them, those that are felt alone."""
    dim = 2
    weights = {
        block: scaled_block(dim, Fraction(scale))
        for block, scale in zip(("KQ32", "PV12"), PROBE, strict=True)
    }
    points = dependent_support(dim)

    def entry(measure: tuple[Point, ...], block: str) -> Fraction:
        return entry_gradient(weights, measure, LENGTH, block, 0, 1)

    def mean(powers: tuple[int, ...]) -> Fraction:
        return sum(w * x[0] ** powers[0] * x[1] ** powers[1] for x, w in points) + Fraction(0)

    assert entry(unit_moment((), dim), "KQ32") == 0  # the weight at 0
    for block in weights:
        felt = {p: entry(unit_moment(p, dim), block) for p in FELT if len(p) == dim}
        assert entry(points, block) == sum(mean(p) * felt[p] for p in felt)
        assert entry(points, block) != sum(mean(p) * felt[p] for p in felt if p != (3, 3))
