"""When a sum over moments vanishes for all scales: the conditions, against brute force."""

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import pytest

from derivations.sharp.invariance import Condition, vanishing_conditions
from derivations.sharp.off_diagonal import DIAGONAL_ENTRY, OFF, TRAINED, gradient, words
from symbolic_mesa.engine.expectation import MomentSum, Monomial
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.engine.time_sums import TimeSum
from tests.engine import harmonic

LENGTHS = (3, 4, 5, 7, 12)
ENTRIES = {"off-diagonal": OFF, "diagonal": DIAGONAL_ENTRY}

Moments = dict[Pattern, Fraction]


def of_paper(entry: tuple[str, str]) -> list[MomentSum]:
    return [gradient(block, entry).real for block in TRAINED]


def in_words(entry: tuple[str, str], length: int | None) -> list[str]:
    return [words(one, length) for one in vanishing_conditions(of_paper(entry), length)]


def test_for_every_length_each_moment_must_vanish() -> None:
    assert in_words(OFF, None) == [
        "E[x_j x_l^3]",
        "E[x_j^3 x_l^3]",
        "sum over r != j, l of E[x_j x_l^3 x_r^2]",
        "E[x_j x_l^5]",
    ]


@pytest.mark.parametrize(
    ("length", "joint"),
    [
        (3, "sum over r != j, l of E[x_j x_l^3 x_r^2] + E[x_j x_l^5]"),
        (4, "5/4 sum over r != j, l of E[x_j x_l^3 x_r^2] + 3/2 E[x_j x_l^5]"),
        (5, "49/36 sum over r != j, l of E[x_j x_l^3 x_r^2] + 11/6 E[x_j x_l^5]"),
        (20, "H_2 sum over r != j, l of E[x_j x_l^3 x_r^2] + H E[x_j x_l^5]"),
        (1002, "H_2 sum over r != j, l of E[x_j x_l^3 x_r^2] + H E[x_j x_l^5]"),
    ],
    ids=str,
)
def test_at_one_length_two_moments_can_cancel_each_other(length: int, joint: str) -> None:
    assert in_words(OFF, length) == ["E[x_j x_l^3]", "E[x_j^3 x_l^3]", joint]


@pytest.mark.parametrize("length", [1003, 10**9])
def test_at_a_length_beyond_exact_sums_none_cancel(length: int) -> None:
    assert in_words(OFF, length) == in_words(OFF, None)


def test_the_diagonal_entries_hold_four_combinations_for_every_length() -> None:
    assert in_words(DIAGONAL_ENTRY, None) == [
        "E[x_j^4]",
        "sum over r != j of E[x_j^2 x_r^4]",
        "sum over r != j of E[x_j^4 x_r^2]",
        "E[x_j^6]",
    ]


def test_the_diagonal_entries_hold_three_combinations_at_one_length() -> None:
    assert in_words(DIAGONAL_ENTRY, 4) == [
        "E[x_j^4]",
        "3/2 sum over r != j of E[x_j^2 x_r^4] + 2 E[x_j^6]",
        "3/2 sum over r != j of E[x_j^4 x_r^2] + 2 E[x_j^6]",
    ]


def as_sums(conditions: Sequence[Condition]) -> list[MomentSum]:
    """Return each condition as a sum that holds at every length."""
    return [
        MomentSum(tuple((((), pattern), TimeSum((value,))) for pattern, value in one.terms))
        for one in conditions
    ]


@pytest.mark.parametrize("length", [None, *LENGTHS], ids=str)
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_the_echelon_form_of_an_echelon_form_is_itself(
    entry: tuple[str, str], length: int | None
) -> None:
    found = vanishing_conditions(of_paper(entry), length)
    assert vanishing_conditions(as_sums(found)) == found
    assert vanishing_conditions([*of_paper(entry), *of_paper(entry)], length) == found
    pivots = [one.terms[0][0] for one in found]
    for one in found:
        assert [p for p, _ in one.terms if p in pivots] == [one.terms[0][0]]


def values(
    sums: Sequence[MomentSum], moments: Mapping[Pattern, Fraction], length: int
) -> dict[tuple[int, Monomial], Fraction]:
    """Return the coefficient of every monomial in the scales of every sum at a length, if not 0."""
    found: dict[tuple[int, Monomial], Fraction] = {}
    for place, total in enumerate(sums):
        for (scales, pattern), over_time in total.entries:
            number = over_time.at(length, lambda order: harmonic(length, order), Fraction)
            key = place, scales
            found[key] = found.get(key, Fraction(0)) + moments[pattern] * number
    return {key: value for key, value in found.items() if value}


def random_moments(sums: Sequence[MomentSum], source: random.Random) -> Moments:
    patterns = sorted({pattern for total in sums for pattern in total.patterns})
    return {p: Fraction(source.randint(-50, 50), source.randint(1, 9)) for p in patterns}


def satisfying(conditions: Sequence[Condition], moments: Moments) -> Moments:
    """Return the moments with the first one of each condition changed so that it is met."""
    solved = dict(moments)
    for one in conditions:
        (pivot, factor), *rest = one.terms
        solved[pivot] = -sum((value * moments[p] for p, value in rest), Fraction(0)) / factor
    return solved


