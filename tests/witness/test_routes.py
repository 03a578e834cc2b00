"""How far numbers are from what is measured, and at which sizes the full model is run."""

from fractions import Fraction

import pytest

from numeric_check.laws.mixed_moments import NoNodes
from symbolic_mesa import laws
from symbolic_mesa.witness.full_routes import FULL_QUADRATURE
from symbolic_mesa.witness.routes import exact_error
from symbolic_mesa.witness.standing_in import SMALL_DIM, stand_in


@pytest.mark.parametrize(
    ("predicted", "measured", "error"),
    [
        (Fraction(3, 2), Fraction(3, 2), 0),
        (Fraction(3), Fraction(2), 0.5),
        (Fraction(2), Fraction(3), 1 / 3),
        (Fraction(9), Fraction(2), 1),  # no more than what is measured
        (Fraction(1), Fraction(0), 1),
        (Fraction(0), Fraction(1), 1),
        (1 + Fraction(1, 10**400), Fraction(1), 1e-300),  # beyond doubles, and yet no 0
    ],
)
def test_rationals_that_differ_have_an_error_however_near(
    predicted: Fraction, measured: Fraction, error: float
) -> None:
    assert exact_error(predicted, measured) == pytest.approx(error, rel=1e-15)


def test_complex_tokens_alone_are_refused_where_there_are_too_many_sequences() -> None:
    real = FULL_QUADRATURE.scene(laws.gaussian(1), 3, 6)
    assert real.sequences > 100_000
    with pytest.raises(NoNodes, match="complex tokens at d = 3, T = 4 have too many sequences"):
        FULL_QUADRATURE.scene(laws.complex_gaussian(1, 0), 3, 4)
    assert FULL_QUADRATURE.scene(laws.complex_gaussian(1, 0), 1, 3).sequences <= 100_000


def test_few_coordinates_stand_in_for_many() -> None:
    many = laws.gaussian_vector("diag(1,2,3,4,5)")
    assert stand_in(many) == laws.gaussian_vector("diag(1,2,3)")
    assert stand_in(many, 2) == laws.gaussian_vector("diag(1,2)")
    joint = laws.joint([((1, 2, 3, 4), 1)])
    assert stand_in(joint) == laws.joint([((1, 2, 3), 1)])


def test_a_law_that_is_small_stands_for_itself() -> None:
    for law in (laws.gaussian_vector("diag(1,2,3)"), laws.gaussian(), laws.generic()):
        assert stand_in(law) is law


@pytest.mark.parametrize(("rows", "kept"), [(30, 24), (5, 5)])
def test_the_first_tokens_stand_for_a_table(rows: int, kept: int) -> None:
    """Coordinates that are not alike are all kept where they are few."""
    found = stand_in(laws.samples([[k, 1, 2] for k in range(rows)]))
    assert found == laws.samples([[k, 1, 2] for k in range(kept)])
    assert found.dim == SMALL_DIM
