"""Claims beside simulations: green where the theorem holds, red for each negative control."""

from dataclasses import replace
from fractions import Fraction

import pytest

from numeric_check.sampling.observations import Sight, observed
from numeric_check.sampling.sampling import sequences
from numeric_check.sampling.statistics import Comparison, largest_z
from symbolic_mesa import laws
from symbolic_mesa.checking.simulation import Checked, checked
from symbolic_mesa.checking.theory import Theory
from symbolic_mesa.formulas.closed_forms import Closed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.record import Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.witness.sampled import Scenes, estimates, is_sampled
from tests.exhaustive import first, first_rows

QUICK = (
    "kappa-1", "kappa-2", "kappa-3", "m2", "loss", "flow-a", "flow-b", "fixed-point",
    "minimum-loss", "conserved", "trajectory-a", "trajectory-ab", "limit-a", "rate", "time-to",
    "gradient-KQ32-off", "gradient-PV12-diagonal", "other-blocks", "emergence",
    "unexplained-fraction", "prediction-ratio", "prediction-ratio-variance",
    "test-error",
)  # fmt: skip
GREEN = (
    laws.gaussian(1),
    laws.sparse(2),
    laws.rademacher(1),
    laws.uniform(2),
    laws.laplace("1/2"),
    laws.bernoulli_gaussian("1/2", 1),
    laws.sphere(2),
    laws.support("1:1/3,-1:1/3,0:1/3"),
    laws.student_t(30),
)
RED = (laws.full_one(1), laws.two_point("1/5", 3))


def wrong(found: Checked) -> set[str]:
    return {row.step.id for row in found.rows if not row.agrees}


@pytest.mark.exhaustive
@pytest.mark.parametrize("law", GREEN, ids=lambda law: law.name)
def test_a_law_whose_theorem_holds_is_green(law: TokenLaw) -> None:
    found = checked(Setting(law, 3, 12), 4000, 1, QUICK)
    assert wrong(found) == set()
    assert found.agrees
    assert not found.left_out
    assert all(row.numbers for row in found.rows)


@pytest.mark.exhaustive
def test_every_result_is_held_against_something() -> None:
    """Numbers by sequences where they show them; every claim by an exact route."""
    found = checked(Setting(laws.gaussian(1), 2, 5), 2000, 1)
    assert found.agrees
    assert {row.step.status for row in found.rows} == {"verified"}
    assert sum(len(row.numbers) for row in found.rows) > 80
    shown = {row.step.id for row in found.rows if row.numbers}
    assert set(QUICK) <= shown
    assert {"symmetric-loss", "symmetric-flow", "masked-comparison", "hessian-spectrum"} <= shown


@pytest.mark.exhaustive
@pytest.mark.parametrize("law", first(RED), ids=lambda law: law.name)
def test_a_law_that_leaves_the_diagonal_is_red(law: TokenLaw) -> None:
    """What is derived for it agrees; that it stays on the diagonal, as the theorem has it, not."""
    found = checked(Setting(law, 3, 12), 4000, 1, QUICK)
    assert wrong(found) == {"emergence"}
    assert not found.agrees


def test_data_whose_coordinates_differ_leave_the_diagonal() -> None:
    law = laws.samples([[1, 2], [-1, 0.5], [3, 0]])
    found = checked(Setting(law, 2, 8), 2000, 1, (*QUICK, "coordinate-flow"))
    assert wrong(found) == {"emergence"}
    assert "fixed-point" in {step.id for step in found.left_out}
    assert "coordinate-flow" in {row.step.id for row in found.rows if row.numbers}


@pytest.mark.exhaustive
def test_symmetrized_data_are_green() -> None:
    law = laws.samples([[1, 2], [-1, 0.5], [3, 0]], symmetrize="both")
    assert checked(Setting(law, 2, 8), 2000, 1, QUICK).agrees


def test_without_moments_of_degree_12_only_exact_routes_count() -> None:
    found = checked(Setting(laws.student_t(8), 2, 5), 2000, 1, ["fixed-point", "kappa-2"])
    assert found.agrees
    assert found.simulation is None
    assert not any(row.numbers for row in found.rows)


@pytest.mark.exhaustive
def test_what_a_sample_lacks_of_the_tail_widens_its_errors() -> None:
    """Few Gaussian tokens have too small a sixth power, and too small a standard error of it."""
    setting = Setting(laws.gaussian(1), 2, 6)
    few, many = (checked(setting, count, 1, ["kappa-2"]) for count in (500, 60_000))
    assert few.simulation is not None
    assert many.simulation is not None
    assert few.simulation.tail > 1.5
    assert 1 <= many.simulation.tail < 1.3
    assert few.agrees
    assert many.agrees


@pytest.mark.exhaustive
@pytest.mark.parametrize(("dim", "length"), first_rows([(1, 3), (1, 9), (4, 3)]))
def test_the_smallest_sizes(dim: int, length: int) -> None:
    found = checked(Setting(laws.uniform(1), dim, length), 1000, 2, QUICK)
    assert found.agrees
    numbers = {row.step.id: len(row.numbers) for row in found.rows}
    assert numbers["emergence"] == 2 * dim * (dim - 1)