Case = Callable[[int], int | None]
CASES: dict[str, Case] = {"at one length": lambda length: length, "at all": lambda length: None}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("length", LENGTHS)
def test_moments_that_meet_the_conditions_make_every_coefficient_vanish(
    length: int, entry: tuple[str, str], case: str
) -> None:
    source, sums = random.Random(length), of_paper(entry)  # noqa: S311  # seeded, no secret
    conditions = vanishing_conditions(sums, CASES[case](length))
    for _ in range(5):
        moments = satisfying(conditions, random_moments(sums, source))
        assert values(sums, moments, length) == {}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("length", LENGTHS)
def test_moments_that_violate_one_condition_are_seen_at_that_length(
    length: int, entry: tuple[str, str]
) -> None:
    source, sums = random.Random(length), of_paper(entry)  # noqa: S311  # seeded, no secret
    conditions = vanishing_conditions(sums, length)
    for one in conditions:
        moments = satisfying(conditions, random_moments(sums, source))
        moments[one.terms[0][0]] += Fraction(1, 7)
        assert values(sums, moments, length) != {}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_moments_that_violate_one_condition_for_every_length_are_seen_at_some(
    entry: tuple[str, str],
) -> None:
    source, sums = random.Random(1), of_paper(entry)  # noqa: S311  # seeded, no secret
    conditions = vanishing_conditions(sums)
    for one in conditions:
        moments = satisfying(conditions, random_moments(sums, source))
        moments[one.terms[0][0]] += Fraction(1, 7)
        assert any(values(sums, moments, length) for length in LENGTHS)


def test_moments_that_cancel_at_one_length_do_not_at_others() -> None:
    """The control of the joint condition: what it lets pass at T = 5 it lets pass there only."""
    source, sums = random.Random(2), of_paper(OFF)  # noqa: S311  # seeded, no secret
    moments = random_moments(sums, source)
    for pattern in moments:
        moments[pattern] = moments[pattern] or Fraction(1)
    moments = satisfying(vanishing_conditions(sums, 5), moments)
    assert any(moments.values())
    assert [length for length in LENGTHS if not values(sums, moments, length)] == [5]


P, Q, R = (Pattern((("j", power),), ()) for power in (1, 2, 3))


def one_sum(**terms: tuple[Pattern, TimeSum]) -> MomentSum:
    """Return a sum whose entries all have the scale a."""
    entries = (((("a",), pattern), over_time) for pattern, over_time in terms.values())
    return MomentSum(tuple(sorted(entries, key=lambda entry: entry[0])))


def conditions_of(total: MomentSum, length: int | None = None) -> list[dict[Pattern, Fraction]]:
    return [dict(one.terms) for one in vanishing_conditions([total], length)]


def test_functions_of_the_length_of_which_none_is_a_multiple_split() -> None:
    functions = {
        "1": TimeSum((Fraction(2),)),
        "T": TimeSum((Fraction(0), Fraction(3))),
        "H": TimeSum(harmonics=((1, Fraction(5)),)),
        "H_2": TimeSum(harmonics=((2, Fraction(1)),)),
        "1/T": TimeSum(poles=(((0, 1), Fraction(1)),)),
        "1/(T-1)": TimeSum(poles=(((1, 1), Fraction(1)),)),
        "1/T^2": TimeSum(poles=(((0, 2), Fraction(1)),)),
        "from T = 5": TimeSum(exceptions=((5, Fraction(1)),)),
    }
    for name, first in functions.items():
        for other, second in functions.items():
            split = conditions_of(one_sum(p=(P, first), q=(Q, second)))
            joint = conditions_of(one_sum(p=(P, first), q=(Q, second)), 7)
            assert len(joint) == 1
            if name != other:
                assert split == [{P: 1}, {Q: 1}]
            else:
                assert [set(one) for one in split] == [{P, Q}]
                assert split[0][P] == split[0][Q]


def test_a_function_that_is_a_combination_of_two_splits_into_both() -> None:
    mixed = TimeSum((Fraction(0), Fraction(1)), ((1, Fraction(-2)),))
    total = one_sum(p=(P, mixed), q=(Q, TimeSum((Fraction(0), Fraction(4)))))
    assert conditions_of(total) == [{P: 1}, {Q: 1}]
    total = one_sum(p=(P, mixed), q=(Q, mixed.scaled(Fraction(-3, 2))))
    assert conditions_of(total) == [{P: 1, Q: Fraction(-3, 2)}]


def test_scales_split_and_sums_do_not_mix() -> None:
    constant = TimeSum((Fraction(1),))
    two_scales = MomentSum((((("a",), P), constant), ((("b",), Q), constant)))
    assert conditions_of(two_scales) == conditions_of(two_scales, 3) == [{P: 1}, {Q: 1}]
    sums = [one_sum(p=(P, constant), q=(Q, constant)), one_sum(q=(Q, constant), r=(R, constant))]
    found = [dict(one.terms) for one in vanishing_conditions(sums)]
    assert found == [{P: 1, R: -1}, {Q: 1, R: 1}]


def test_a_coefficient_that_is_zero_at_one_length_asks_nothing_there() -> None:
    from_five = TimeSum(exceptions=((5, Fraction(1)),))
    assert conditions_of(one_sum(p=(P, from_five)), 4) == []
    assert conditions_of(one_sum(p=(P, from_five)), 5) == [{P: 1}]
    assert conditions_of(one_sum(p=(P, from_five))) == [{P: 1}]


def test_nothing_to_vanish_has_no_condition() -> None:
    assert vanishing_conditions([]) == ()
    assert vanishing_conditions([MomentSum(())], 5) == ()
