"""Where a polynomial flow ends, to many digits."""

from fractions import Fraction

import mpmath
import pytest

from symbolic_mesa.formulas import flow_limits as limits
from symbolic_mesa.formulas.flow_limits import limit
from symbolic_mesa.formulas.polynomials import value
from tests.derivations.flows import (
    BALANCE,
    ROUNDING,
    STARTS,
    STIFF,
    apart,
    end_of_pull,
    exactly,
    follower,
    linear,
    particle,
    pull,
    rationals,
    resting,
    valley,
    well_of,
    with_third,
)


@pytest.mark.parametrize(
    ("start", "rate"),
    [*((start, "1") for start in STARTS), (STARTS[0], "1/1000000"), (STARTS[3], "1000000")],
    ids=str,
)
def test_the_end_is_where_what_is_conserved_says(start: tuple[str, str], rate: str) -> None:
    point = rationals(*start)
    found = limit(pull(Fraction(rate)), point, BALANCE)
    assert apart(found.point, end_of_pull(point)) < ROUNDING
    assert found.isolated
    elsewhere = [point[0] + Fraction(1, 10**6), point[1] + Fraction(2, 10**6)]
    assert apart(found.point, end_of_pull(elsewhere)) > 1e-10


@pytest.mark.parametrize("target", ["1/1000000", "3/7", "1000000"])
def test_the_end_at_other_products(target: str) -> None:
    point, goal = rationals("1/2", "1/3"), Fraction(target)
    found = limit(pull(target=goal), point, BALANCE)
    assert apart(found.point, end_of_pull(point, goal)) < ROUNDING


def test_the_digits_are_more_than_are_stated() -> None:
    """All the digits that are worked with but a few: 60, of which the last ten are rounding."""
    point = rationals("2", "1/3")
    found = limit(pull(), point, BALANCE)
    with mpmath.workdps(60):
        a, b = found.point
        assert abs(a * b - 1) < mpmath.mpf(10) ** -48
        assert abs(a**2 - b**2 - mpmath.mpf(35) / 9) < mpmath.mpf(10) ** -48


def test_a_start_at_rest_is_the_end() -> None:
    found = limit(pull(), rationals("1", "1"), BALANCE)
    assert found.point == (1, 1)
    assert found.isolated


def test_what_is_conserved_keeps_its_first_value() -> None:
    point = rationals("2", "1/3")
    found = limit(pull(), point, BALANCE)
    with mpmath.workdps(60):
        assert found.invariants[0] == BALANCE
        for kept in found.invariants:
            gap = value({m: limits.real(c) for m, c in kept.items()}, found.point)
            assert abs(gap - limits.real(value(kept, point))) < mpmath.mpf(10) ** -40
            assert abs(gap - limits.real(value(kept, rationals("2", "1/2")))) > 0.1


@pytest.mark.parametrize("rates", [STIFF, STIFF[::-1], (10**8, 10**8), (1, 10**4)], ids=str)
def test_a_stiff_flow_comes_to_rest_in_both_rates(rates: tuple[int, int]) -> None:
    goals = rationals("1/3", "2/7")
    flow = [linear(rate, goals[k], k, 2) for k, rate in enumerate(rates)]
    found = limit(flow, rationals("1", "1"), {})
    assert apart(found.point, [exactly(goal) for goal in goals]) < ROUNDING


@pytest.mark.parametrize("rate", [1, 10**4, 10**8])
def test_a_scale_that_follows_another_much_faster_ends_with_it(rate: int) -> None:
    start = rationals("2", "1/3", "0")
    found = limit(follower(rate), start, with_third(BALANCE))
    a, b = end_of_pull(start)
    assert apart(found.point, (a, b, a)) < ROUNDING
    assert found.isolated


@pytest.mark.parametrize("third", ["5/7", "0", "-100"])
def test_a_scale_at_rest_keeps_its_first_value_and_the_end_is_not_isolated(third: str) -> None:
    start = rationals("2", "1/3", third)
    found = limit(resting(), start, with_third(BALANCE))
    assert apart(found.point, (*end_of_pull(start), exactly(start[2]))) < ROUNDING
    assert not found.isolated
    assert {(0, 0, 1): 1} in found.invariants


def test_an_end_is_isolated_or_not_by_the_known_invariant_alone() -> None:
    """The same flow with the third scale for what is known: a² − b² is then what is missing."""
    start = rationals("2", "1/3", "5/7")
    found = limit(resting(), start, {(0, 0, 1): Fraction(1)})
    assert not found.isolated
    assert apart(found.point, (*end_of_pull(start), exactly(start[2]))) < ROUNDING


@pytest.mark.parametrize(("start", "end"), [("2001/1000", 3), ("1999/1000", 1), ("-50", 1)])
def test_a_flow_leaves_the_zero_that_repels_it(start: str, end: int) -> None:
    found = limit([valley(1, 2, 3)], rationals(start), {})
    assert apart(found.point, [mpmath.mpf(end)]) < ROUNDING


@pytest.mark.parametrize(("position", "well"), [("3/2", 1), ("5/2", -1), ("-3", 1)])
def test_a_flow_that_swings_ends_in_the_well_that_it_reaches(position: str, well: int) -> None:
    flow, start = particle(Fraction(position))
    found = limit(flow, start, {})
    assert apart(found.point, [mpmath.mpf(well), mpmath.mpf(1)]) < ROUNDING
    for other in (start[0] * Fraction(99, 100), start[0], start[0] * Fraction(101, 100)):
        assert well_of(flow, [other, start[1]]) == well
