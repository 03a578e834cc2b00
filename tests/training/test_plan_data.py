"""The plan as data: its patterns, its lines for people, its limits, what has none."""

import re
import resource
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import permutations, product
from math import perm, prod
from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import Blocks, placed
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from symbolic_mesa.training.population_form import MOST_ENTRIES, Plan, lines, patterns, plan
from tests.training.test_plan import SEED, UNLIKE, quartic, weights


def test_the_plan_is_readable_data() -> None:
    linear, quadratic = patterns(False)
    assert set(linear) == {((0, 0), (0, 0), (1, n), (0, 0)) for n in (0, 1)}  # PV12 and KQ32
    assert len(quadratic) == 1704


@pytest.mark.parametrize(
    "setting", [Setting(laws.gaussian(1), 2), Setting(laws.gaussian(1), None, 5)]
)
def test_numbers_are_needed(setting: Setting) -> None:
    with pytest.raises(InvalidInput, match="not given"):
        plan(setting)


def test_even_patterns_are_all_that_a_symmetric_law_needs() -> None:
    """31 of the 203 ways to coincide; the moments of all others are 0."""
    law = laws.gaussian(1)
    for every, even, size in zip(patterns(False), patterns(True), (1, 330), strict=True):
        assert len(even) == size
        for places in every.keys() - even.keys():
            ((_, pattern), _) = every[places].entries[0]
            assert any(power % 2 for power in pattern.powers)
            assert law.coordinate_sum(pattern, 6, Rationals()) == 0
        assert all(every[places] == total for places, total in even.items())


def value_of(line: str, blocks: Blocks) -> float:
    """A line of a plan as it reads: summed over i, if it is there, and over distinct letters."""
    number, *factors = line.split("   ")[0].split()
    entries = [re.findall(r"\w+", one) for one in factors]
    names = {name for _, *both in entries for name in both}
    letters = sorted(name for name in names - {"i"} if name.isalpha())
    total, size = 0.0, range(blocks.dim)
    for i, choice in product(size if "i" in names else [0], permutations(size, len(letters))):
        at = {"i": i, **dict(zip(letters, choice, strict=True)), **{str(k): k for k in size}}
        total += float(number) * prod(entry(blocks, name, at[j], at[k]) for name, j, k in entries)
    return total


def entry(blocks: Blocks, name: str, row: int, column: int) -> float:
    matrix, rows, columns = placed(name, blocks.dim)
    return float(getattr(blocks, matrix)[rows, columns][row, column])


@pytest.mark.parametrize("law", [laws.gaussian(1), laws.two_point("1/3", 2), UNLIKE])
def test_the_lines_sum_to_the_loss(law: TokenLaw) -> None:
    blocks, found = weights(2), plan(Setting(law, 2, 5))
    terms = [value_of(line, blocks) for line in lines(found)]
    loss, _ = quartic(law, 2, 5).at(blocks)
    scale = sum(map(abs, terms))
    assert abs(sum(terms) - loss) < 1e-5 * scale  # a line has six digits
    without = sum(terms) - max(terms, key=abs)  # the negative control
    assert abs(without - loss) > 1e-3 * scale


def test_a_line_is_for_people() -> None:
    small = Plan(
        3,
        1.5,
        ((((0, 0), (0, 0), (1, 1), (0, 0)), 0.25),),
        (
            (((0, 0), (1, 1), (0, 0), (0, 0), (1, 1), (0, 0)), 2.0),
            (((0, 0), (1, 0), (0, 0), (1, 1), (1, 1), (0, 1)), 1.0),
            (((1, 0), (1, 0), (0, 0), (0, 1), (1, 1), (0, 1)), 1.0),
        ),
    )
    assert lines(small) == [
        "+1.5",
        "-0.25 PV12[p,p] KQ32[q,p]   (p, q distinct)",
        "+1 PV12[i,p] KQ32[p,p] PV13[i,q] KQ32[q,q]   (p, q distinct)",
        "+1 PV12[i,p] KQ32[q,p] PV12[i,p] KQ32[q,p]   (p, q distinct)",
    ]
    assert lines(replace(small, quadratic=small.quadratic[::-1])) == lines(small)


@contextmanager
def address_space_left(more: int) -> Iterator[None]:
    """Let this process take so many bytes more: a guard that fails is a MemoryError then."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.skipif(sys.platform != "linux", reason="address space is read from /proc")
def test_the_limit_of_addresses_is_one() -> None:
    with pytest.raises(MemoryError), address_space_left(2**27):
        bytearray(2**28)
    assert len(bytearray(2**28)) == 2**28


@pytest.mark.skipif(sys.platform != "linux", reason="address space is read from /proc")
def test_a_plan_too_large_is_refused_before_it_takes_memory() -> None:
    patterns(False)  # not of this law
    with address_space_left(2**28):
        refused_before_memory()


def refused_before_memory() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput, match=r"d = 20 .* full-one, more than .*; give") as one:
            plan(Setting(laws.full_one(1), 20, 5))
        rows = np.random.default_rng(SEED).normal(size=(3, 20))
        with pytest.raises(InvalidInput, match=r"d = 20 .* data, more than") as other:
            plan(Setting(laws.samples(rows), None, 5))
        assert tracemalloc.get_traced_memory()[1] < 2**23
    finally:
        tracemalloc.stop()
    assert "\n" not in f"{one.value}{other.value}"


def test_the_limit_lets_pass_what_fits() -> None:
    found = plan(Setting(laws.gaussian(1), 32, 5))
    classes = [1 + max(own for _, own in places) for places, _ in found.quadratic]
    assert 3_000_000 < sum(perm(32, count) for count in classes) < MOST_ENTRIES


def test_harmonic_numbers_of_long_sequences_keep_their_digits() -> None:
    """H_{T−2} is beyond what is summed exactly; the loss is, by the engine's sums, still exact."""
    length = 1500
    found = dict(plan(Setting(laws.gaussian(1), 2, length)).quadratic)
    for places, total in patterns(True)[1].items():
        ((_, pattern), over_time) = total.entries[0]
        moment = laws.gaussian(1).coordinate_sum(pattern, 6, Rationals())
        exact = moment * over_time.at(length, lambda m: summed(length - 2, m), Fraction)
        if places in found:
            assert found[places] == pytest.approx(float(exact), rel=1e-15)


@cache
def summed(last: int, order: int) -> Fraction:
    return sum((Fraction(1, k**order) for k in range(1, last + 1)), Fraction(0))


def test_a_moment_beyond_doubles_is_refused() -> None:
    with pytest.raises(InvalidInput, match="beyond doubles"):
        plan(Setting(laws.gaussian(10**60), 2, 5))


def test_what_has_no_plan_says_why() -> None:
    with pytest.raises(InvalidInput, match="no value"):
        plan(Setting(laws.gaussian(), 2, 5))
    with pytest.raises(MissingMoment):
        plan(Setting(laws.student_t(5), 2, 5))
