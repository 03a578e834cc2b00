"""Training on the symmetric manifold: every claim against the exact full model, and wrong ones."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import mpmath
import numpy as np
import pytest

from derivations import REGISTRY
from derivations.diagonal import diagonal
from derivations.symmetric import theorem as symmetric_manifold
from derivations.symmetric.problem import symmetric
from numeric_check.laws.rational_laws import signed_points
from numeric_check.model.enumeration import BLOCKS, Point, gradients, population_loss, scaled_block
from numeric_check.model.exact_full_scene import ExactFullScene
from symbolic_mesa import derive, laws
from symbolic_mesa.export.json import dumps
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from symbolic_mesa.record import Claim, Derivation, Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import MissingMoment, NotApplicable
from symbolic_mesa.witness.comparison import Witness
from tests import supports

SCALES = ("a", "alpha", "b", "beta")
LIMIT, COMPARISON = "symmetric-fixed-point", "masked-comparison"
TWO_POINT = ((Fraction(2), Fraction(1, 3)), (Fraction(-1), Fraction(2, 3)))
DIGITS = 30

Numbers = Mapping[str, Fraction]
Case = tuple[TokenLaw, Numbers, Callable[[int], tuple[Point, ...]]]

CASES: dict[str, Case] = {
    "two-point": (
        laws.two_point(),
        {"p": Fraction(1, 3), "scale": Fraction(3)},
        lambda dim: supports.joint_support_iid(TWO_POINT, dim),
    ),
    "full-one": (
        laws.full_one(),
        {"c": Fraction(1, 2)},
        lambda dim: supports.full_one_support(Fraction(1, 2), dim),
    ),
    "rademacher": (
        laws.rademacher(),
        {"c": Fraction(3, 2)},
        lambda dim: supports.rademacher_support(Fraction(3, 2), dim),
    ),
    "sparse": (
        laws.sparse(),
        {"c": Fraction(2)},
        lambda dim: supports.sparse_support(Fraction(2), dim),
    ),
    "sphere": (
        laws.sphere(),
        {"radius": Fraction(2)},
        lambda dim: signed_points(laws.sphere(2), dim),
    ),
    "gaussian": (
        laws.gaussian(),
        {"sigma": Fraction(1, 2)},
        lambda dim: signed_points(laws.gaussian("1/2"), dim),
    ),
    "a common scale times skewed": (laws.exchangeable(), {}, supports.dependent_support),
}
"""A law with symbols, their values, and points with its moments there."""

SIZES = ((2, 3), (2, 4), (3, 3))
SETTINGS = [(name, *size) for name in CASES for size in SIZES] + [("two-point", 2, 6)]


@cache
def derived(law: TokenLaw, dim: int | None = None, length: int | None = None) -> Derivation:
    return symmetric_manifold.derive(Setting(law, dim, length))


@cache
def scene(name: str, dim: int, length: int) -> ExactFullScene:
    return ExactFullScene(CASES[name][2](dim), length)


def moments(points: tuple[Point, ...], names: tuple[str, ...]) -> dict[str, Fraction]:
    """Return the moments among these names: those of Theorem 4.1, and mixed ones like mu_3_1.

    A moment of more coordinates than there are is 1: no formula depends on it.
    """
    here = ExactFullScene(points, 3)
    found = {name: here.moment(name, 0) for name in MOMENTS if name in names}
    for name in names:
        if name.startswith("mu_"):
            found[name] = here.mean([int(power) for power in name.split("_")[1:]])
    return found


def at(formula: Formula, name: str, dim: int, length: int, scales: Numbers) -> Fraction:
    """Return a formula for every d and T at numbers."""
    _, values, points = CASES[name]
    own = {} if values else moments(points(dim), formula.symbols)
    found: Fraction = formula.at({**values, **own, **scales, "d": dim, "T": length})
    return found


@pytest.mark.parametrize(("name", "dim", "length"), SETTINGS)
def test_the_loss_for_every_d_and_t_is_that_of_enumeration(
    name: str, dim: int, length: int
) -> None:
    here = scene(name, dim, length)
    loss = derived(CASES[name][0]).step("symmetric-loss").claim.value
    assert at(loss, name, dim, length, here.scales) == here.loss("symmetric")
    assert at(loss, name, dim, length + 1, here.scales) != here.loss("symmetric")
    other = {**here.scales, "a": -here.scales["a"]}
    assert at(loss, name, dim, length, other) != here.loss("symmetric")


@pytest.mark.parametrize(("name", "dim", "length"), SETTINGS)
def test_the_velocities_for_every_d_and_t_are_entries_of_the_exact_gradient(
    name: str, dim: int, length: int
) -> None:
    here = scene(name, dim, length)
    parts = derived(CASES[name][0]).step("symmetric-flow").claim.parts
    entries = product(("KQ32", "PV12"), ((0, 0), (0, 1)))
    for scale, (block, (row, column)) in zip(SCALES, entries, strict=True):
        speed = at(parts[f"{scale}'"], name, dim, length, here.scales)
        assert speed == -here.gradient("symmetric", block, row, column)
        assert at(parts[f"{scale}'"], name, dim, length + 1, here.scales) != speed or not speed


@pytest.mark.parametrize(("name", "dim", "length"), SETTINGS)
def test_both_squared_norms_change_at_the_derived_speed(name: str, dim: int, length: int) -> None:
    here = scene(name, dim, length)
    claim = derived(CASES[name][0]).step("symmetric-conserved").claim
    speed = at(claim.value, name, dim, length, here.scales)
    for block, same, other in (("KQ32", "a", "alpha"), ("PV12", "b", "beta")):
        size = range(dim)
        terms = (
            here.scales[same if i == j else other] * here.gradient("symmetric", block, i, j)
            for i, j in product(size, size)
        )
        assert dim * speed == -2 * sum(terms)
    assert speed != 0


@pytest.mark.parametrize("name", ["two-point", "full-one", "a common scale times skewed"])
def test_loss_and_velocities_are_exact_at_random_places(name: str) -> None:
    rng = np.random.default_rng(20)
    dim, length = 2, 4
    loss = derived(CASES[name][0]).step("symmetric-loss").claim.value
    parts = derived(CASES[name][0]).step("symmetric-flow").claim.parts
    points = CASES[name][2](dim)
    for _ in range(4):
        drawn = [Fraction(int(n), int(m)) for n, m in rng.integers(1, 9, (4, 2))]
        scales = dict(zip(SCALES, drawn, strict=True))
        weights = {
            "KQ32": scaled_block(dim, scales["a"], -scales["alpha"]),
            "PV12": scaled_block(dim, scales["b"], scales["beta"]),
        }
        scales["alpha"] = -scales["alpha"]
        assert at(loss, name, dim, length, scales) == population_loss(weights, points, length)
        slopes = gradients(weights, points, length)
        found = [at(part, name, dim, length, scales) for part in parts.values()]
        expected = [-slopes[block][0][column] for block in ("KQ32", "PV12") for column in (0, 1)]
        assert found == expected


@pytest.mark.parametrize("name", [name for name, (_, values, _) in CASES.items() if values])
@pytest.mark.parametrize(("dim", "length"), [(2, 4), (3, 3)])
def test_claims_at_numbers_are_the_general_ones_there(name: str, dim: int, length: int) -> None:
    law, values, _ = CASES[name]
    concrete = symmetric(Setting(law.at(values), dim, length))
    here = scene(name, dim, length)
    assert Formula(concrete.loss, concrete.field).at(here.scales) == here.loss("symmetric")
    general = derived(law).step("symmetric-flow").claim.parts
    for scale, velocity in concrete.velocities.items():
        found = Formula(velocity, concrete.field).at(here.scales)
        assert found == at(general[f"{scale}'"], name, dim, length, here.scales)


def harmonic(last: int) -> Fraction:
    return sum((Fraction(1, k) for k in range(1, last + 1)), Fraction(0))


def masked(c: Fraction, dim: int, length: int, last: int) -> Fraction:
    """Return 1/(c²(1 + (d − 1) H/(T − 2))) with H = 1 + … + 1/last."""
    return 1 / (c**2 * (1 + (dim - 1) * harmonic(last) / (length - 2)))


def test_the_masked_fixed_point_of_full_one_tokens() -> None:
    """As Section 4.3 has it; H is the sum of T − 2 terms."""
    c = Fraction(3, 2)
    value = derived(laws.full_one()).step("masked-fixed-point").claim.value
    for dim, length in product((1, 2, 3, 10), (3, 4, 5, 20, 50)):
        found = value.at({"c": c, "d": dim, "T": length})
        assert found == masked(c, dim, length, length - 2)
        assert (found == masked(c, dim, length, length - 1)) is (dim == 1)


@pytest.mark.parametrize(("dim", "length"), [(1, 5), (2, 3), (3, 14)])
def test_the_masked_fixed_point_at_numbers(dim: int, length: int) -> None:
    here = diagonal(Setting(laws.full_one("3/2"), dim, length))
    found = Formula(here.ode.product, here.field).at({})
    assert found == masked(Fraction(3, 2), dim, length, length - 2)


def numbers(law: TokenLaw, dim: int, length: int, id: str = LIMIT) -> dict[str, str]:
    """Return the digits of a step that was solved for."""
    claim = derived(law, dim, length).step(id).claim
    assert isinstance(claim.value, Decimals)
    return dict(claim.value.texts)


def many_digits(texts: Mapping[str, str]) -> dict[str, Fraction]:
    return {name: Fraction(text) for name, text in texts.items()}


def significant(text: str) -> int:
    """Return how many digits a number is written with."""
    mantissa, _, _ = text.lstrip("-").partition("e")
    return len(mantissa.replace(".", "").lstrip("0"))


SKEWED = laws.two_point("1/3", 3)
ENDS: dict[str, tuple[TokenLaw, int, int]] = {
    "full-one": (laws.full_one(1), 2, 4),
    "full-one, d = 3": (laws.full_one(1), 3, 4),
    "full-one, T = 3": (laws.full_one(1), 2, 3),
    "two-point": (SKEWED, 2, 5),
    "two-point, d = 3": (SKEWED, 3, 3),
    "gaussian": (laws.gaussian(1), 2, 4),
    "sphere": (laws.sphere(2), 3, 3),
    "sparse": (laws.sparse(1), 2, 4),
    "with a mean": (laws.support("1:1/2,0:1/2"), 2, 4),
    "symmetrized data": (laws.samples([[1, 2], [3, 1]], symmetrize="both"), 2, 4),
}
OFF_DIAGONAL = ("full-one", "full-one, d = 3", "full-one, T = 3", "two-point", "two-point, d = 3")


@pytest.mark.parametrize("name", ENDS)
def test_the_end_is_written_with_30_digits(name: str) -> None:
    texts = numbers(*ENDS[name])
    assert tuple(texts) == SCALES
    assert {significant(text) for text in texts.values() if text != "0"} == {DIGITS}
    zero = [scale for scale, text in texts.items() if text == "0"]
    assert zero == ([] if name in (*OFF_DIAGONAL, "with a mean") else ["alpha", "beta"])


@pytest.mark.parametrize("name", ENDS)
def test_the_end_is_balanced(name: str) -> None:
    dim = ENDS[name][1]
    a, alpha, b, beta = many_digits(numbers(*ENDS[name])).values()
    left, right = a**2 + (dim - 1) * alpha**2, b**2 + (dim - 1) * beta**2
    assert abs(left / right - 1) < Fraction(1, 10**28)
    assert a > 0
    assert b > 0


EXACT_ENDS: dict[str, Callable[[int], tuple[Point, ...]]] = {
    "full-one": lambda dim: supports.full_one_support(Fraction(1), dim),
    "full-one, d = 3": lambda dim: supports.full_one_support(Fraction(1), dim),
    "full-one, T = 3": lambda dim: supports.full_one_support(Fraction(1), dim),
    "two-point": lambda dim: supports.joint_support_iid(TWO_POINT, dim),
    "two-point, d = 3": lambda dim: supports.joint_support_iid(TWO_POINT, dim),
    "gaussian": lambda dim: signed_points(laws.gaussian(1), dim),
    "sphere": lambda dim: signed_points(laws.sphere(2), dim),
}


def weights_at(point: Numbers, dim: int) -> dict[str, Any]:
    return {
        "KQ32": scaled_block(dim, point["a"], point["alpha"]),
        "PV12": scaled_block(dim, point["b"], point["beta"]),
    }


def largest_slope(point: Numbers, points: tuple[Point, ...], length: int) -> Fraction:
    """Return the largest entry of the exact gradient in all six blocks."""
    slopes = gradients(weights_at(point, len(points[0][0])), points, length)
    return max(abs(entry) for block in BLOCKS for row in slopes[block] for entry in row)


@pytest.mark.parametrize("name", EXACT_ENDS)
def test_at_the_digits_no_entry_of_any_block_moves_in_exact_rationals(name: str) -> None:
    _, dim, length = ENDS[name]
    points = EXACT_ENDS[name](dim)
    point = many_digits(numbers(*ENDS[name]))
    assert largest_slope(point, points, length) < Fraction(1, 10**27)
    nearby = {**point, "b": point["b"] + Fraction(1, 10**25)}
    assert largest_slope(nearby, points, length) > Fraction(1, 10**26)


@pytest.mark.parametrize("name", EXACT_ENDS)
def test_the_stated_losses_are_those_of_enumeration(name: str) -> None:
    _, dim, length = ENDS[name]
    points = EXACT_ENDS[name](dim)
    stated = many_digits(numbers(*ENDS[name], COMPARISON))
    assert tuple(stated) == (*SCALES, "loss", "masked-product", "masked-loss")
    assert {k: stated[k] for k in SCALES} == many_digits(numbers(*ENDS[name]))
    found = population_loss(weights_at(stated, dim), points, length)
    assert abs(stated["loss"] / found - 1) < Fraction(1, 10**28)
    masked = {"a": Fraction(1), "b": stated["masked-product"], "alpha": 0, "beta": 0}
    found = population_loss(weights_at(masked, dim), points, length)
    assert abs(stated["masked-loss"] / found - 1) < Fraction(1, 10**28)
    slopes = gradients(weights_at(masked, dim), points, length)
    assert max(abs(slopes[block][0][0]) for block in ("KQ32", "PV12")) < Fraction(1, 10**27)


def test_training_ends_below_the_masked_loss_where_it_leaves_the_diagonal() -> None:
    for name, setting in ENDS.items():
        stated = many_digits(numbers(*setting, COMPARISON))
        gap = stated["masked-loss"] - stated["loss"]
        if name in (*OFF_DIAGONAL, "with a mean"):
            assert gap > stated["masked-loss"] / 100, name
        else:
            assert abs(gap) <= stated["masked-loss"] / 10**28, name
            product_ = stated["a"] * stated["b"]
            assert abs(product_ / stated["masked-product"] - 1) < Fraction(1, 10**28), name


def test_a_loss_of_zero_is_zero() -> None:
    """Sparse tokens are predicted exactly."""
    stated = numbers(*ENDS["sparse"], COMPARISON)
    assert (stated["loss"], stated["masked-loss"]) == ("0", "0")


NOT_ISOLATED = "fixed points are not isolated here"


def test_full_one_tokens_of_length_3_do_not_say_where_training_ends() -> None:
    for dim in (2, 3):
        assert NOT_ISOLATED in derived(laws.full_one(1), dim, 3).step(LIMIT).claim.statement
        end = many_digits(numbers(laws.full_one(1), dim, 3))
        assert abs(end["a"] - end["alpha"] - Fraction(1, 2)) < Fraction(1, 10**28)
    assert NOT_ISOLATED not in derived(laws.full_one(1), 2, 4).step(LIMIT).claim.statement
    longer = many_digits(numbers(laws.full_one(1), 2, 4))
    assert abs(longer["a"] - longer["alpha"] - Fraction(1, 2)) > Fraction(1, 10)


def test_who_else_has_isolated_fixed_points() -> None:
    for name, setting in ENDS.items():
        statement = derived(*setting).step(LIMIT).claim.statement
        assert (NOT_ISOLATED in statement) is (name in ("full-one, T = 3", "sparse")), name


def skewed(c: Fraction) -> TokenLaw:
    return laws.two_point("1/3", 3 * c)


@pytest.mark.parametrize(
    ("law", "c", "length"),
    [
        (laws.full_one, Fraction(1000), 4),
        (skewed, Fraction(1, 1000), 5),
    ],
)
def test_other_scales_of_the_tokens_only_change_the_unit(
    law: Callable[[Fraction], TokenLaw], c: Fraction, length: int
) -> None:
    """x → cx is a → a/c and L → c² L, where the end does not depend on the start."""
    stated = many_digits(numbers(law(c), 2, length, COMPARISON))
    units = {**dict.fromkeys(SCALES, 1 / c), "masked-product": 1 / c**2}
    for name, number in many_digits(numbers(law(Fraction(1)), 2, length, COMPARISON)).items():
        assert abs(stated[name] / (number * units.get(name, c**2)) - 1) < Fraction(1, 10**28)


@pytest.mark.parametrize(
    ("law", "dim", "length"),
    [(laws.full_one(1), 5, 100), (laws.full_one(1), 2, 1000), (SKEWED, 1000, 10)],
)
def test_large_sizes_are_at_rest_and_below_the_masked_loss(
    law: TokenLaw, dim: int, length: int
) -> None:
    for id in (LIMIT, COMPARISON):
        step = derived(law, dim, length).step(id).checked()
        assert step.status == "consistent"
        assert [check.kind for check in step.checks] == ["substitution"]
    stated = many_digits(numbers(law, dim, length, COMPARISON))
    assert stated["loss"] < stated["masked-loss"]
    assert stated["alpha"] < 0
    assert stated["beta"] < 0


def test_long_sequences_have_their_masked_fixed_point() -> None:
    value = derived(laws.full_one(1), 2, 10**9).step("masked-fixed-point").claim.value.at({})
    with mpmath.workdps(40):
        long = mpmath.harmonic(10**9 - 2) / (10**9 - 2)
        assert abs(value - 1 / (1 + long)) < mpmath.mpf(10) ** -35


def test_the_results_carry_numbers_and_digits() -> None:
    results = derive(laws.full_one(1), 2, 4, [LIMIT, COMPARISON])
    end = results[LIMIT]
    assert tuple(end.value) == tuple(end.parts) == SCALES
    assert end.status == "verified"
    assert end.parts == numbers(laws.full_one(1), 2, 4)
    assert end.value == {name: float(text) for name, text in end.parts.items()}
    written = json.loads(dumps(results))["results"]
    assert written[LIMIT]["value"] == end.value
    assert {name: side["expr"] for name, side in written[LIMIT]["parts"].items()} == end.parts
    assert written[COMPARISON]["value"]["masked-product"] == pytest.approx(4 / 7, rel=1e-15)
    stated = written[COMPARISON]["value"]
    assert round(stated["loss"], 6) == 0.594816  # docs/leaving-the-diagonal.md
    assert round(stated["masked-loss"], 6) == 0.857143


UNLIKE = laws.samples([[2, 1], [-1, 1], [1, 0]])
NEEDING_THE_MANIFOLD = (
    "permutation-symmetry",
    "symmetric-loss",
    "symmetric-flow",
    "symmetric-conserved",
    LIMIT,
    COMPARISON,
)


@pytest.mark.parametrize("id", NEEDING_THE_MANIFOLD)
@pytest.mark.parametrize(
    ("law", "dim", "words"),
    [(UNLIKE, None, "coordinates are not alike"), (laws.gaussian(1), 1, "d = 1: ")],
    ids=["data", "one coordinate"],
)
@pytest.mark.parametrize("length", [None, 4], ids=str)
def test_where_there_is_no_symmetric_manifold(
    length: int | None, law: TokenLaw, dim: int | None, words: str, id: str
) -> None:
    step = derived(law, dim, length).step(id)
    assert step.checked().status == "not-applicable"
    assert step.obstacle is not None
    assert isinstance(step.obstacle.error, NotApplicable)
    assert str(step.obstacle.error).startswith(words)


def test_what_does_not_need_the_manifold_is_there_without_it() -> None:
    assert derived(UNLIKE).step("preconditioned-step").claim.value is True
    assert derived(UNLIKE).step("masked-fixed-point").checked().status == "coordinates-differ"
    one = derived(laws.gaussian(1), 1, 4).step("masked-fixed-point").claim.value
    assert one.at({}) == Fraction(1, 5)


@pytest.mark.parametrize("length", [None, 4], ids=str)
def test_moments_that_are_not_given_are_missing(length: int | None) -> None:
    law = laws.moments("m2=1,m4=3,m6=15")
    for id in ("symmetric-loss", "symmetric-flow", "symmetric-conserved", LIMIT):
        step = derived(law, 2, length).step(id)
        assert step.checked().status == "missing-moment"
        assert step.obstacle is not None
        assert isinstance(step.obstacle.error, MissingMoment)
        assert "E[x_j" in str(step.obstacle.error)
    assert derived(law, 2, length).step(COMPARISON).obstacle is not None
    assert derived(law, 2, length).step("masked-fixed-point").checked().status == "consistent"
    every = laws.moments("m1=0,m2=1,m3=0,m4=3,m5=0,m6=15")
    assert numbers(every, 2, 4) == numbers(laws.gaussian(1), 2, 4)


@pytest.mark.parametrize(
    ("law", "dim", "length"),
    [
        (laws.full_one(), 2, 4),
        (laws.full_one(1), None, 4),
        (laws.full_one(1), 2, None),
        (laws.exchangeable(), 2, 4),
    ],
)
def test_where_a_symbol_is_left_there_are_equations(
    law: TokenLaw, dim: int | None, length: int | None
) -> None:
    step = derived(law, dim, length).step(LIMIT)
    assert tuple(step.claim.parts) == ("a'", "alpha'", "b'", "beta'", "balance")
    flow = derived(law, dim, length).step("symmetric-flow").claim.parts
    for name, formula in flow.items():
        assert step.claim.parts[name].element == formula.element
    others = dim or 7
    scales = {"a": Fraction(2), "alpha": Fraction(3), "b": Fraction(5), "beta": Fraction(7)}
    balance = step.claim.parts["balance"].at({**scales, "d": others})
    assert balance == 4 - 25 + (others - 1) * (9 - 49)
    obstacle = derived(law, dim, length).step(COMPARISON).obstacle
    assert obstacle is not None
    assert "is a symbol" in str(obstacle.error)


STATED: dict[str, Setting] = {
    f"{k} {setting.law.name}": setting
    for k, setting in enumerate(REGISTRY["symmetric-manifold"].settings)
}
IDS = tuple(step.id for step in symmetric_manifold.derive(STATED["6 gaussian"]).steps)
WITHOUT = {
    ("0 exchangeable", COMPARISON),
    ("1 full-one", COMPARISON),
    *(("6 gaussian", id) for id in NEEDING_THE_MANIFOLD),
}
"""Where a number is asked for that no symbol has, or d = 1."""


@cache
def witness(setting: Setting) -> Witness:
    return Witness(REGISTRY["symmetric-manifold"], setting)


def step_of(setting: Setting, id: str) -> Step:
    return derived(setting.law, setting.dim, setting.length).step(id)


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("name", STATED)
def test_every_step_is_verified_or_not_applicable(name: str, id: str) -> None:
    setting = STATED[name]
    step = step_of(setting, id)
    checked = step.checked(witness(setting).checks(step))
    assert checked.status == ("not-applicable" if (name, id) in WITHOUT else "verified")
    assert {check.outcome for check in checked.checks} <= {"passed"}


MEASURED: dict[str, Setting] = {
    "two-point": Setting(SKEWED, 2, 5),
    "full-one": Setting(laws.full_one(1), 2, 4),
}


def outcomes(setting: Setting, id: str, claim: Claim) -> dict[str, str]:
    """Return what each kind of check says of another claim in the place of a step's."""
    step = step_of(setting, id)
    found = [obligation(claim) for obligation in step.obligations]
    return {c.kind: c.outcome for c in (*found, *witness(setting).checks(step, claim))}


