"""The expansion for long sequences: within its stated error of the truth, and silent beyond it."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import isqrt
from random import Random
from typing import Any

import mpmath
import pytest

from derivations.dynamics import expansion, truncation
from derivations.dynamics.problem import dynamics
from derivations.dynamics.truncation import LOGARITHMIC, bound, first_length, largest
from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from symbolic_mesa.notation.sides import sides
from symbolic_mesa.record import Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable
from tests.exhaustive import first, first_rows

ID = "asymptotic-fixed-point"
SEED = 20270311
LAWS = (
    laws.gaussian(1),
    laws.sparse("1/2"),
    laws.full_one(1),
    laws.rademacher(2),
    laws.uniform(1),
    laws.laplace(1),
    laws.bernoulli_gaussian("1/3", 2),
    laws.student_t(9),
    laws.two_point("1/3", 2),
    laws.sphere(2),
)
DIMS, LENGTHS = (1, 2, 5, 20, 50, 75, 200), (3, 4, 5, 20, 100, 1000, 10**6)


def moments(law: TokenLaw, dim: int) -> tuple[Fraction, Fraction, Fraction]:
    first, second, third = (
        Fraction(law.coordinate_sum(MOMENTS[name], dim, Rationals(), {"j": 0}))
        for name in ("kappa_1", "kappa_2", "kappa_3")
    )
    return first, second, third


def truth(law: TokenLaw, dim: int, length: int, init: tuple[Fraction, Fraction]) -> dict[str, Any]:
    """Return s from the moments, where a and b end by Newton's method, and the rate."""
    first, second, third = map(real, moments(law, dim))
    harmonic = mpmath.harmonic(length - 2)
    saturation = (length - 2) * second + third * harmonic
    s = (length - 2) * first / saturation
    a0, b0 = map(real, init)
    a, b = a0, b0
    for _ in range(400):  # a b = s, a² − b² = a0² − b0²
        gaps = a * b - s, a * a - b * b - a0 * a0 + b0 * b0
        size = 2 * (a * a + b * b)
        a, b = (
            a - (2 * b * gaps[0] + a * gaps[1]) / size,
            b - (2 * a * gaps[0] - b * gaps[1]) / size,
        )
    return {"ab": s, "a": a, "b": b, "rate": saturation * (a * a + b * b)}


def step_at(law: TokenLaw, dim: int, length: int | None, init: Any = None) -> Step:
    return expansion.expansion(dynamics(Setting(law, dim, length, init)))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_at_every_size_it_is_within_its_error_or_not_applicable(law: TokenLaw) -> None:
    for dim, length in product(DIMS, LENGTHS):
        step = step_at(law, dim, length)
        _, second, third = moments(law, dim)
        error = bound(third / second, length)
        if error >= 1:
            assert step.status == "not-applicable", (dim, length)
            continue
        first, second, third = map(real, moments(law, dim))
        s = first / (second + third * mpmath.harmonic(length - 2) / (length - 2))
        gap = abs(sides(step.claim)["ab"].at({}) / s - 1)
        assert gap <= error + mpmath.mpf(10) ** -14, (dim, length)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("law", "dim"),
    first_rows([(laws.full_one(1), 20), (laws.rademacher(1), 50), (laws.gaussian(1), 75)]),
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_many_coordinates_are_no_failure(law: TokenLaw, dim: int) -> None:
    assert derive(law, dim, 100, [ID])[ID].status == "not-applicable"
    found = derive(law, dim, 10**4, [ID])[ID]
    assert found.status == "verified"


def test_what_is_far_from_the_truth_is_not_said() -> None:
    found = derive(laws.full_one(1), 50, 20, [ID, "fixed-point"])
    assert found["fixed-point"].value == pytest.approx(0.0951, abs=5e-5)
    with pytest.raises(NotApplicable, match="from T = 585 on"):
        _ = found[ID].formula
    assert step_at(laws.full_one(1), 50, 584).obstacle
    assert not step_at(laws.full_one(1), 50, 585).obstacle


def test_the_error_holds_for_the_ends_and_the_rate() -> None:
    chance = Random(SEED)  # noqa: S311  # no secret
    closest = 0.0
    for _ in range(25):
        law = chance.choice(LAWS)
        dim, length = chance.randint(1, 60), int(10 ** chance.uniform(0.5, 5))
        scale = Fraction(10) ** chance.randint(-3, 3)
        a, b = (Fraction(chance.randint(1, 99), 10) * scale for _ in "ab")
        step = step_at(law, dim, length, (a, b))
        _, second, third = moments(law, dim)
        error = bound(third / second, length)
        assert bool(step.obstacle) is (error >= 1)
        if step.obstacle or not error:
            continue
        with mpmath.workdps(40):
            exact = truth(law, dim, length, (a, b))
            for name, form in sides(step.claim).items():
                part = abs(form.at({}) / exact[name] - 1) / error
                closest = max(closest, float(part))
                assert part <= 1, (SEED, law.name, dim, length, name)
    assert closest > 0.1, SEED  # the constants are of the right size


def test_the_shortest_length_is_where_the_error_says_something() -> None:
    assert first_length(Fraction(0)) == 3
    for ratio in (Fraction(1, 7), Fraction(4, 5), Fraction(49), Fraction(10**9)):
        length = first_length(ratio)
        assert bound(ratio, length) < 1
        assert length == 3 or bound(ratio, length - 1) >= 1


