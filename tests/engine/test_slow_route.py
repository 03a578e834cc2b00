"""The engine against the slow route, which lists every way in which indices coincide."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.products import balanced
from symbolic_mesa.engine.counting import count_solutions
from symbolic_mesa.engine.expectation import AT, expectation
from symbolic_mesa.engine.time_counts import TimeCount
from symbolic_mesa.statement.contractions import TimeIndex, time_index
from symbolic_mesa.text.errors import NotClosed
from tests.engine.products import MANIFOLD, anything
from tests.engine.slow import counting
from tests.engine.slow import expectation as slow

t, s, r = time_index("t"), time_index("s"), time_index("r")
SIZES = [(1, 0), (2, 1), (3, 2), (4, 0), (4, 4), (6, 1), (6, 2), (6, 3), (7, 3)]


@pytest.mark.parametrize("lag", [0, 1])
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("indices", "inner"), SIZES)
def test_balanced_products(indices: int, inner: int, seed: int, lag: int) -> None:
    one = balanced(indices, inner, False, seed, lag)
    assert expectation([one]) == slow.expectation([one])


@pytest.mark.parametrize("lag", [0, 1])
@pytest.mark.parametrize(("indices", "inner"), [(2, 1), (4, 1), (6, 1), (6, 3), (8, 2)])
def test_balanced_products_of_indices_of_one_token(indices: int, inner: int, lag: int) -> None:
    one = balanced(indices, inner, True, 1, lag)
    found = expectation([one])
    assert found == slow.expectation([one])
    assert found.entries


@pytest.mark.exhaustive
@settings(deadline=None, max_examples=400)
@given(st.integers(0, 10**6))
def test_products_with_weights_pins_and_lags(seed: int) -> None:
    one, pinned = anything(seed)
    try:
        expected = slow.expectation([one], MANIFOLD, pinned)
    except NotClosed:
        assume(False)
    assert expectation([one], MANIFOLD, pinned) == expected


@pytest.mark.exhaustive
def test_products_at_random_are_of_every_kind() -> None:
    """The control of the test before: many are not zero, and all kinds of scales occur."""
    found, scales = 0, set[str]()
    for seed in range(300):
        one, pinned = anything(seed)
        try:
            entries = slow.expectation([one], MANIFOLD, pinned).entries
        except NotClosed:
            continue
        found += bool(entries)
        scales |= {name.split(AT)[0] for (names, _), _ in entries for name in names}
    assert found > 60
    assert scales == {"a", "b", "beta", "c", "delta"}


forms = st.builds(
    lambda x, y, z, c: t * x + s * y + r * z + TimeIndex((), c),
    *[st.integers(-2, 2)] * 3,
    st.integers(-3, 3),
)
WITHIN = (s - 1, t - s, r - 1, t - r)


def by_counting(equations: tuple[TimeIndex, ...], bounds: tuple[TimeIndex, ...], at: int) -> int:
    """Count among all s, r from 1 to t."""

    def value(form: TimeIndex, place: dict[str, int]) -> int:
        return form.constant + sum(c * place[name] for name, c in form.coefficients)

    places = [{"t": at, "s": x, "r": y} for x in range(1, at + 1) for y in range(1, at + 1)]
    return sum(
        all(value(form, place) == 0 for form in equations)
        and all(value(form, place) >= 0 for form in bounds)
        for place in places
    )


@settings(deadline=None, max_examples=300)
@given(st.lists(forms, max_size=2), st.lists(forms, max_size=2))
def test_counts_of_any_system(equations: list[TimeIndex], others: list[TimeIndex]) -> None:
    system = tuple(equations), (*WITHIN, *others), ("s", "r"), "t", 1
    try:
        found: TimeCount = count_solutions(*system)
    except NotClosed:
        with pytest.raises(NotClosed):
            counting.count_solutions(*system)
        return
    last = max((at for at, _ in found.exceptions), default=1) + 5
    for at in range(1, min(last, 16)):
        assert found.at(at) == by_counting(system[0], system[1], at)
    try:
        assert found == counting.count_solutions(*system)
    except NotClosed:
        return  # a fraction out of reach, or at a face that moves to an integer