def one_more(formula: Formula) -> Formula:
    return replace(formula, element=formula.element + 1)


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("name", MEASURED)
def test_the_claim_itself_passes_every_check(name: str, id: str) -> None:
    claim = step_of(MEASURED[name], id).claim
    found = outcomes(MEASURED[name], id, claim)
    assert set(found.values()) == {"passed"}
    assert len(found) >= 2


@pytest.mark.parametrize("id", ["symmetric-loss", "symmetric-conserved", "masked-fixed-point"])
@pytest.mark.parametrize("name", MEASURED)
def test_a_formula_that_is_one_more_fails_every_check(name: str, id: str) -> None:
    claim = step_of(MEASURED[name], id).claim
    wrong = replace(claim, value=one_more(claim.value))
    assert set(outcomes(MEASURED[name], id, wrong).values()) == {"failed"}


@pytest.mark.parametrize("part", ["a'", "alpha'", "b'", "beta'"])
@pytest.mark.parametrize("name", MEASURED)
def test_a_velocity_that_is_one_more_or_another_s_fails_every_check(name: str, part: str) -> None:
    claim = step_of(MEASURED[name], "symmetric-flow").claim
    others = {"a'": "alpha'", "alpha'": "b'", "b'": "beta'", "beta'": "a'"}
    for wrong in (one_more(claim.parts[part]), claim.parts[others[part]]):
        changed = replace(claim, parts={**claim.parts, part: wrong})
        found = outcomes(MEASURED[name], "symmetric-flow", changed)
        assert found == dict.fromkeys(
            ("symbolic-zero", "exact-enumeration", "quadrature"), "failed"
        )


