"""Ends that are refused, and those of the model."""

from fractions import Fraction

import mpmath
import pytest

from derivations.symmetric.problem import START, symmetric
from symbolic_mesa import laws
from symbolic_mesa.formulas import flow_limits as limits
from symbolic_mesa.formulas.flow_limits import limit
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import NotApplicable
from tests.derivations.flows import (
    BALANCE,
    CURVE,
    DIGITS,
    RESTLESS,
    ROUNDING,
    apart,
    best_of_length_3,
    exactly,
    least_squares_product,
    limit_of,
    pull,
    rationals,
)


def test_an_end_that_no_conserved_polynomial_singles_out_is_refused() -> None:
    with pytest.raises(NotApplicable, match="no conserved quantity of degree 2 singles it out"):
        limit(CURVE, rationals("0", "1/3"), {})


def test_a_double_zero_is_refused() -> None:
    flow = {(3,): Fraction(-1), (2,): Fraction(3), (1,): Fraction(-3), (0,): Fraction(1)}
    with pytest.raises(NotApplicable, match="singles it out"):
        limit([flow], rationals("2"), {})


@pytest.mark.parametrize("name", RESTLESS)
def test_a_flow_that_does_not_come_to_rest_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_STEPS", 2000)  # as with all the steps, but sooner
    flow, start = RESTLESS[name]
    with pytest.raises(NotApplicable, match="gradient flow does not come to rest"):
        limit(flow, start, {})


def test_too_few_steps_are_refused_and_no_halfway_point_is_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_STEPS", 5)
    with pytest.raises(NotApplicable, match="does not come to rest"):
        limit(pull(), rationals("2", "1/3"), BALANCE)


@pytest.mark.parametrize(("dim", "length"), [(2, 4), (2, 7), (3, 3), (5, 20)])
def test_a_law_that_stays_on_the_diagonal_ends_at_the_root_of_the_product(
    dim: int, length: int
) -> None:
    found = limit_of(Setting(laws.rademacher(1), dim, length))
    with mpmath.workdps(2 * DIGITS):
        root = mpmath.sqrt(exactly(least_squares_product(dim, length)))
    assert apart(found.point, (root, mpmath.mpf(0), root, mpmath.mpf(0))) < ROUNDING
    assert found.isolated


@pytest.mark.parametrize("dim", [2, 3, 5])
def test_full_one_tokens_of_length_3_end_in_closed_form(dim: int) -> None:
    """KQ32 has the eigenvalues q at 1 and p beside it; ŷ_2 = q (Σ_l λ_l) PV12 λ, and p is 1/2.

    q PV12 = uI + v(J − I) is the best there is, and ‖KQ32‖ = ‖PV12‖ says what q is:
    q² + (d − 1) p² = ‖u, v‖²/q².
    """
    u, v = best_of_length_3(dim)
    found = limit_of(Setting(laws.full_one(1), dim, 3))
    with mpmath.workdps(2 * DIGITS):
        p = mpmath.mpf(1) / 2
        rest, size = (dim - 1) * p**2, exactly(dim * u**2 + dim * (dim - 1) * v**2)
        q = mpmath.sqrt((-rest + mpmath.sqrt(rest**2 + 4 * size)) / 2)
        block = (q + (dim - 1) * p) / dim, (q - p) / dim
        expected = (*block, exactly(u) / q, exactly(v) / q)
    assert apart(found.point, expected) < ROUNDING
    assert not found.isolated


def test_other_units_of_the_tokens_change_the_unit_of_the_end() -> None:
    """x → cx is a → a/c, and ends on the balanced leaf do not depend on where there one starts."""
    small, large = (limit_of(Setting(laws.two_point("1/3", c), 2, 4)).point for c in ("1/5", 20))
    with mpmath.workdps(2 * DIGITS):
        assert apart([x / 100 for x in small], large) < ROUNDING
        assert apart([x / 101 for x in small], large) > 1e-3


def test_the_end_depends_on_the_start_where_it_is_not_isolated() -> None:
    here = symmetric(Setting(laws.full_one(1), 2, 3))
    flow = [here.polynomial(velocity) for velocity in here.velocities.values()]
    known = here.polynomial(here.balance)
    start = rationals("3/4", "0", "3/4", "0")
    first, other = limit(flow, START, known), limit(flow, start, known)
    with mpmath.workdps(2 * DIGITS):
        for found, begin in ((first, START), (other, start)):
            assert abs(found.point[0] - found.point[1] - exactly(begin[0])) < ROUNDING
    assert apart(first.point, other.point) > 1e-2


def test_the_end_does_not_depend_on_the_start_where_it_is_isolated() -> None:
    here = symmetric(Setting(laws.full_one(1), 2, 4))
    flow = [here.polynomial(velocity) for velocity in here.velocities.values()]
    other = limit(flow, rationals("3/4", "0", "3/4", "0"), here.polynomial(here.balance))
    assert apart(here.limit.point, other.point) < ROUNDING
    unbalanced = limit(flow, rationals("1", "0", "3/4", "0"), here.polynomial(here.balance))
    assert apart(here.limit.point, unbalanced.point) > 1e-2
