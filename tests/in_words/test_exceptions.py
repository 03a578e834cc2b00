"""Dimensions at which claims about models in words say something else, and planted wrong ones."""

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from derivations.lookup import of_model
from symbolic_mesa import derive
from symbolic_mesa.exceptional import said_at
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.stating.files import read_model
from tests.exhaustive import first
from tests.in_words import stated

CENTRED = stated("y (N I - ones) X' A q / N", A="a Lambda^-1", y="w' X")
STAYS = {  # prediction, ansatz, and where it stays, by words
    "N = 1": ("y (I - ones / N) X' A q", "a Lambda^-1", {"N=1", "d=1"}),
    "N = 3": ("(N - 3) y X' A q / N + 0 w' A q", "a I", {"N=3", "d=1"}),
    "d = 2": ("(d - 2) y X' A q / N + 0 w' A q", "a I", {"d=1", "d=2"}),
    "a line": ("(N - d) y X' A q / N + 0 w' A q", "a I", {"d=1", "N - d=0"}),
    "both": ("w' A q + (N - 2) w' B A q + (d - 2) w' A B' q", "a I", {"d=1", "N=2,d=2"}),
    "a column": ("w' C A' q", "a C", {"N=1", "d=1"}),
    "a column, other tokens": ("w' C A' Lambda q", "a C", {"d=1"}),
}


@cache
def derived(text: str) -> Derived:
    (entry,) = of_model(read_model(text)).values()
    return Derived(entry, entry.settings[0])


def model(name: str) -> str:
    prediction, ansatz, _ = STAYS[name]
    tokens = {} if "X'" in prediction else {"q": "d x 1"}
    given = 'B = "d x d"\nC = "d x N"\n\n[random]'
    return stated(prediction, A=ansatz, **tokens).replace("[random]", given)


@pytest.mark.parametrize("name", first(STAYS, 2))
def test_places_where_weights_stay_are_found(name: str) -> None:
    found = derive(model=read_model(model(name)), results=["stays"])["stays"]
    places = {",".join(sorted(f"{left.expr}={n}" for left, n in one.where))
              for one in found.exceptions if one.value}  # fmt: skip
    assert (found.value, found.status, places) == (False, "verified", STAYS[name][2])


@pytest.mark.parametrize("name", first(STAYS))
def test_without_its_exceptions_the_verdict_fails(name: str) -> None:
    """Each of them is measured, in doubles: exact nodes may be too many there."""
    right = derived(model(name))
    step = right.derivation.step("stays")
    for k in range(len(step.claim.exceptions)):
        others = (*step.claim.exceptions[:k], *step.claim.exceptions[k + 1 :])
        _, doubles = right.witness.checks(step, replace(step.claim, exceptions=others))
        assert doubles.outcome == "failed"


def test_a_verdict_at_a_size_is_that_of_its_exception() -> None:
    for samples, stays in ((1, True), (2, False)):
        found = derive(model=read_model(CENTRED), samples=samples, results=["stays", "gradient-A"])
        assert found["stays"].value is stays
        assert {one.status for one in found.values()} == {"verified"}


@pytest.mark.exhaustive
@pytest.mark.parametrize("sizes", [(1, None), (2, None), (None, 1), (1, 1), (2, 3)])
def test_every_claim_is_verified_at_given_sizes(sizes: tuple[int | None, int | None]) -> None:
    dim, samples = sizes
    found = derive(model=read_model(CENTRED), dim=dim, samples=samples)
    assert {one.status for one in found.values()} <= {"verified", "not-applicable"}


def test_a_scale_rests_anywhere_where_nothing_depends_on_it() -> None:
    right = derived(CENTRED)
    step = right.derivation.step("fixed-point")
    (one,) = step.claim.exceptions
    assert one.value == "any number"
    assert said_at(step.claim.value, step.claim.exceptions, lambda left: left.at({"N": 1})) == (
        "any number"
    )
    assert [check.outcome for check in right.witness.checks(step)] == ["passed", "passed"]
    planted = replace(step.claim, exceptions=())
    assert [check.outcome for check in right.witness.checks(step, planted)] == ["failed", "failed"]
    nowhere = replace(step.claim, value="any number")
    assert [check.outcome for check in right.witness.checks(step, nowhere)] == ["failed", "failed"]


NOTHING = stated("tr(A) y X' q / N - d y X' A q / N", A="a I", X="d x N", q="d x 1", y="w' X")


def test_what_cancels_is_judged_beside_its_terms() -> None:
    """The gradient is exactly 0: what doubles make of it is rounding."""
    right = derived(NOTHING)
    step = right.derivation.step("stays")
    assert step.claim.value is True
    assert [check.outcome for check in right.witness.checks(step)] == ["passed", "passed"]
    planted = replace(step.claim, value=False)
    assert [check.outcome for check in right.witness.checks(step, planted)] == ["failed", "failed"]
    assert "does not depend on a" in str(right.derivation.step("fixed-point").obstacle.error)


@pytest.mark.parametrize(
    ("prediction", "ansatz"),
    [("y X' A q / N", "a Lambda"), ("y X' Lambda^2 A q / N", "a Lambda")],
)
def test_where_a_scale_rests_is_measured_for_badly_scaled_covariances(
    prediction: str, ansatz: str
) -> None:
    right = derived(stated(prediction, A=ansatz))
    step = right.derivation.step("fixed-point")
    assert [check.outcome for check in right.witness.checks(step)] == ["passed", "passed"]
    form = step.claim.value
    wrong = form.element * form.algebra.number(1 + Fraction(1, 10**5))
    planted = replace(step.claim, value=replace(form, element=wrong))
    assert [check.outcome for check in right.witness.checks(step, planted)] == ["failed", "failed"]


def test_a_scalar_that_may_be_zero_is_not_divided_by() -> None:
    text = stated(sigma="scalar").replace('target = "w\' q"', 'target = "sigma w\' q"')
    found = derive(model=read_model(text))
    assert {one.status for one in found.values()} == {"verified"}
    given = {"Lambda": np.diag([2.0, 1.0]), "N": 3, "sigma": 0}
    assert not np.any(found["minimiser"](**given))
    assert np.all(np.linalg.eigvalsh(found["normal-matrix"](**given)) > 0)