@pytest.mark.parametrize("id", ["permutation-symmetry", "preconditioned-step"])
@pytest.mark.parametrize("name", MEASURED)
def test_a_verdict_that_is_denied_fails_every_check(name: str, id: str) -> None:
    claim = step_of(MEASURED[name], id).claim
    assert claim.value is True
    found = outcomes(MEASURED[name], id, replace(claim, value=False))
    assert set(found.values()) == {"failed"}


@pytest.mark.parametrize("part", ["a'", "alpha'", "b'", "beta'"])
def test_an_equation_that_is_one_more_is_caught_by_the_full_model(part: str) -> None:
    setting = STATED["1 full-one"]
    claim = step_of(setting, LIMIT).claim
    changed = replace(claim, parts={**claim.parts, part: one_more(claim.parts[part])})
    found = outcomes(setting, LIMIT, changed)
    assert found["exact-enumeration"] == found["quadrature"] == "failed"


def with_number(claim: Claim, name: str, text: str) -> Claim:
    texts = tuple((own, text if own == name else old) for own, old in claim.value.texts)
    return replace(claim, value=replace(claim.value, texts=texts))


def changed_digits(text: str, first: int) -> str:
    """Return a number with three of its significant digits changed, the first of them `first`."""
    places = [k for k, sign in enumerate(text) if sign.isdigit()]
    start = next(n for n, k in enumerate(places) if text[k] != "0") + first - 1
    group = places[start : start + 3]
    found = list(text)
    for k in group:
        found[k] = str((int(text[k]) + 5) % 10)
    return "".join(found)


