"""Systems of equations between times, and the points of polytopes that move."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic_mesa.engine.counting import count_solutions
from symbolic_mesa.engine.polytopes import points, points_at, shadows, tightened
from symbolic_mesa.engine.systems import Row, attainable, reduced
from symbolic_mesa.engine.time_counts import TimeCount, combined, while_positive
from symbolic_mesa.statement.contractions import time_index
from symbolic_mesa.text.errors import NotClosed

t, s, r, u, v = map(time_index, "tsruv")
numbers = st.integers(-2, 2)
rows = st.tuples(numbers, numbers, numbers, numbers)
CUBE = list(product(range(-4, 5), repeat=3))


def value(row: Row, point: Row) -> int:
    return sum(x * y for x, y in zip(row[:-1], point, strict=True)) + row[-1]


def solutions(system: tuple[Row, ...] | list[Row]) -> set[Row]:
    return {point for point in CUBE if all(value(row, point) == 0 for row in system)}


@given(st.lists(rows, max_size=4))
def test_a_reduced_system_has_the_same_solutions(system: list[Row]) -> None:
    found = reduced(system)
    assert solutions(system) == (set() if found is None else solutions(found))


@given(st.lists(rows, max_size=4))
def test_a_system_is_reduced_to_the_same_rows_from_any_equations(system: list[Row]) -> None:
    """That no integers solve it is seen from a row, in some orders and not in all."""
    combinations = [tuple(map(sum, zip(x, y, strict=True))) for x, y in product(system, repeat=2)]
    every = *permutations(system), [*combinations, *system]
    found = {one for rows in every if (one := reduced(rows)) is not None}
    assert len(found) <= 1
    assert [reduced(one) for one in found] == [*found]


@given(rows, st.integers(1, 3))
def test_what_is_not_attainable_has_no_solution(row: Row, first: int) -> None:
    ends = (((0, 0, 0, 1), (0, 0, 1, 0)), ((0, 0, 0, 1), (1, 0, 0, 0)))  # s from 1 to t, r to s
    there = any(
        value(row, (x, y, at)) == 0
        for at in range(first, 9)
        for x in range(1, at + 1)
        for y in range(1, x + 1)
    )
    assert attainable(row, ends, first) or not there


@given(st.lists(rows, min_size=1, max_size=4))
def test_faces_that_are_left_out_do_not_matter(some: list[Row]) -> None:
    box = [(1, 0, 0, 2), (-1, 0, 0, 2), (0, 1, 0, 2), (0, -1, 1, 1)]
    faces = [face for face in some if any(face[:2])] + box
    near = tightened(faces, 1)
    for at in range(1, 6):
        there = [
            all(value(face, (x, y, at)) >= 0 for face in faces)
            for x in range(-3, 4)
            for y in range(-3, 8)
        ]
        assert points_at(shadows(near, 1), at) == sum(there)


def test_an_unknown_with_one_bound_is_refused() -> None:
    for bounds in ((s - 1,), (t - s,), (s - 1, t - s, r - s), (s - r, r - s)):
        names = ("s", "r") if len(bounds) > 1 else ("s",)
        with pytest.raises(NotClosed, match="no bound"):
            count_solutions((), bounds, names, "t", 2)


def test_times_that_nothing_joins_are_counted_apart() -> None:
    """A hundred pairs s = r are t^100: one problem with one time, whatever the names."""
    names = [f"{name}{k}" for k in range(100) for name in "sr"]
    pairs = list(zip(names[::2], names[1::2], strict=True))
    points.cache_clear()
    found = count_solutions(
        tuple(time_index(x) - time_index(y) for x, y in pairs),
        tuple(face for name in names for face in (time_index(name) - 1, t - time_index(name))),
        tuple(names),
        "t",
        2,
    )
    assert [found.at(at) for at in (2, 3)] == [2**100, 3**100]
    assert points.cache_info().currsize == 1


def test_the_names_of_times_do_not_make_a_problem() -> None:
    points.cache_clear()
    bounds = tuple(face for name in (s, r, u, v) for face in (name - 1, t - name))
    counts = {
        count_solutions((one + two - three - four,), bounds, ("s", "r", "u", "v"), "t", 2)
        for one, two, three, four in permutations((s, r, u, v))
    }
    assert len(counts) == 1
    assert points.cache_info().currsize <= 3  # not 24


def test_a_fraction_out_of_reach_does_not_matter() -> None:
    """1 <= s <= t with 2 s <= 3 t: the second end is never reached."""
    found = count_solutions((), (s - 1, t - s, t * 3 - s * 2), ("s",), "t", 2)
    assert [found.at(at) for at in (2, 3, 8)] == [2, 3, 8]
    assert not found.exceptions


def test_an_equation_gives_a_time_in_terms_of_another_in_either_order() -> None:
    """r = 2 s up to 2 t."""
    bounds = (s - 1, t - s, r - 1, t * 2 - r)
    for names in (("s", "r"), ("r", "s")):
        found = count_solutions((s * 2 - r,), bounds, names, "t", 2)
        assert [found.at(at) for at in (2, 3, 8)] == [2, 3, 8]


def test_counts_add_and_multiply() -> None:
    early, late = while_positive([(-1, 4)], 1), while_positive([(1, -3)], 1)
    line = TimeCount(late.polynomial, ((2, late.at(1)),))
    for at in range(1, 8):
        assert early.at(at) == (at <= 4)
        assert late.at(at) == (at >= 3)
        assert early.times(late).at(at) == (3 <= at <= 4)
        assert combined([(early, 2), (late, -3), (line, 1)]).at(at) == (
            2 * early.at(at) - 3 * late.at(at) + line.at(at)
        )
    assert not combined([(early, 2), (early, -2)])
