"""Moments of Wishart matrices that are named by their powers."""

from fractions import Fraction
from math import prod

import pytest

from numeric_check.words.pairings import by_factor, counted
from symbolic_mesa import derive
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.words.wishart import moment
from tests.cli import Run


def at(powers: tuple[int, ...], dim: int, samples: int) -> Fraction:
    """Return a derived moment at a size."""
    sizes = {-1: dim, -2: samples}
    return sum(
        (
            Fraction(number) * prod(sizes[one[0]] ** exponent for one, exponent in monomial)
            for monomial, number in moment(*powers).items()
        ),
        Fraction(0),
    )


@pytest.mark.parametrize("size", [(1, 1), (1, 4), (2, 2), (2, 3), (4, 2)])
@pytest.mark.parametrize("powers", [(1, 1), (2, 1), (2, 2), (3, 1), (1, 1, 1), (4,)])
def test_three_ways_agree(powers: tuple[int, ...], size: tuple[int, int]) -> None:
    assert at(powers, *size) == counted(powers, *size) == by_factor(powers, *size)


@pytest.mark.parametrize("powers", [(9,), (5, 4), (14,)])
def test_long_ones_are_those_of_the_triangular_factor(powers: tuple[int, ...]) -> None:
    for size in ((1, 5), (2, 7), (6, 2)):
        assert at(powers, *size) == by_factor(powers, *size)
        assert at(powers, *size) != by_factor((*powers[1:], powers[0] + 1), *size)


def test_of_three_rows_and_columns_the_factor_says_nothing() -> None:
    with pytest.raises(ValueError, match="3 rows and columns: give one or two"):
        by_factor([2], 3, 5)


def test_they_are_results_by_their_powers() -> None:
    found = derive(theorem="wishart", results=["moment-2-1", "moment-7", "moment-2"])
    assert {id: one.status for id, one in found.items()} == dict.fromkeys(
        ("moment-2-1", "moment-7", "moment-2"), "verified"
    )
    assert found["moment-2-1"](d=2, N=3) == counted([2, 1], 2, 3)
    assert found["moment-7"](d=2, N=3) == by_factor([7], 2, 3)


def test_a_wrong_long_one_is_caught() -> None:
    wrong = derive(theorem="wishart", results=["moment-8"], check=False)
    step = wrong["moment-8"].step
    from symbolic_mesa.proofs.mutants import mutants
    from symbolic_mesa.witness.comparison import Witness

    entry = wrong.derived[0].entry
    witness = Witness(entry, entry.settings[0])
    assert {one.outcome for one in witness.checks(step)} == {"passed"}
    for mutant in [*mutants(step.claim)][:8]:
        assert all(one.outcome == "failed" for one in witness.checks(step, mutant.claim))


def test_what_is_none_is_refused() -> None:
    for id in ("moment-0", "moment-", "moment-2-", "moment-x", "moment-2.5"):
        with pytest.raises(InvalidInput, match="choose from moment-1, "):
            derive(theorem="wishart", results=[id])
    with pytest.raises(InvalidInput, match="add up to 21; give at most 20"):
        derive(theorem="wishart", results=["moment-20-1"])


def test_the_command_takes_a_power(run: Run) -> None:
    shown = run("--theorem", "wishart", "--power", "2,1", "--no-check", "--format", "json")
    assert (shown.code, '"moment-2-1"' in shown.out) == (0, True)
    for wrong in ("0", "x", "2,", "-1"):
        outcome = run("--theorem", "wishart", f"--power={wrong}")
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    for options in (("--power", "2"), ("--theorem", "mahankali", "--power", "2")):
        outcome = run(*options)
        assert "belongs to --theorem wishart" in outcome.err