def test_changed_digits_are_where_they_are_said_to_be() -> None:
    assert changed_digits("-0.0461328", 1) == "-0.0916328"
    assert changed_digits("0.898772", 4) == "0.898227"


NAMES = {LIMIT: SCALES, COMPARISON: (*SCALES, "loss", "masked-product", "masked-loss")}
DECIMALS = [(id, name) for id, names in NAMES.items() for name in names]


@pytest.mark.parametrize(("id", "number"), DECIMALS)
@pytest.mark.parametrize("name", MEASURED)
def test_digits_that_doubles_can_see_fail_both_checks_when_changed(
    name: str, id: str, number: str
) -> None:
    claim = step_of(MEASURED[name], id).claim
    text = dict(claim.value.texts)[number]
    first = 2 if name == "two-point" else 9  # at 9 the gradient tells, and no loss or end of a flow
    wrong = with_number(claim, number, changed_digits(text, first))
    found = outcomes(MEASURED[name], id, wrong)
    assert found == {"substitution": "failed", "quadrature": "failed"}


@pytest.mark.parametrize(("id", "number"), DECIMALS)
@pytest.mark.parametrize("name", MEASURED)
def test_digits_that_doubles_cannot_see_fail_the_substitution_when_changed(
    name: str, id: str, number: str
) -> None:
    step = step_of(MEASURED[name], id)
    text = dict(step.claim.value.texts)[number]
    for first in (10, 15, 20, 25):
        wrong = with_number(step.claim, number, changed_digits(text, first))
        assert [check(wrong).outcome for check in step.obligations] == ["failed"], first


