"""Laws whose moments have one number that is not algebraic."""

import pickle
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from numeric_check.laws.catalogue import LAWS as NUMERIC
from symbolic_mesa import derive, laws, moment
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.families import FamilyLaw
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.text.errors import InvalidInput, MesaError
from tests.exhaustive import first

LAWS: Mapping[str, FamilyLaw] = {
    "logistic": laws.logistic("2/3"),
    "lognormal": laws.lognormal("3/2", "1/sqrt(5)"),
    "truncated-gaussian": laws.truncated_gaussian("3/2", "2"),
}


def _logistic(x: Any) -> Any:
    z = x / (mpmath.mpf(2) / 3)
    return mpmath.sech(z / 2) ** 2 / 4 / (mpmath.mpf(2) / 3)


def _lognormal(z: Any) -> Any:
    return mpmath.npdf(z)


def _truncated(x: Any) -> Any:
    sigma = mpmath.mpf(3) / 2
    return mpmath.npdf(x / sigma) / sigma / mpmath.erf(2 / sigma / mpmath.sqrt(2))


def by_density(name: str, k: int) -> Any:
    """Return E x^k by integrating the density to 50 digits."""
    if name == "truncated-gaussian":
        return mpmath.quad(lambda x: x**k * _truncated(x), [-2, -1, 0, 1, 2])
    line = [-mpmath.inf, *range(-60, 61, 4), mpmath.inf]
    if name == "logistic":
        return mpmath.quad(lambda x: x**k * _logistic(x), line)
    scale, sigma = mpmath.mpf(3) / 2, 1 / mpmath.sqrt(5)
    return mpmath.quad(lambda z: (scale * mpmath.exp(sigma * z)) ** k * _lognormal(z), line)


@pytest.mark.parametrize("k", first([4, 3, 1, 2, 5, 6], 2))
@pytest.mark.parametrize("name", LAWS)
def test_moments_are_those_of_the_density(name: str, k: int) -> None:
    with mpmath.workdps(60):
        law = LAWS[name].with_numbers()
        found = law.family.moment((k,), 1, {**dict(law.values), **dict(law.fixed)})
        expected = by_density(name, k)
        near = (
            mpmath.mpmathify(found)
            if not isinstance(found, Fraction)
            else (mpmath.mpf(found.numerator) / found.denominator)
        )
        assert abs(near - expected) <= mpmath.mpf(10) ** -50 * (1 + abs(expected))


@pytest.mark.parametrize("name", first(sorted(LAWS, key="logistic".__eq__), 2))
def test_a_wrong_density_is_another(name: str) -> None:
    """The control of the test above: the fourth moment is not the square of the second."""
    with mpmath.workdps(60):
        assert abs(by_density(name, 4) - by_density(name, 2) ** 2) > 1e-3


def test_its_value_is_known_to_any_digits() -> None:
    found = derive(LAWS["lognormal"], 5, 100, ["fixed-point"], check=False)["fixed-point"]
    assert "y" in str(found.expr)
    assert found.formula is not None
    with mpmath.workdps(80):
        y, scale = mpmath.exp(mpmath.mpf(1) / 10), mpmath.mpf(3) / 2
        h = mpmath.harmonic(98)
        kappas = [scale**4 * y**16, scale**6 * y**36, 4 * scale**6 * y**4 * y**16]
        expected = kappas[0] / (kappas[1] + kappas[2] / 98 * h)
        assert abs(found.formula.at({}) - expected) < mpmath.mpf(10) ** -70
    assert found.value == pytest.approx(float(expected), rel=1e-15)


def test_a_constant_that_depends_on_a_symbol_asks_for_it() -> None:
    found = derive(laws.lognormal(1), 5, 100, ["fixed-point"], check=False)["fixed-point"]
    assert found.value is None
    assert found.formula is not None
    assert found.formula.symbols == ("sigma",)
    with pytest.raises(MesaError, match="sigma has no value"):
        found.formula.at({})
    assert found(sigma="1/2") == pytest.approx(
        derive(laws.lognormal(1, "1/2"), 5, 100, ["fixed-point"], check=False)["fixed-point"].value
    )