@pytest.mark.parametrize(
    ("law", "dim"),
    [
        (laws.support("0:999/1000,1:1/2000,-1:1/2000"), 1),  # one sequence in a thousand
        (laws.bernoulli_gaussian("1/50", 1), 2),  # two coordinates at once
        (laws.support("3:1/100,-3:1/100,1/10:98/100"), 2),
    ],
)
def test_what_a_sample_does_not_show_is_not_judged_by_it(law: TokenLaw, dim: int) -> None:
    found = checked(Setting(law, dim, 3), 400, 1, ["fixed-point", "kappa-2"])
    assert found.agrees
    assert "give more" in found.why
    assert not any(row.numbers for row in found.rows)


@pytest.mark.exhaustive
def test_eigenvalues_that_are_0_are_no_alarm() -> None:
    """At T = 3 a sector is singular: its eigenvalue 0 is of second order in what a sample adds."""
    for seed in (1, 2):
        setting = Setting(laws.rademacher(1), 3, 3)
        found = checked(setting, 1000, seed, ["hessian-spectrum"])
        assert found.agrees
        assert max(one.visible for one in found.rows[0].numbers) < 1


@pytest.mark.parametrize("sigma", ["1e-60", "1e60"])
def test_moments_beyond_doubles_are_refused(sigma: str) -> None:
    with pytest.raises(InvalidInput, match="beyond doubles"):
        checked(Setting(laws.gaussian(sigma), 2, 6), 200, 1)


@pytest.mark.exhaustive
@pytest.mark.parametrize("scale", first(["1e5", "1e-5"]))
def test_scales_far_from_1_agree_and_a_wrong_product_does_not(scale: str) -> None:
    setting = Setting(laws.uniform(scale), 2, 6)
    found = checked(setting, 1000, 1, QUICK)
    assert wrong(found) == set()
    (one,) = next(row.numbers for row in found.rows if row.step.id == "fixed-point")
    for factor in (10, -5):
        assert not replace(one, predicted=factor * one.predicted).agrees


def test_nearly_all_sequences_count() -> None:
    found = checked(Setting(laws.uniform(1), 1, 4), 399, 1, ["loss"])
    assert found.simulation is not None
    assert found.simulation.count == 398


def test_the_same_seed_gives_the_same_estimate_and_another_another() -> None:
    one, same, other = (
        checked(Setting(laws.gaussian(1), 2, 6), 300, seed, ["loss"]).rows[0].numbers[0].found
        for seed in (1, 1, 2)
    )
    assert one == same != other


# The negative controls of the comparison: claims that are off by what can be seen.


SETTING, COUNT, GROUP = Setting(laws.uniform(1), 3, 12), 4000, 20


def steps() -> list[Step]:
    results = Theory(SETTING).results(QUICK)
    return [results[id].step for id in results]


def sample() -> tuple[Scenes, list[Scenes]]:
    theory = Theory(SETTING)
    drawn = sequences(SETTING.law, 3, COUNT, 2)
    groups, _ = observed(drawn, GROUP, Sight(12, theory.places))
    total = groups[0]
    for one in groups[1:]:
        total += one
    return theory.scenes(total), [theory.scenes(total - one) for one in groups]


def scaled(step: Step, factor: Fraction) -> Step:
    """Return the step with a right-hand side so many times as large."""
    value = step.claim.value
    if isinstance(value, Closed):
        value = replace(value, body=scaled_formula(value.body, factor))
    else:
        value = scaled_formula(value, factor)
    return replace(step, claim=replace(step.claim, value=value))


def scaled_formula(formula: Formula, factor: Fraction) -> Formula:
    field = formula.algebra.field
    return replace(formula, element=formula.element * field(factor.numerator) / factor.denominator)


@pytest.mark.exhaustive
def test_a_claim_off_by_what_is_said_to_be_visible_is_caught() -> None:
    """Each claim with one formula, made larger and smaller by more than what is visible."""
    whole, rest = sample()
    limit, caught = largest_z(len(QUICK)), 0
    for step in steps():
        if not is_sampled(step) or not isinstance(step.claim.value, Formula):
            continue
        right = [Comparison(*one, limit, COUNT) for one in estimates(step, whole, rest)]
        assert all(one.agrees for one in right), step.id
        visible = max(one.visible for one in right if one.predicted) if right[0].predicted else 0
        if not 1e-6 < visible < 0.5:
            continue
        for sign in (1, -1):
            off = Fraction(1 + 2 * sign * visible).limit_denominator(10**9)
            wrong = [
                Comparison(*one, limit, COUNT) for one in estimates(scaled(step, off), whole, rest)
            ]
            assert not all(one.agrees for one in wrong), step.id
            caught += 1
    assert caught >= 16


@pytest.mark.parametrize(
    ("law", "samples", "claims", "words"),
    [
        (laws.gaussian(), 100, None, "no value"),
        (laws.gaussian(1), 3, None, "too few"),
        (laws.gaussian(1), 100, ["nonsense"], "choose from"),
        (laws.moments("m2=1,m4=3,m6=15"), 100, None, "cannot be sampled"),
        (laws.student_t(5), 100, None, "missing"),
    ],
)
def test_what_cannot_be_checked_says_why(
    law: TokenLaw, samples: int, claims: list[str] | None, words: str
) -> None:
    with pytest.raises(Exception, match=words) as caught:
        checked(Setting(law, 2, 6), samples, 1, claims)
    assert "\n" not in str(caught.value)


def test_sizes_are_needed() -> None:
    with pytest.raises(InvalidInput, match="give --dim and --length"):
        checked(Setting(laws.gaussian(1), 2), 100, 1)
