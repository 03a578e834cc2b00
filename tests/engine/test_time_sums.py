"""Sums over t in closed form, against adding up."""

from fractions import Fraction
from math import prod

import pytest

from symbolic_mesa.engine.time_counts import TimeCount
from symbolic_mesa.engine.time_sums import TimeSum, sum_over
from symbolic_mesa.statement.contractions import TimeRange, fixed_time, time_index
from symbolic_mesa.text.errors import NotClosed
from tests.engine import harmonic

t, s, length = time_index("t"), time_index("s"), time_index("T")
STEPS = TimeRange("t", fixed_time(2), length - 1)

COUNTS = {
    "1": TimeCount((Fraction(1),)),
    "t": TimeCount((Fraction(0), Fraction(1))),
    "a cubic": TimeCount(tuple(map(Fraction, (5, -2, 0, 7)))),
    "exceptions": TimeCount((Fraction(1, 2), Fraction(3)), ((2, Fraction(-4)), (3, Fraction(1)))),
    "exceptions alone": TimeCount((), ((2, Fraction(1)), (5, Fraction(2)))),
}


def at(total: TimeSum, T: int) -> Fraction:
    found = total.at(T, lambda order: harmonic(T, order), Fraction)
    assert isinstance(found, Fraction)
    return found


def added_up(first: int, last: int, count: TimeCount, shift: int, power: int) -> Fraction:
    terms = (count.at(k) / Fraction(k - shift) ** power for k in range(first, last + 1))
    return sum(terms, Fraction(0))


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("power", [0, 1, 2, 3])
@pytest.mark.parametrize("shift", [1, 0, -2])
@pytest.mark.parametrize(("first", "end"), [(2, -1), (2, 0), (3, -1), (2, 3), (2, -4)])
def test_the_sum_is_that_of_adding_up(
    name: str, power: int, shift: int, first: int, end: int
) -> None:
    span = TimeRange("t", fixed_time(first), length + end)
    total = sum_over(span, COUNTS[name], (t - shift,) * power)
    for T in range(max(3, first - 1 - end), 16):  # from the last at which the range is empty
        assert at(total, T) == added_up(first, T + end, COUNTS[name], shift, power)


PRODUCTS = {
    "two": (1, 0),
    "one of them twice": (1, 1, 0),
    "three": (1, -3, 0),
    "with powers": (1, 1, 1, -2, -2, 0),
}


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
@pytest.mark.parametrize(("first", "end"), [(2, -1), (2, 1), (4, -2)])
def test_divisors_of_different_c_close_by_partial_fractions(
    name: str, product: tuple[int, ...], first: int, end: int
) -> None:
    span = TimeRange("t", fixed_time(first), length + end)
    total = sum_over(span, COUNTS[name], tuple(t - shift for shift in product))
    assert total == sum_over(span, COUNTS[name], tuple(t - shift for shift in product[::-1]))
    for T in range(max(3, first - 1 - end), 16):
        terms = (
            COUNTS[name].at(k) / prod(k - shift for shift in product)
            for k in range(first, T + end + 1)
        )
        assert at(total, T) == sum(terms, Fraction(0))


def test_what_telescopes_has_no_harmonic_numbers() -> None:
    """Σ 1/(t(t−1)) from 2 to T−1 is 1 − 1/(T−1)."""
    assert sum_over(STEPS, COUNTS["1"], (t - 1, t)) == TimeSum(
        (Fraction(1),), (), (((1, 1), Fraction(-1)),)
    )


def test_a_symbolic_length_takes_the_formula_of_long_sequences() -> None:
    total = sum_over(STEPS, COUNTS["exceptions"], (t - 1,))
    formula = [total.at(Fraction(T), lambda m, T=T: harmonic(T, m), Fraction) for T in range(3, 9)]
    assert [at(total, T) for T in range(4, 9)] == formula[1:]
    assert at(total, 3) != formula[0]


def test_harmonic_numbers_are_named_by_their_order() -> None:
    assert sum_over(STEPS, COUNTS["1"], (t - 1,)).harmonics == ((1, Fraction(1)),)
    assert sum_over(STEPS, COUNTS["1"], (t - 1, t - 1)).harmonics == ((2, Fraction(1)),)


def test_sums_add_and_scale() -> None:
    one, two = (sum_over(STEPS, COUNTS[name], (t - 1,)) for name in ("t", "exceptions"))
    for T in (3, 4, 9):
        assert at(one + two.scaled(Fraction(-2, 3)), T) == at(one, T) - 2 * at(two, T) / 3
    assert not one + one.scaled(Fraction(-1))


@pytest.mark.parametrize(
    ("span", "divisors", "message"),
    [
        (STEPS, (t - 2,), "vanishes"),
        (STEPS, (t - 1, t - 2, t), "t - 2 vanishes"),
        (STEPS, (s - 1,), "form t - c"),
        (STEPS, (t * 2 - 1,), "form t - c"),
        (TimeRange("t", s, length), (), "from a number to T"),
        (TimeRange("t", fixed_time(2), length * 2), (), "from a number to T"),
    ],
)
def test_what_has_no_closed_form_is_refused(span: TimeRange, divisors: tuple, message: str) -> None:
    with pytest.raises(NotClosed, match=message):
        sum_over(span, COUNTS["1"], divisors)


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("product", [(), (1,), (0,), (1, -3, 0)], ids=str)
@pytest.mark.parametrize("end", [-1, 2, -4])
def test_the_last_step_is_what_a_length_adds(name: str, product: tuple[int, ...], end: int) -> None:
    """With all that a sum can have: powers of T, harmonic numbers, poles, exceptions."""
    span = TimeRange("t", fixed_time(2), length + end)
    total = sum_over(span, COUNTS[name], tuple(t - shift for shift in product))
    for T in range(8, 16):
        assert at(total.last_step, T) == at(total, T) - at(total, T - 1)
