"""Coincidences by what they leave: against set partitions, and how few states there are."""

from collections import Counter

import pytest

from symbolic_mesa.engine.coincidences import (
    Arrangement,
    Joint,
    Kind,
    Part,
    coincidences,
)
from symbolic_mesa.engine.patterns import set_partitions
from symbolic_mesa.engine.systems import Row, System, extended
from tests.engine.test_patterns import bell_numbers

NO_PHASE: Row = (0, 0)


def any_phase(system: System, row: Row) -> System | None:
    """Ask nothing of the times."""
    return system


@pytest.mark.parametrize("size", range(8))
def test_there_are_as_many_ways_as_set_partitions(size: int) -> None:
    unlike = [Kind((0, k), 1, 0) for k in range(size)]
    alike = [Kind(NO_PHASE, 1, 0, number=size)] if size else []
    for kinds in (unlike, alike):
        ways = coincidences(kinds, 0, (), any_phase)
        assert sum(ways[()].values()) == bell_numbers(9)[size]


def test_what_is_left_is_that_of_each_set_partition() -> None:
    kinds = [
        Kind((1, -1, 0), 2, 1, ("c",), 3),
        Kind((-1, 1, 0), 1, 1, (), 2),
        Kind((0, 0, 0), 1, 0, ("b", "c"), 1),
    ]
    every = [kind for kind in kinds for _ in range(kind.number)]
    expected = Counter[tuple[System, Arrangement]]()
    for partition in set_partitions(range(len(every))):
        system: System | None = ()
        parts = []
        for part in partition:
            some = [every[k] for k in part]
            row = tuple(map(sum, zip(*(kind.exponent for kind in some), strict=True)))
            system = extended(system, row) if system is not None else None
            scales = tuple(sorted(name for kind in some for name in kind.scales))
            power, barred = sum(kind.power for kind in some), sum(kind.barred for kind in some)
            parts.append(Part(power, scales, barred))
        if system is not None:
            expected[system, Arrangement((), tuple(sorted(parts)))] += 1
    ways = coincidences(kinds, 0, (), extended)
    found = {(system, left): n for system, row in ways.items() for left, n in row.items()}
    assert found == expected


def test_held_indices_never_coincide() -> None:
    kinds = [Kind(NO_PHASE, power, 0) for power in (1, 2, 4)]
    ways = coincidences(kinds, 2, (), any_phase)[()]
    one, two, four = Part(1), Part(2), Part(4)
    assert ways == {
        Arrangement((Part(5), two)): 1,
        Arrangement((one, Part(6))): 1,
        Arrangement((one, two), (four,)): 1,
    }


def test_a_joint_knows_whether_its_ends_coincide() -> None:
    kinds = [Kind(NO_PHASE, power, 0) for power in (1, 2)]
    ways = coincidences(kinds, 0, [Joint(0, 1, "b", "beta")], any_phase)[()]
    assert ways == {
        Arrangement((), (Part(3),), ("b",)): 1,
        Arrangement((), (Part(1), Part(2)), ("beta",)): 1,
    }
    ways = coincidences(kinds, 0, [Joint(1, 0, None, "beta")], any_phase)[()]
    assert ways == {Arrangement((), (Part(1), Part(2)), ("beta",)): 1}


@pytest.mark.parametrize(("size", "most"), [(12, 1000), (30, 40_000)])
def test_equal_indices_have_few_states(size: int, most: int) -> None:
    """Bell numbers are 4 213 597 and some 8 × 10^23; integer partitions of them all are few."""
    asked = Counter[str]()

    def counted(system: System, row: Row) -> System | None:
        asked["states"] += 1
        return system

    ways = coincidences([Kind(NO_PHASE, 2, 1, number=size)], 0, (), counted)[()]
    assert len(ways) == {12: 77, 30: 5604}[size]
    assert asked["states"] < most


def test_a_part_that_no_phase_can_make_neutral_ends_every_way_at_once() -> None:
    """Six tokens and six conjugate ones, a phase each: 6! pairings, and unions of pairs."""
    kinds = [Kind((1, -1), 1, 0, number=6), Kind((-1, 1), 1, 1, number=6)]
    times: list[tuple[System, Row]] = []

    def neutral(system: System, row: Row) -> System | None:
        times.append((system, row))
        return None if any(row) else system

    ways = coincidences(kinds, 0, (), neutral)[()]
    assert ways[Arrangement((), (Part(2, (), 1),) * 6)] == 720
    assert len(ways) == 11  # integer partitions of 6
    assert {system for system, _ in times} == {()}
