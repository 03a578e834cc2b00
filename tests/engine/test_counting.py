"""Counts of times at which every phase cancels, against counting one by one."""

from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic_mesa.engine.counting import count_solutions
from symbolic_mesa.engine.polynomials import evaluate_polynomial, interpolate
from symbolic_mesa.engine.time_counts import TimeCount
from symbolic_mesa.statement.contractions import TimeIndex, fixed_time, time_index
from symbolic_mesa.text.errors import NotClosed

t, s, r = time_index("t"), time_index("s"), time_index("r")
HORIZON = 16


def value(form: TimeIndex, at: dict[str, int]) -> int:
    """Return an affine form at integers."""
    return form.constant + sum(c * at[name] for name, c in form.coefficients)


def counted(
    equations: tuple[TimeIndex, ...], bounds: tuple[TimeIndex, ...], names: tuple[str, ...], at: int
) -> int:
    """Count solutions among all integers that could be one."""
    total = 0
    for numbers in product(range(-3, HORIZON + 3), repeat=len(names)):
        point = dict(zip(names, numbers, strict=True)) | {"t": at}
        solves = all(value(form, point) == 0 for form in equations)
        total += solves and all(value(form, point) >= 0 for form in bounds)
    return total


def within(index: TimeIndex) -> tuple[TimeIndex, ...]:
    """1 <= index <= t."""
    return index - 1, t - index


SYSTEMS: dict[str, tuple[tuple[TimeIndex, ...], tuple[TimeIndex, ...], tuple[str, ...]]] = {
    "all s up to t": ((), within(s), ("s",)),
    "s = t": ((s - t,), within(s), ("s",)),
    "s = t - 2, with x_{s-1} there": ((s - t + 2,), (*within(s), s - 2), ("s",)),
    "pairs": ((), (*within(s), *within(r)), ("s", "r")),
    "equal pairs": ((s - r,), (*within(s), *within(r)), ("s", "r")),
    "s + r = t": ((s + r - t,), (*within(s), *within(r)), ("s", "r")),
    "s + r = t + 3": ((s + r - t - fixed_time(3),), (*within(s), *within(r)), ("s", "r")),
    "s <= r": ((), (*within(s), *within(r), r - s), ("s", "r")),
    "t = 3 alone": ((t - 3,), within(s), ("s",)),
    "never": ((fixed_time(1),), within(s), ("s",)),
    "never at an integer t": ((t * 2 - 5,), within(s), ("s",)),
    "never at an integer s": ((s * 2 - t * 2 + fixed_time(1),), within(s), ("s",)),
    "at two times at once": ((t - 3, t - 4), within(s), ("s",)),
    "half of t, at one t": ((s * 2 - t, t - 6), within(s), ("s",)),
    "half of t, at an odd one": ((s * 2 - t, t - 5), within(s), ("s",)),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_count_is_that_of_counting_one_by_one(name: str) -> None:
    equations, bounds, unknowns = SYSTEMS[name]
    found = count_solutions(equations, bounds, unknowns, "t", 2)
    assert [found.at(at) for at in range(2, HORIZON)] == [
        counted(equations, bounds, unknowns, at) for at in range(2, HORIZON)
    ]


def test_small_times_are_exceptions_and_not_fitted_away() -> None:
    """1 <= s <= t − 1 and s <= 3: t − 1 for t < 4, then 3."""
    found = count_solutions((), (s - 1, t - s - 1, -s + 3), ("s",), "t", 2)
    assert found == TimeCount((Fraction(3),), ((2, Fraction(-2)), (3, Fraction(-1))))


def test_a_count_that_depends_on_parity_is_refused() -> None:
    with pytest.raises(NotClosed, match="fraction"):
        count_solutions((s * 2 - t,), within(s), ("s",), "t", 2)
    with pytest.raises(NotClosed, match="fraction"):
        count_solutions((s - r * 2 + t,), (*within(s), *within(r)), ("s", "r"), "t", 2)
    with pytest.raises(NotClosed, match="fraction"):
        count_solutions((), (s - 1, t - s * 2), ("s",), "t", 2)


def test_an_index_without_a_range_is_refused() -> None:
    with pytest.raises(NotClosed, match="'r' has no range"):
        count_solutions((s - r,), within(s), ("s",), "t", 2)
    with pytest.raises(NotClosed, match="no bound"):
        count_solutions((), (), ("s",), "t", 2)


@given(st.lists(st.fractions(), max_size=6), st.integers(-5, 5))
def test_interpolation_gives_the_polynomial_back(values: list[Fraction], first: int) -> None:
    polynomial = interpolate(first, tuple(values))
    assert len(polynomial) <= len(values)
    assert [evaluate_polynomial(polynomial, first + k) for k in range(len(values))] == values


@given(st.integers(0, 4), st.integers(-3, 3))
def test_interpolation_finds_the_degree(degree: int, first: int) -> None:
    nodes = range(first, first + 8)
    values = tuple(Fraction(prod(u - k for k in range(degree))) for u in nodes)
    assert len(interpolate(first, values)) == degree + 1