@pytest.mark.exhaustive
def test_what_is_a_polynomial_in_it_does_not_vanish() -> None:
    skewed = derive(laws.lognormal(1, 1, mean=0), results=["emergence"])["emergence"]
    assert (skewed.value, skewed.status) == (False, "verified")
    even = derive(laws.logistic(1), results=["emergence"])["emergence"]
    assert (even.value, even.status) == (True, "verified")


@pytest.mark.parametrize("name", LAWS)
def test_results_come_out_of_a_pickle(name: str) -> None:
    found = derive(LAWS[name], results=["kappa-2", "fixed-point"])
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  # made here
    assert again["fixed-point"].expr == found["fixed-point"].expr
    assert again["kappa-2"].value == found["kappa-2"].value


def test_of_a_moment_by_itself() -> None:
    assert str(moment(laws.logistic(), "x_j^2")) == "pi**2*scale**2/3"


@pytest.mark.parametrize("name", LAWS)
def test_numbers_alone_have_the_constant_as_a_fraction(name: str) -> None:
    """Training and simulations ask in a ring without symbols."""
    pattern = Pattern((("j", 2),), (4,))
    found = LAWS[name].coordinate_sum(pattern, 3, Rationals())
    with mpmath.workdps(40):
        expected = 2 * by_density(name, 2) * by_density(name, 4)
        assert abs(float(found) - expected) <= 1e-12 * abs(expected)
    with pytest.raises(InvalidInput, match="has no value"):
        laws.lognormal().coordinate_sum(pattern, 3, Rationals())


def test_a_constant_far_from_doubles_is_no_long_fraction() -> None:
    """r of a bound of ten million deviations is 0 to any digits; e^(sigma^2/2) may be too large."""
    far = laws.truncated_gaussian("1/10", 10**6)
    assert far.with_numbers().fixed == (("r", Fraction(0)),)
    found = derive(far, 2, 4, ["kappa-1"])["kappa-1"]
    assert found.status == "verified"
    assert found.value == pytest.approx(3e-4)
    with pytest.raises(InvalidInput, match="scale the law"):
        laws.lognormal(1, 10**6).with_numbers()


def _of_poisson(n: int, rate: Any) -> Any:
    """P(x = n), as the difference of two distribution functions, by the incomplete gamma."""
    upper = mpmath.gammainc(n + 1, rate, regularized=True)
    return upper - (mpmath.gammainc(n, rate, regularized=True) if n else 0)


@pytest.mark.parametrize("rate", ["2", "5/3", "1/10", "30"])
@pytest.mark.parametrize("n", [0, 1, 3])
def test_how_often_a_poisson_number_has_a_value(n: int, rate: str) -> None:
    """Of the law, moved so that n goes to 0; the other side says the same."""
    law = laws.poisson(rate, mean=Fraction(rate) - n) if n else laws.poisson(rate)
    found = law.nonzero_sum((), 2, Rationals())
    mass = NUMERIC["poisson"].mass
    assert mass is not None
    second = mass({"rate": Fraction(rate)}, Fraction(n))
    with mpmath.workdps(80):
        expected = _of_poisson(n, mpmath.mpf(Fraction(rate).numerator) / Fraction(rate).denominator)
        for share in (1 - found, second):
            near = mpmath.mpf(share.numerator) / share.denominator
            assert abs(near - expected) <= mpmath.mpf(10) ** -40 * expected


def test_a_share_is_known_to_any_digits_and_other_results_have_no_constant() -> None:
    found = derive(laws.poisson(2), 2, 4, ["prediction-ratio", "fixed-point"], check=False)
    assert found["prediction-ratio"].formula is not None
    with mpmath.workdps(80):
        ratio = mpmath.mpf(188) / 951 / (1 - mpmath.exp(-2))
        assert abs(found["prediction-ratio"].formula.at({}) - ratio) < mpmath.mpf(10) ** -70
    assert found["fixed-point"].expr.is_Rational
    assert moment(laws.poisson(2), "x_j^2") == 6


def test_a_poisson_number_that_never_is_0_and_one_that_nearly_always_is() -> None:
    assert laws.poisson(10**6).nonzero_sum((), 2, Rationals()) == 1
    mass = NUMERIC["poisson"].mass
    assert mass is not None
    assert mass({"rate": Fraction(10**6)}, Fraction(0)) == 0
    small = laws.poisson("1/10^30").nonzero_sum((), 2, Rationals())
    assert small == pytest.approx(1e-30, rel=1e-12)
