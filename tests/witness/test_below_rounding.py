"""Laws of which doubles see less than is there: a true claim never fails, a false one still does.

Each is as near as may be to a law of which something vanishes: barely skewed, a token that hardly
ever comes, two tokens that hardly differ, a moment that hardly exists.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from derivations import REGISTRY
from derivations.sharp import theorem as theorem_4_1_sharp
from numeric_check.checks import exact_zeros
from symbolic_mesa import laws
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.results.deriving import derive
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.comparison import Witness
from symbolic_mesa.witness.full_routes import FULL_ENUMERATION, FULL_QUADRATURE
from symbolic_mesa.witness.routes import Route
from tests.exhaustive import first

SMALL = [Fraction(1, 10**k) for k in (9, 12, 17, 30)]
VERDICTS = ("emergence", "assumption-4.1", "recoverable")


def near_laws(small: Fraction) -> dict[str, TokenLaw]:
    rest = (1 - small) / 2
    return {
        "barely skewed": laws.two_point(Fraction(1, 2) - small, 1),
        "rarely 1": laws.two_point(small, 1),
        "rarely 3": laws.support({1: rest, -1: rest, 3: small}),
        "rarely not 0": laws.support({0: 1 - 2 * small, 1: small, -1: small}),
        "nearly (1, 1)": laws.support({1: Fraction(1, 2), 1 + small: Fraction(1, 2)}),
        "nearly signs": laws.moments(f"m2=1,m4={1 + small},m6={1 + 3 * small},symmetric"),
        "hardly a sixth moment": laws.student_t(6 + small),
    }


NAMES = tuple(near_laws(SMALL[0]))


@pytest.mark.parametrize("small", first(SMALL), ids=lambda small: f"{float(small):g}")
@pytest.mark.parametrize("name", NAMES)
def test_no_verdict_of_a_law_near_another_fails(name: str, small: Fraction) -> None:
    assert failures(near_laws(small)[name], *VERDICTS) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("small", first(SMALL), ids=lambda small: f"{float(small):g}")
@pytest.mark.parametrize("name", first(["nearly signs", "hardly a sixth moment"]))
def test_numbers_of_ill_conditioned_moments_do_not_fail(name: str, small: Fraction) -> None:
    ids = ("kappa-3", "unexplained-fraction", "hessian-spectrum", "trajectory-ab", "pl-constant")
    assert failures(near_laws(small)[name], *ids) == []


@pytest.mark.parametrize("name", first(["nearly (1, 1)", "rarely 3", "rarely 1"], 2))
def test_an_end_that_is_too_slow_to_be_followed_is_not_run(name: str) -> None:
    assert failures(near_laws(SMALL[1])[name], "symmetric-fixed-point") == []


def failures(law: TokenLaw, *ids: str) -> list[str]:
    return [step.id for step in derive(law, 2, 4, ids).failed]


@pytest.mark.parametrize("route", [FULL_ENUMERATION, FULL_QUADRATURE], ids=["exact", "doubles"])
def test_a_false_denial_fails_where_signs_do_not_matter(route: Route) -> None:
    assert denied(laws.gaussian(1), route) == "failed"


def test_of_barely_skewed_tokens_rationals_decide_and_doubles_do_not() -> None:
    law = near_laws(SMALL[0])["barely skewed"]
    assert denied(law, FULL_QUADRATURE) == "passed"  # the denial is the truth there: E x^3 is not 0
    assert denied(law, FULL_ENUMERATION) == "failed"


def denied(law: TokenLaw, route: Route) -> str:
    """Return the outcome of the verdict on emergence turned round."""
    setting = Setting(law, 2, 4)
    step = theorem_4_1_sharp.derive(setting).step("emergence")
    claim = replace(step.claim, value=not step.claim.value)
    (check,) = Witness(REGISTRY["theorem-4.1-sharp"], setting).checks(step, claim, (route,))
    return check.outcome


def test_what_vanishes_is_told_from_what_is_small() -> None:
    assert exact_zeros.even_in_signs(laws.gaussian(1), 2)
    assert not exact_zeros.even_in_signs(near_laws(SMALL[3])["barely skewed"], 2)
    assert exact_zeros.alike(laws.full_one(1), 3)
    assert not exact_zeros.alike(laws.samples([[1, 1], [1, 2]]), 2)
    assert exact_zeros.recovers_in_the_limit(laws.rademacher(1), 2)
    assert not exact_zeros.recovers(laws.rademacher(1), 2)
    assert exact_zeros.recovers(laws.sparse(1), 2)
    assert not exact_zeros.recovers_in_the_limit(near_laws(SMALL[3])["nearly (1, 1)"], 2)


def test_a_law_with_a_symbol_is_not_called_zero() -> None:
    assert not exact_zeros.even_in_signs(laws.gaussian(), 2)
