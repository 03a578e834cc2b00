"""Diagonal blocks with a scale for each coordinate: their ODE against the exact full model."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from derivations import REGISTRY, coordinate_flow
from derivations.coordinate_flow import MOST
from derivations.diagonal import diagonal
from numeric_check.laws.rational_laws import signed_points
from numeric_check.model.enumeration import Point, gradients
from numeric_check.model.exact_full_scene import ExactFullScene
from numeric_check.model.exact_tokens import Enumerated
from numeric_check.model.laurent import Matrix
from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.sample_laws import SampleLaw
from symbolic_mesa.notation.words import in_words
from symbolic_mesa.record import Claim, Derivation, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.witness.comparison import Witness

FLOW, AGREE = "coordinate-flow", "coordinates-agree"

DATA: dict[str, SampleLaw] = {
    "d = 2": laws.samples([[2, 1], [-1, 1], [-1, -2], [1, 0]]),
    "d = 2, one coordinate at rest": laws.samples([[2, 0], [-1, 0], [1, 0]]),
    "d = 3": laws.samples([[2, 1, 0], [-1, 1, 3], [1, -2, 1], [0, 0, -1]]),
    "d = 3, halves": laws.samples([[0.5, 1, 2], [-1.5, 1, 0], [1, 0.5, -1]]),
}
SIZES = [(name, length) for name in DATA for length in (3, 4)] + [("d = 2", 6)]


@cache
def derived(law: TokenLaw, dim: int | None = None, length: int | None = None) -> Derivation:
    return coordinate_flow.derive(Setting(law, dim, length))


def points_of(law: SampleLaw) -> tuple[Point, ...]:
    unit, share = Fraction(1, 2**law.exponent), Fraction(1, len(law.rows))
    return tuple((tuple(unit * x for x in row), share) for row in law.rows)


def names(dim: int) -> list[str]:
    return [f"{scale}_{k + 1}" for scale in "ab" for k in range(dim)]


def diagonals(scales: Mapping[str, Fraction], dim: int) -> dict[str, Matrix]:
    size = range(dim)
    return {
        block: [[scales[f"{scale}_{i + 1}"] * (i == j) for j in size] for i in size]
        for block, scale in (("KQ32", "a"), ("PV12", "b"))
    }


@pytest.mark.parametrize(("name", "length"), SIZES)
def test_the_velocities_are_diagonal_entries_of_the_exact_gradient(name: str, length: int) -> None:
    law = DATA[name]
    here = ExactFullScene(Enumerated(points_of(law)), length)
    parts = derived(law, None, length).step(FLOW).claim.parts
    assert list(parts) == [f"{scale}'" for scale in names(law.dim)]
    entries = product(("KQ32", "PV12"), range(law.dim))
    for (block, j), formula in zip(entries, parts.values(), strict=True):
        assert formula.at(here.scales) == -here.gradient("coordinates", block, j, j)


@pytest.mark.parametrize("name", DATA)
def test_the_velocities_for_every_length_are_those_at_one(name: str) -> None:
    law = DATA[name]
    here = ExactFullScene(Enumerated(points_of(law)), 4)
    general = derived(law).step(FLOW).claim.parts
    for part, formula in derived(law, None, 4).step(FLOW).claim.parts.items():
        speed = formula.at(here.scales)
        assert general[part].at({**here.scales, "T": 4}) == speed
        assert general[part].at({**here.scales, "T": 5}) != speed or not speed


@pytest.mark.parametrize("name", ["d = 2", "d = 3"])
def test_the_velocities_are_exact_at_random_places(name: str) -> None:
    rng, law = np.random.default_rng(31), DATA[name]
    parts = derived(law, None, 4).step(FLOW).claim.parts
    for _ in range(3):
        drawn = rng.integers(-8, 9, (2 * law.dim, 2))
        numbers = (Fraction(int(n), int(abs(m)) + 1) for n, m in drawn)
        scales = dict(zip(names(law.dim), numbers, strict=True))
        slopes = gradients(diagonals(scales, law.dim), points_of(law), 4)
        expected = [-slopes[block][j][j] for block in ("KQ32", "PV12") for j in range(law.dim)]
        assert [formula.at(scales) for formula in parts.values()] == expected
        turned = {**scales, "a_1": scales["a_2"], "a_2": scales["a_1"]}
        assert [formula.at(turned) for formula in parts.values()] != expected


def test_a_coordinate_that_is_always_zero_does_not_move() -> None:
    parts = derived(DATA["d = 2, one coordinate at rest"], None, 4).step(FLOW).claim.parts
    assert [name for name, formula in parts.items() if not formula.element] == ["a_2'", "b_2'"]


@pytest.mark.parametrize("dim", [1, 2, 3])
@pytest.mark.parametrize("law", [laws.full_one("1/2"), laws.two_point("1/3", 3), laws.sphere(2)])
def test_laws_with_alike_coordinates_have_the_exact_velocities_too(law: TokenLaw, dim: int) -> None:
    here = ExactFullScene(Enumerated(signed_points(law, dim)), 3)
    parts = derived(law, dim, 3).step(FLOW).claim.parts
    entries = product(("KQ32", "PV12"), range(dim))
    for (block, j), formula in zip(entries, parts.values(), strict=True):
        assert formula.at(here.scales) == -here.gradient("coordinates", block, j, j)


SAME = {"a": Fraction(7, 10), "b": Fraction(-2, 5)}


def at_one_scale(formula: Formula, dim: int) -> Fraction:
    """Return a velocity where every a_j is a and every b_j is b."""
    found: Fraction = formula.at({name: SAME[name[0]] for name in names(dim)})
    return found


@pytest.mark.parametrize("name", DATA)
def test_one_scale_for_all_gives_each_coordinate_the_velocity_on_the_diagonal(name: str) -> None:
    law, length = DATA[name], 4
    parts = derived(law, None, length).step(FLOW).claim.parts
    one = diagonals({scale: SAME[scale[0]] for scale in names(law.dim)}, law.dim)
    slopes = gradients(one, points_of(law), length)
    for (block, j), formula in zip(
        product(("KQ32", "PV12"), range(law.dim)), parts.values(), strict=True
    ):
        assert at_one_scale(formula, law.dim) == -slopes[block][j][j]


@pytest.mark.parametrize("law", [laws.gaussian(1), laws.full_one(1), laws.two_point("1/3", 3)])
@pytest.mark.parametrize("dim", [1, 2, 3, 5])
def test_one_scale_for_all_gives_the_flow_of_theorem_4_1(dim: int, law: TokenLaw) -> None:
    here = diagonal(Setting(law, dim, 5))
    for part, formula in derived(law, dim, 5).step(FLOW).claim.parts.items():
        expected = Formula(here.velocity(part[0]), here.field)
        assert at_one_scale(formula, dim) == expected.at(SAME)
        assert at_one_scale(formula, dim) != expected.at({"a": SAME["b"], "b": SAME["a"]})


EXCHANGEABLE: dict[str, TokenLaw] = {
    "gaussian": laws.gaussian(),
    "sphere": laws.sphere(2),
    "full-one": laws.full_one(),
    "two-point": laws.two_point("1/3", 3),
    "exchangeable": laws.exchangeable(),
    "symmetrized data": laws.samples([[1, 2], [3, 1]], symmetrize="both"),
    "data in every order": laws.samples([[1, 2], [2, 1]]),
    "one column": laws.samples([[1], [3]]),
}


@pytest.mark.parametrize("length", [None, 4], ids=str)
@pytest.mark.parametrize("name", EXCHANGEABLE)
def test_coordinates_agree_where_they_are_alike(name: str, length: int | None) -> None:
    claim = derived(EXCHANGEABLE[name], None, length).step(AGREE).claim
    assert claim.value is True
    assert in_words(claim.reason) == "no velocity depends on the coordinate"


@pytest.mark.parametrize("name", DATA)
def test_coordinates_do_not_agree_in_data_and_the_reason_is_the_difference(name: str) -> None:
    law, length = DATA[name], 4
    claim = derived(law, None, length).step(AGREE).claim
    assert claim.value is False
    words, gap = claim.reason
    assert words == "at a_j = a, b_j = b the velocity a_2' - a_1' is "
    one = diagonals({scale: SAME[scale[0]] for scale in names(law.dim)}, law.dim)
    slopes = gradients(one, points_of(law), length)["KQ32"]
    assert gap.at(SAME) == slopes[0][0] - slopes[1][1] != 0
    assert in_words(claim.reason).startswith(words)


def test_coordinates_may_differ_in_the_third_place_only() -> None:
    rows = [[1, 2, 0], [2, 1, 0], [-1, -2, 3], [-2, -1, 3]]
    claim = derived(laws.samples(rows), None, 4).step(AGREE).claim
    assert claim.value is False
    assert claim.reason[0] == "at a_j = a, b_j = b the velocity a_3' - a_1' is "


def test_where_the_number_of_equations_is_not_known_there_are_none() -> None:
    for length in (None, 4):
        step = derived(laws.gaussian(1), None, length).step(FLOW)
        assert step.checked().status == "not-applicable"
        assert step.obstacle is not None
        assert isinstance(step.obstacle.error, NotApplicable)
        assert "give d" in str(step.obstacle.error)


def test_many_equations_are_not_listed_and_the_verdict_is_there() -> None:
    derivation = derived(laws.full_one(1), MOST + 1, 4)
    step = derivation.step(FLOW)
    assert step.checked().status == "not-applicable"
    assert step.obstacle is not None
    assert str(step.obstacle.error) == "the ODE has 42 equations; they are listed up to d = 20"
    assert derivation.step(AGREE).claim.value is True


def test_the_most_equations_are_listed() -> None:
    parts = derived(laws.gaussian(1), MOST, 4).step(FLOW).claim.parts
    assert list(parts) == [f"{scale}'" for scale in names(MOST)]
    here = diagonal(Setting(laws.gaussian(1), MOST, 4))
    for part in ("a_1'", "a_20'", "b_7'"):
        expected = Formula(here.velocity(part[0]), here.field)
        assert at_one_scale(parts[part], MOST) == expected.at(SAME)


def test_moments_that_are_not_given_are_missing() -> None:
    law = laws.moments("m2=1,m4=3")
    assert derived(law, 2, 4).step(FLOW).checked().status == "missing-moment"
    assert derived(law, 2, 4).step(AGREE).checked().status == "missing-moment"


def test_the_results_name_every_scale() -> None:
    results = derive(DATA["d = 2"], length=4, results=[FLOW, AGREE])
    assert results[FLOW].status == results[AGREE].status == "verified"
    assert list(results[FLOW].parts or ()) == ["a_1'", "a_2'", "b_1'", "b_2'"]
    assert results[AGREE].value is False
    assert "a_2' - a_1'" in (results[AGREE].reason or "")


STATED: dict[str, Setting] = {s.law.name: s for s in REGISTRY[FLOW].settings}


@cache
def witness(setting: Setting) -> Witness:
    return Witness(REGISTRY["coordinate-flow"], setting)


def step_of(setting: Setting, id: str) -> Step:
    return derived(setting.law, setting.dim, setting.length).step(id)


@pytest.mark.parametrize("id", [FLOW, AGREE])
@pytest.mark.parametrize("name", STATED)
def test_every_step_is_verified_or_not_applicable(name: str, id: str) -> None:
    setting = STATED[name]
    step = step_of(setting, id)
    checked = step.checked(witness(setting).checks(step))
    without = (name, id) == ("gaussian", FLOW)
    assert checked.status == ("not-applicable" if without else "verified")
    assert {check.outcome for check in checked.checks} <= {"passed"}


MEASURED: dict[str, Setting] = {
    "data": Setting(DATA["d = 2"], length=4),
    "full-one": Setting(laws.full_one("1/2"), 3, 3),
}


def outcomes(setting: Setting, id: str, claim: Claim) -> dict[str, str]:
    """Return what each kind of check says of another claim in the place of a step's."""
    step = step_of(setting, id)
    found = [obligation(claim) for obligation in step.obligations]
    return {c.kind: c.outcome for c in (*found, *witness(setting).checks(step, claim))}


