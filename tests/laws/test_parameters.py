"""Parameters of the catalogue: symbols, numbers in their place, moments that do not exist."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.parameters import TAKEN, symbol_of
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.models.causal_linear_attention import MOMENTS, PROBLEM
from symbolic_mesa.models.problem import SIZES
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from tests.laws.catalogue import REAL, WITH_CONSTANT
from tests.laws.rings import Named

VALUES: dict[str, dict[str, Fraction]] = {
    "gaussian": {"sigma": Fraction(3, 2)},
    "sparse": {"c": Fraction(-5, 2)},
    "full-one": {"c": Fraction(-2, 3)},
    "rademacher": {"c": Fraction(5, 3)},
    "uniform": {"c": Fraction(7, 4)},
    "laplace": {"scale": Fraction(2, 3)},
    "bernoulli-gaussian": {"p": Fraction(2, 7), "sigma": Fraction(4, 3)},
    "student-t": {"nu": Fraction(19, 2)},
    "two-point": {"p": Fraction(1, 4), "scale": Fraction(3)},
    "sphere": {"radius": Fraction(5, 4)},
    "triangular": {"c": Fraction(7, 4)},
    "beta": {"p": Fraction(3, 2), "q": Fraction(4)},
    "gamma": {"shape": Fraction(5, 2), "scale": Fraction(2, 3)},
    "exponential": {"scale": Fraction(3, 2)},
    "poisson": {"rate": Fraction(5, 3)},
    "binomial": {"trials": Fraction(3), "p": Fraction(2, 5)},
    "geometric": {"p": Fraction(2, 5)},
    "one-hot": {"c": Fraction(-5, 2)},
    "ball": {"radius": Fraction(5, 4)},
    "dirichlet": {"alpha": Fraction(3, 2)},
    "multivariate-t": {"nu": Fraction(19, 2)},
    "equicorrelated-gaussian": {"rho": Fraction(2, 7)},
}
CONDITIONS: dict[str, tuple[str, ...]] = {
    "gaussian": ("sigma > 0",),
    "sparse": ("c != 0",),
    "full-one": ("c != 0",),
    "rademacher": ("c != 0",),
    "uniform": ("c > 0",),
    "laplace": ("scale > 0",),
    "bernoulli-gaussian": ("0 < p <= 1", "sigma > 0"),
    "student-t": ("nu > 0", "nu larger than every power that occurs"),
    "two-point": ("0 < p < 1", "scale > 0"),
    "sphere": ("radius > 0",),
    "triangular": ("c > 0",),
    "beta": ("p > 0", "q > 0"),
    "gamma": ("shape > 0", "scale > 0"),
    "exponential": ("scale > 0",),
    "poisson": ("rate > 0",),
    "binomial": ("trials >= 1, a whole number", "0 < p < 1"),
    "geometric": ("0 < p < 1",),
    "one-hot": ("c != 0",),
    "ball": ("radius > 0",),
    "dirichlet": ("alpha_1 > 0",),
    "multivariate-t": ("nu > 0", "nu larger than every sum of powers that occurs"),
    "equicorrelated-gaussian": ("rho_1 < 1", "rho_1 >= -1/(d - 1)"),
}
each_family = pytest.mark.parametrize("name", VALUES)


def by_symbol(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {symbol_of(parameter): value for parameter, value in values.items()}


def test_every_family_is_here() -> None:
    assert set(VALUES) == set(CONDITIONS) == {*REAL} - {*WITH_CONSTANT}


@each_family
def test_parameters_that_are_not_given_stay_symbols(name: str) -> None:
    law = laws.by_name(name, {})
    assert law == laws.by_name(name, dict.fromkeys(VALUES[name]))
    assert law == getattr(laws, name.replace("-", "_"))()
    symbols = {parameter: symbol_of(parameter) for parameter in VALUES[name]}
    assert law.parameters == symbols
    constants = tuple(constant.name for constant in law.constants)
    assert law.symbols(MOMENTS["kappa_1"]) == (*symbols.values(), *constants)
    assert law.conditions == CONDITIONS[name]
    assert (law.name, law.dim, law.exchangeable) == (name, None, True)


def test_names_that_the_theory_has_are_no_symbols_of_parameters() -> None:
    scales = {scale for form in PROBLEM.manifolds.values() for scale in form.scales}
    names = {*SIZES, "H", *scales, *PROBLEM.glossary, *PROBLEM.reserved}
    assert {name for name in names if name.isalpha()} == TAKEN
    assert (laws.dirichlet().parameters, laws.dirichlet("alpha")) == (
        {"alpha": "alpha_1"},
        laws.dirichlet(),
    )


@each_family
def test_fractions_cannot_hold_a_symbol(name: str) -> None:
    with pytest.raises(InvalidInput, match="has no value"):
        laws.by_name(name, {}).coordinate_sum(MOMENTS["kappa_1"], 2, Rationals())


@each_family
def test_given_values_take_the_place_of_symbols(name: str) -> None:
    values = VALUES[name]
    given = laws.by_name(name, {}).at({**by_symbol(values), "unheard_of": Fraction(1)})
    assert given == laws.by_name(name, values)
    assert given == getattr(laws, name.replace("-", "_"))(**values)
    assert given.parameters == values
    constants = tuple(constant.name for constant in given.constants)
    assert (given.symbols(MOMENTS["kappa_1"]), given.conditions) == (constants, ())


@each_family
def test_given_values_are_not_given_again(name: str) -> None:
    given = laws.by_name(name, VALUES[name])
    assert given.at({parameter: Fraction(1, 9) for parameter in VALUES[name]}) == given


@each_family
def test_a_symbol_stands_for_its_number_in_every_moment(name: str) -> None:
    for pattern in MOMENTS.values():
        with_symbols = laws.by_name(name, {}).coordinate_sum(
            pattern, 3, Named(by_symbol(VALUES[name]))
        )
        with_numbers = laws.by_name(name, VALUES[name]).coordinate_sum(pattern, 3, Rationals())
        assert with_symbols == with_numbers


@pytest.mark.parametrize("written", ["0.25", ".25", "1/4", "+2/8", " 25e-2 ", 0.25, Fraction(1, 4)])
def test_every_way_to_write_a_number_is_exact(written: object) -> None:
    assert laws.gaussian(written).parameters == {"sigma": Fraction(1, 4)}


def test_a_float_is_the_decimal_that_it_shows() -> None:
    assert laws.gaussian(0.1).parameters == {"sigma": Fraction(1, 10)}


def test_one_of_two_parameters_may_stay_a_symbol() -> None:
    law = laws.bernoulli_gaussian().at({"sigma": Fraction(2)})
    assert law == laws.bernoulli_gaussian(sigma=2)
    assert law.parameters == {"p": "p", "sigma": 2}
    assert law.symbols(MOMENTS["m_2"]) == ("p",)
    assert law.conditions == ("0 < p <= 1",)
    assert law.coordinate_sum(MOMENTS["m_2"], 1, Named({"p": Fraction(1, 3)})) == Fraction(4, 3)


def test_a_symbol_cannot_become_a_number_that_it_must_not_be() -> None:
    with pytest.raises(InvalidInput, match="sigma=0"):
        laws.gaussian().at({"sigma": Fraction(0)})


@pytest.mark.parametrize("nu", [6, "11/2", 5, "9/2"])
def test_student_t_names_the_sixth_moment_that_it_lacks(nu: object) -> None:
    law = laws.student_t(nu)
    for name in ("m_2", "kappa_1", "kappa_3"):
        assert law.coordinate_sum(MOMENTS[name], 3, Rationals()) > 0
    with pytest.raises(MissingMoment) as caught:
        law.coordinate_sum(MOMENTS["kappa_2"], 3, Rationals())
    assert caught.value.moment == "E[x_j^6]"
    assert f"nu = {nu}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_student_t_with_six_and_a_bit_has_the_sixth_moment() -> None:
    """E x^6 = 15 ν³/((ν − 2)(ν − 4)(ν − 6))."""
    found = laws.student_t("13/2").coordinate_sum(MOMENTS["kappa_2"], 1, Rationals())
    assert found == Fraction(15 * 13**3, 9 * 5 * 1)


@pytest.mark.parametrize("power", [1, 2, 3, 4])
def test_student_t_lacks_every_power_from_nu_on(power: int) -> None:
    with pytest.raises(MissingMoment):
        laws.student_t(power).coordinate_sum(Pattern((("j", 2), ("k", power)), ()), 2, Rationals())


def test_a_moment_that_no_coordinate_carries_need_not_exist() -> None:
    assert laws.student_t(5).coordinate_sum(Pattern((("j", 2),), (6,)), 1, Rationals()) == 0


@pytest.mark.parametrize(
    "law",
    [
        laws.equicorrelated_gaussian(0, variance="v"),
        laws.gaussian("q", mean=0),
        laws.two_point("1/3", "q", mean=0),
        laws.gaussian_mixture("1/2:0:q,1/2:0:1"),
        laws.complex_gaussian("v", 0),
        laws.gaussian_vector("diag(0,q)"),
        laws.gaussian_vector("0,0;0,q"),
    ],
    ids=repr,
)
def test_a_parameter_may_be_0_beside_a_symbol(law: TokenLaw) -> None:
    """Fields refuse 0^0: a moment in which a parameter has the power 0 is one without it."""
    found = derive(law, 2, check=False, results=["loss", "emergence-conditions", "m2"])
    assert {one.status for one in found.values()} == {"unchecked"}
