"""A number for each coordinate: ``diag(a)``, for a given d."""

import numpy as np
import pytest
from sympy import Matrix, Rational, Symbol, lambdify

from derivations.coordinate_flow import ByCoordinate
from symbolic_mesa import laws
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from tests.any_model import stating

DIAG = stating.stated('A = "diag(a)"\nB = "diag(b)"')
PAIR = stating.derived(DIAG, Setting(laws.gaussian(), dim=2))
MEASURED = (
    "loss",
    "gradient-A-diagonal",
    "gradient-A-off",
    "flow-a",
    "flow-b",
    "conserved",
    "hessian",
    "hessian-B-diagonal",
    "hessian-B-off",
)


@pytest.mark.parametrize("id", MEASURED)
def test_claims_by_coordinate_are_those_of_the_model(id: str) -> None:
    step = PAIR.derivation.step(id)
    assert stating.outcomes(PAIR, step) == stating.PASSED
    parts = step.claim.parts or {"": step.claim.value}
    key, side = next(iter(parts.items()))
    moved = Formula(side.element + side.algebra.symbol("a_1") ** 2, side.algebra)
    if step.claim.parts:
        wrong = stating.with_part(step, key, moved)
    else:
        wrong = stating.with_value(step, moved)
    assert stating.outcomes(PAIR, wrong) == stating.FAILED


def test_training_stays_on_it() -> None:
    step = PAIR.derivation.step("stays")
    assert step.claim.value is True
    assert stating.outcomes(PAIR, step) == stating.PASSED


def test_its_flow_is_that_of_the_papers_model() -> None:
    flow = ByCoordinate(PAIR.setting).velocities
    for name in ("a", "b"):
        for key, side in PAIR.derivation.step(f"flow-{name}").claim.parts.items():
            assert side.expr == flow[key].expr


def test_one_coordinate_has_the_fixed_point_of_one_scale() -> None:
    one = stating.derived(DIAG, Setting(laws.gaussian(1), dim=1))
    same = stating.derived(stating.stated('A = "a I"\nB = "b I"'), Setting(laws.gaussian(1), dim=1))
    for id in ("fixed-point", "minimum-loss"):
        step = one.derivation.step(id)
        assert stating.outcomes(one, step) == stating.PASSED
        assert step.claim.value.expr == same.derivation.step(id).claim.value.expr


ENDS = stating.derived(DIAG, Setting(laws.gaussian(1), dim=2, length=5))
ENDS_A, ENDS_B, PRODUCT = Symbol("a_2"), Symbol("b_1"), Rational(18, 101)


def test_two_coordinates_rest_where_they_have_one_product_up_to_signs() -> None:
    step = ENDS.derivation.step("fixed-point")
    assert stating.outcomes(ENDS, step) == stating.PASSED
    found = {str(key): side.expr for key, side in step.claim.parts.items()}
    lowest = min(side for key, side in found.items() if key.endswith(": L"))
    at_rest = {key.split(":")[0] for key, side in found.items() if side == lowest}
    assert at_rest == {"set 2, any b_1", "set 3, any b_1"}
    for name in at_rest:
        first, second, other, alone = (
            found.get(f"{name}: {scale}") for scale in ("a_1", "a_2", "b_2", "b_1")
        )
        assert alone is None
        assert (first * ENDS_B, second * other) == (PRODUCT, PRODUCT)
    key, side = next((k, s) for k, s in step.claim.parts.items() if s.expr == 1 / (5 * ENDS_A))
    wrong = Formula(side.element * 2, side.algebra)
    assert stating.outcomes(ENDS, stating.with_part(step, key, wrong)) == stating.FAILED


def test_no_other_point_is_at_rest() -> None:
    """Newton's method from anywhere ends on one of the sets."""
    names = ("a_1", "a_2", "b_1", "b_2")
    symbols = [Symbol(name) for name in names]
    sides = [
        side.expr
        for id in ("flow-a", "flow-b")
        for side in ENDS.derivation.step(id).claim.parts.values()
    ]
    speed = lambdify(symbols, sides, "math")
    slopes = lambdify(symbols, Matrix(sides).jacobian(symbols).tolist(), "math")
    draw, met = np.random.default_rng(3), set()
    for _ in range(60):
        point = draw.normal(size=4)
        for _ in range(80):
            point = point - np.linalg.lstsq(np.array(slopes(*point)), np.array(speed(*point)))[0]
        if np.max(np.abs(speed(*point))) < 1e-10:
            a_1, a_2, b_1, b_2 = point
            products = sorted(round(float(value), 6) for value in (a_1 * b_1, a_2 * b_2))
            alike = abs(a_1**2 - a_2**2) + abs(b_1**2 - b_2**2) < 1e-6
            met.add((*products, alike))
    both, one = round(18 / 101, 6), 0.2
    assert met == {(both, both, True), (0.0, one, False), (0.0, 0.0, True)}


@pytest.mark.parametrize(("dim", "said"), [(None, "give d, as --dim 2"), (5, "give d <= 4")])
def test_another_d_is_asked_for(dim: int | None, said: str) -> None:
    one = stating.derived(DIAG, Setting(laws.gaussian(), dim=dim))
    for id in ("loss", "flow-a", "stays", "hessian"):
        step = one.derivation.step(id)
        assert step.obstacle is not None
        assert str(step.obstacle.error) == f"a has a number for each coordinate; {said}"


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ('A = "diag(a)"\nB = "a I"', "(a number for each coordinate)"),
        ('A = "diag(a)"\nB = "a_1 I"', "(an entry of a diagonal)"),
    ],
)
def test_a_scale_has_one_meaning(weights: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said.replace("(", r"\(").replace(")", r"\)")):
        stating.stated(weights)