@pytest.mark.parametrize("name", MEASURED)
def test_a_velocity_that_is_one_more_or_another_s_fails_every_check(name: str) -> None:
    setting = MEASURED[name]
    claim = step_of(setting, FLOW).claim
    assert set(outcomes(setting, FLOW, claim).values()) == {"passed"}
    others = dict(zip(claim.parts, [*list(claim.parts)[1:], "a_1'"], strict=True))
    for part, formula in claim.parts.items():
        more = replace(formula, element=formula.element + 1)
        for wrong in (more, claim.parts[others[part]]):
            changed = replace(claim, parts={**claim.parts, part: wrong})
            found = outcomes(setting, FLOW, changed)
            assert list(found) == ["symbolic-zero", "exact-enumeration", "quadrature"]
            assert set(found.values()) == {"failed"}, part


@pytest.mark.parametrize("name", MEASURED)
def test_the_other_verdict_fails_by_every_check(name: str) -> None:
    setting = MEASURED[name]
    claim = step_of(setting, AGREE).claim
    assert claim.value is (name == "full-one")
    assert set(outcomes(setting, AGREE, claim).values()) == {"passed"}
    found = outcomes(setting, AGREE, replace(claim, value=not claim.value))
    assert found == {"exact-enumeration": "failed", "quadrature": "failed"}