def test_the_partial_sums_are_as_near_to_their_expansion_as_the_proof_says() -> None:
    with mpmath.workdps(60):
        for length in (*range(3, 60), 10**3, 10**6, 10**12):
            log = mpmath.log(length) + mpmath.euler
            own = mpmath.harmonic(length - 2) / (length - 2)
            kept = log / length + (2 * log - mpmath.mpf(3) / 2) / mpmath.mpf(length) ** 2
            assert 0 < own - kept < 4 * (log - 1) / (mpmath.mpf(length) ** 2 * (length - 2))


def test_derivatives_are_below_their_bounds() -> None:
    """The three functions of w themselves, differentiated numerically."""
    functions = (
        lambda q, w: mpmath.sqrt(mpmath.sqrt(q * q + w * w) + q),
        lambda q, w: w / mpmath.sqrt(mpmath.sqrt(q * q + w * w) + q),
        lambda q, w: mpmath.sqrt(q * q + w * w) / w,
    )
    with mpmath.workdps(40):
        for logarithmic, function in zip(LOGARITHMIC, functions, strict=True):
            bounds = largest(logarithmic)
            for q, w, order in product(("0", "0.1", "1", "30"), ("0.2", "0.7", "1"), (1, 2, 3)):
                q_, w_ = mpmath.mpf(q), mpmath.mpf(w)
                found = mpmath.diff(lambda x, q=q_, f=function: f(q, x), w_, order)
                ratio = abs(found) * w_**order / function(q_, w_)
                assert ratio <= real(bounds[order - 1]) + mpmath.mpf(10) ** -10


@pytest.mark.parametrize("length", [None, 5, 100])
def test_claims_beyond_the_error_are_caught(length: int | None) -> None:
    step = step_at(laws.gaussian(1), 2, length, (Fraction(-3, 4), Fraction(1, 2)))
    check = step.obligations[1]
    assert check(step.claim).outcome == "passed"
    for name, form in step.claim.parts.items():
        more = Formula(form.formula.element * (10**9 + 1) / 10**9, form.formula.algebra)
        wrong = {**step.claim.parts, name: replace(form, formula=more)}
        assert check(replace(step.claim, parts=wrong)).outcome == "failed", name


def test_an_error_without_its_constant_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its range the expansion is further off than a bound without r³ would allow."""
    step = step_at(laws.full_one(1), 50, 10**4)
    assert step.obligations[1](step.claim).outcome == "passed"
    monkeypatch.setattr(
        expansion, "bound", lambda ratio, length: (mpmath.log(length) / length) ** 3
    )
    assert step.obligations[1](step.claim).outcome == "failed"


def test_out_of_range_the_check_says_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(truncation, "bound", lambda ratio, length: mpmath.mpf(0))
    monkeypatch.setattr(expansion, "bound", lambda ratio, length: mpmath.mpf(1) / 2)
    step = step_at(laws.full_one(1), 50, 20)  # 68.18, where the truth is 0.0951
    assert sides(step.claim)["ab"].at({}) == pytest.approx(68.18, abs=0.005)
    assert step.obligations[1](step.claim).outcome == "failed"


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "law",
    first(
        [
            laws.gaussian("1e100"),
            laws.gaussian("1e-100"),
            laws.bernoulli_gaussian("1e-100", 1),
            laws.rademacher("1e90"),
        ]
    ),
    ids=lambda law: f"{law.name}-{float(next(iter(law.values))[1]):g}",
)
def test_laws_of_extreme_scale(law: TokenLaw) -> None:
    for init in (None, ("2", "1/3"), ("1e-90", "-1e80")):
        found = derive(law, 5, 100, [ID, "limit-a", "limit-b"], init=init)
        assert {found[id].status for id in found} <= {"verified", "consistent"}


def test_what_cancels_is_worked_out_with_more_digits() -> None:
    """b = s/a with s = 1e-200: the root D is Delta up to the 400th digit."""
    found = derive(laws.gaussian("1e100"), 1, 100, ["limit-b"], False, ("2", "1/3"))["limit-b"]
    s = Fraction(1, 5 * 10**200)
    delta = 4 - Fraction(1, 9)
    larger = Fraction(isqrt(int(delta * 10**80)), 10**40)
    assert found.value == pytest.approx(float(s / larger), rel=1e-14)


def test_the_expansion_differs_by_the_next_order() -> None:
    long = 10**9
    ids = ["asymptotic-fixed-point", "fixed-point", "limit-a", "limit-b", "rate"]
    for start in (("2", "-1"), ("-3", "1/2"), ("1", "1")):
        found = derive(laws.gaussian(1), 5, long, ids, False, start)
        with mpmath.workdps(40):
            for name, id in zip(("ab", "a", "b", "rate"), ids[1:], strict=True):
                exact = found[id].step.claim.value.at({})
                near = sides(found[ids[0]].step.claim)[name].at({})
                scaled = abs(near / exact - 1) * (mpmath.mpf(long) / mpmath.log(long)) ** 3
                assert scaled < 20, name


def test_on_the_saddle_line_only_the_fixed_point_is_expanded() -> None:
    found = derive(laws.gaussian(1), 5, None, ["asymptotic-fixed-point"], init=("1", "-1"))
    assert list(found["asymptotic-fixed-point"].parts or ()) == ["ab"]
    assert found["asymptotic-fixed-point"].status == "verified"
