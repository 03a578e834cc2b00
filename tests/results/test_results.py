from fractions import Fraction

import pytest
import sympy

from symbolic_mesa import CoordinatesDiffer, InvalidInput, MissingMoment, derive, laws


def test_a_result_shows_its_expression_value_and_checks() -> None:
    results = derive(laws.gaussian(sigma=1), dim=5, length=100, theorem="theorem-4.1")
    result = results["fixed-point"]
    harmonic = sum(sympy.Rational(1, k) for k in range(1, 99))
    assert result.value == pytest.approx(float(1 / (5 + 4 * harmonic / 98)), rel=1e-15)
    assert isinstance(result.expr, sympy.Expr)
    assert float(result.expr) == pytest.approx(result.value)
    assert result.status == "verified"
    assert {check.outcome for check in result.checks} == {"passed"}


def test_a_result_is_evaluated_at_numbers() -> None:
    loss = derive(laws.gaussian(), check=False)["loss"]
    value = loss(sigma="1/2", d=2, T=3, a=1, b=0)
    assert value == pytest.approx(2 / 2 * (1 / 4))
    given = derive(laws.gaussian(sigma=1), dim=5, length=100, check=False)["fixed-point"]
    other = derive(laws.gaussian(sigma=1), dim=5, length=50, check=False)["fixed-point"]
    assert given(T=50) == other.value


def test_moments_left_as_symbols_can_be_given_later() -> None:
    fixed_point = derive(laws.generic(), check=False)["fixed-point"]
    assert fixed_point(kappa_1=3, kappa_2=15, kappa_3=0, T=7) == pytest.approx(1 / 5)
    named = derive(laws.moments("m2=1,m4=3,m6=q"), check=False)["kappa-2"]
    assert named(q=15) == 15


@pytest.mark.parametrize(
    "numbers",
    [{"T": 2}, {"T": "7/2"}, {"d": 0}, {"sigma": -1}, {"mu": 1}, {"T": "nan"}, {}],
    ids=str,
)
def test_numbers_that_cannot_be_meant_are_refused(numbers: dict[str, object]) -> None:
    fixed_point = derive(laws.gaussian(), dim=2, check=False)["fixed-point"]
    with pytest.raises(InvalidInput):
        fixed_point(**numbers)  # type: ignore[arg-type]  # wrong on purpose


def test_a_missing_moment_is_raised_where_it_is_needed() -> None:
    results = derive(laws.moments("m4=3,m6=15"), dim=1, check=False)
    assert results["fixed-point"].value == pytest.approx(0.2)
    assert results["loss"].status == "missing-moment"
    with pytest.raises(MissingMoment) as error:
        _ = results["loss"].expr
    assert error.value.moment == "E[x_j^2]"


def test_a_law_that_gives_neither_loss_nor_fixed_point_raises() -> None:
    with pytest.raises(MissingMoment, match=r"E\[x_j\^6\]"):
        derive(laws.student_t(5))
    assert derive(laws.student_t(5), results=["kappa-1"], check=False)["kappa-1"].value == 25


def test_coordinates_that_differ_are_named() -> None:
    results = derive(laws.samples([[1, 2], [3, 1]]), check=False)
    with pytest.raises(CoordinatesDiffer, match="j = 1"):
        _ = results["fixed-point"].expr
    assert results["kappa-1"].expr is None
    assert results["kappa-1"].parts is not None


def test_data_whose_coordinates_are_alike_give_one_formula() -> None:
    results = derive(laws.samples([[1, 2], [2, 1]]), length=3, theorem="theorem-4.1")
    assert results["fixed-point"].status == "verified"
    assert results["kappa-3"].value == pytest.approx((4 * 1 + 16 * 1) / 2)


def test_a_moment_beyond_doubles_has_no_value_and_no_false_check() -> None:
    results = derive(laws.gaussian("1e150"), dim=2, length=4, results=["kappa-2", "loss"])
    assert results["kappa-2"].value is None
    for id in ("kappa-2", "loss"):
        outcomes = {check.kind: check.outcome for check in results[id].checks}
        assert outcomes == {"exact-enumeration": "passed", "quadrature": "not-run"}


def test_a_value_below_doubles_is_none_and_not_0() -> None:
    tiny = laws.gaussian(Fraction(1, 10**90))
    results = derive(tiny, dim=2, length=4, check=False)
    assert results["kappa-1"].value is None
    assert results["kappa-3"].value is None
    assert results["test-error"].value is None
    assert results["m2"].value == pytest.approx(1e-180)
    assert results["other-blocks"].value == 0
    start = derive(tiny, dim=2, length=4, init=(0, 0), results=["limit-a"], check=False)
    assert start["limit-a"].value == 0


def test_notebooks_get_an_equation() -> None:
    results = derive(laws.gaussian(), check=False)
    assert (
        results["fixed-point"]
        ._repr_latex_()
        .startswith(r"$\displaystyle \widetilde{a} \widetilde{b} = \frac{1}")
    )


def test_unknown_results_are_refused() -> None:
    with pytest.raises(InvalidInput, match="choose from"):
        derive(laws.generic(), results=["nothing"])
    with pytest.raises(KeyError):
        derive(laws.generic(), results=["loss"], check=False)["kappa-1"]


SIZES = [{"dim": 0}, {"length": 2}, {"dim": True}, {"length": 3.5}]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_sizes_that_cannot_be_are_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        derive(laws.generic(), **sizes)
