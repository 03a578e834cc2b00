"""Index patterns: counting identities, and the canonical keys of moments."""

from itertools import pairwise, product
from math import comb, perm

import pytest

from symbolic_mesa.engine.patterns import Pattern, falling_factorial, merged, set_partitions


def bell_numbers(count: int) -> list[int]:
    """Return B_0, B_1, … by B_{n+1} = Σ_k C(n, k) B_k."""
    bell = [1]
    while len(bell) < count:
        n = len(bell) - 1
        bell.append(sum(comb(n, k) * bell[k] for k in range(n + 1)))
    return bell


@pytest.mark.parametrize("size", range(8))
def test_there_are_bell_number_many_partitions_all_different(size: int) -> None:
    found = {frozenset(map(frozenset, p)) for p in set_partitions(tuple(range(size)))}
    assert len(found) == len(list(set_partitions(tuple(range(size))))) == bell_numbers(8)[size]


@pytest.mark.parametrize("size", range(6))
def test_a_partition_holds_every_item_once(size: int) -> None:
    for partition in set_partitions("abcdef"[:size]):
        assert sorted(item for part in partition for item in part) == list("abcdef"[:size])


@pytest.mark.parametrize(("dim", "size"), [*product(range(5), range(5))])
def test_partitions_times_distinct_choices_are_all_choices(dim: int, size: int) -> None:
    """d^n = Σ over partitions of (d)_{number of parts}: the identity the engine rests on."""
    parts = [len(partition) for partition in set_partitions(tuple(range(size)))]
    assert sum(falling_factorial(dim, count) for count in parts) == dim**size


def test_partitions_are_the_ways_in_which_indices_coincide() -> None:
    seen = {tuple(x == y for x, y in product(t, repeat=2)) for t in product(range(4), repeat=4)}
    assert len(seen) == len(list(set_partitions("ijkl")))


@pytest.mark.parametrize(("start", "count"), [*product(range(6), range(6))])
def test_falling_factorials_count_ordered_choices(start: int, count: int) -> None:
    assert falling_factorial(start, count) == perm(start, count)


def test_falling_factorials_of_negative_numbers_alternate() -> None:
    values = [falling_factorial(-2, count) for count in range(5)]
    assert values == [1, -2, 6, -24, 120]
    assert all(left * right < 0 for left, right in pairwise(values))


def test_identified_indices_share_a_representative() -> None:
    found = merged("abcdef", [("a", "b"), ("c", "d"), ("b", "c")])
    assert len({found[index] for index in "abcd"}) == 1
    assert len(set(found.values())) == 3


def test_powers_of_a_pattern_forget_which_coordinate_carries_them() -> None:
    left = Pattern((("j", 2),), (4, 0))
    right = Pattern((("l", 4),), (2,))
    assert left.powers == right.powers == (4, 2)
    assert left != right
