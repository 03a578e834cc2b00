"""What is claimed of the symmetric manifold is checked, and what is wrong fails."""

from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest

from symbolic_mesa import laws
from symbolic_mesa.formulas.decimals import Decimals
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.text.errors import MissingMoment, NotApplicable
from tests.derivations.symmetric import (
    COMPARISON,
    DECIMALS,
    DIGITS,
    IDS,
    LIMIT,
    MEASURED,
    NEEDING_THE_MANIFOLD,
    SCALES,
    STATED,
    UNLIKE,
    WITHOUT,
    changed_digits,
    derived,
    many_digits,
    numbers,
    one_more,
    outcomes,
    step_of,
    with_number,
    witness,
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


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("name", STATED)
def test_every_step_is_verified_or_not_applicable(name: str, id: str) -> None:
    setting = STATED[name]
    step = step_of(setting, id)
    checked = step.checked(witness(setting).checks(step))
    assert checked.status == ("not-applicable" if (name, id) in WITHOUT else "verified")
    assert {check.outcome for check in checked.checks} <= {"passed"}


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


def test_changed_digits_are_where_they_are_said_to_be() -> None:
    assert changed_digits("-0.0461328", 1) == "-0.0916328"
    assert changed_digits("0.898772", 4) == "0.898227"


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