@pytest.mark.parametrize("name", MEASURED)
def test_other_fixed_points_are_not_where_training_ends(name: str) -> None:
    """The origin, the point with the other sign, and one off the balanced leaf."""
    setting = MEASURED[name]
    claim = step_of(setting, LIMIT).claim
    texts = dict(claim.value.texts)
    turned = {scale: str(-mpmath.mpf(text)) for scale, text in texts.items()}
    exact = many_digits(texts)
    unbalanced = {s: exact[s] * (Fraction(2) if s in SCALES[:2] else Fraction(1, 2)) for s in exact}
    with mpmath.workdps(DIGITS):
        moved = {
            s: mpmath.nstr(mpmath.mpf(x.numerator) / x.denominator, DIGITS, strip_zeros=False)
            for s, x in unbalanced.items()
        }
    for other in (dict.fromkeys(SCALES, "0"), turned, moved):
        wrong = replace(claim, value=Decimals(tuple(other.items())))
        assert outcomes(setting, LIMIT, wrong)["quadrature"] == "failed"
    wrong = replace(claim, value=Decimals(tuple(moved.items())))
    assert outcomes(setting, LIMIT, wrong)["substitution"] == "failed"


@pytest.mark.parametrize("name", MEASURED)
def test_the_masked_fixed_point_is_not_where_training_ends(name: str) -> None:
    setting = MEASURED[name]
    claim = step_of(setting, LIMIT).claim
    stated = many_digits(dict(step_of(setting, COMPARISON).claim.value.texts))
    with mpmath.workdps(2 * DIGITS):
        square = stated["masked-product"]
        root = mpmath.nstr(mpmath.sqrt(mpmath.mpf(square.numerator) / square.denominator), DIGITS)
    point = (("a", root), ("alpha", "0"), ("b", root), ("beta", "0"))
    found = outcomes(setting, LIMIT, replace(claim, value=Decimals(point)))
    assert found == {"substitution": "failed", "quadrature": "failed"}


def test_a_loss_above_the_masked_one_fails() -> None:
    step = step_of(MEASURED["full-one"], COMPARISON)
    texts = dict(step.claim.value.texts)
    swapped = with_number(step.claim, "loss", texts["masked-loss"])
    swapped = with_number(swapped, "masked-loss", texts["loss"])
    assert set(outcomes(MEASURED["full-one"], COMPARISON, swapped).values()) == {"failed"}


def test_the_origin_is_at_rest_and_its_loss_is_above_the_masked_one() -> None:
    """Every velocity vanishes there, its loss is L(0) = ½ Σ_t E‖x_{t+1}‖²: only the loss tells."""
    step = step_of(MEASURED["full-one"], COMPARISON)
    wrong = with_number(step.claim, "loss", "2.00000000000000000000000000000")
    for scale in SCALES:
        wrong = with_number(wrong, scale, "0")
    assert set(outcomes(MEASURED["full-one"], COMPARISON, wrong).values()) == {"failed"}
