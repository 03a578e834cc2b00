"""Laws known by their moments: what is given, what is missing, what is a symbol."""

from fractions import Fraction

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.fractions import algebra
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.models.causal_linear_attention import MOMENTS, PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment
from tests.laws.rings import Named


def pinned(*powers: int) -> Pattern:
    return Pattern(tuple(zip("jkrs", powers, strict=False)), ())


def moment(law: laws.MomentLaw, *powers: int) -> Fraction:
    return law.coordinate_sum(pinned(*powers), 4, Rationals())


def test_single_moments_alone_make_independent_coordinates() -> None:
    law = laws.moments("m1=1/2,m2=1,m4=3")
    assert moment(law, 4, 2, 1) == Fraction(3, 2)
    assert law.coordinate_sum(Pattern((("j", 2),), (4, 1)), 5, Rationals()) == 18
    assert law.coordinate_sum(Pattern((("j", 2),), (4, 0)), 1, Rationals()) == 0
    assert (moment(law), moment(law, 0), law.dim, law.exchangeable) == (1, 1, None, True)


@pytest.mark.parametrize(("power", "words"), [(1, "E[x_j]"), (3, "E[x_j^3]"), (5, "E[x_j^5]")])
def test_odd_moments_are_missing_until_said_to_vanish(power: int, words: str) -> None:
    with pytest.raises(MissingMoment, match=f"m{power}=1") as caught:
        moment(laws.moments("m2=1,m4=3,m6=15"), 2, power)
    assert caught.value.moment == words
    assert "\n" not in str(caught.value)
    assert moment(laws.moments("m2=1,m4=3,m6=15,symmetric"), 2, power) == 0


def test_an_even_moment_is_missing_in_a_symmetric_law_too() -> None:
    with pytest.raises(MissingMoment) as caught:
        moment(laws.moments("m2=1,m4=3,symmetric"), 6)
    assert caught.value.moment == "E[x_j^6]"


def test_a_missing_moment_that_no_coordinate_carries_is_not_missed() -> None:
    law = laws.moments("m2=1")
    assert law.coordinate_sum(Pattern((("j", 2),), (4,)), 1, Rationals()) == 0


def test_a_mixed_moment_is_what_it_is_said_to_be() -> None:
    law = laws.moments({"m2": 1, "m4": 3, "m6": 15, "2 , 4": "7/2"}, symmetric=True)
    assert law == laws.moments({"4,2": 3.5, "m2": 1, "m4": 3, "m6": 15}, symmetric=True)
    assert moment(law, 2, 4) == moment(law, 4, 2) == moment(law, 0, 2, 4) == Fraction(7, 2)
    assert law.coordinate_sum(MOMENTS["kappa_3"], 9, Rationals()) == 8 * Fraction(7, 2)
    assert (moment(law, 1, 3), moment(law, 6), moment(law, 1)) == (0, 15, 0)


@pytest.mark.parametrize(
    ("powers", "words"),
    [((2, 2), "E[x_j^2 x_r^2]"), ((1, 4), "E[x_j^4 x_r]"), ((2, 2, 1), "E[x_i1^2 x_i2^2 x_i3]")],
)
def test_mixed_moments_are_no_products_once_one_is_given(
    powers: tuple[int, ...], words: str
) -> None:
    law = laws.moments({"m1": 0, "m2": 1, "m4": 3, "m6": 15, "2,4": 3})
    with pytest.raises(MissingMoment) as caught:
        moment(law, *powers)
    assert caught.value.moment == words


def test_symbols_are_numbers_once_they_have_values() -> None:
    law = laws.moments({"m2": "r", "m4": 3, "2,4": "q", "m6": 15}, symmetric=True)
    assert law.conditions
    assert set(law.symbols(pinned(2))) == {"r"}
    assert law.symbols(pinned(1, 2)) == law.symbols(pinned(4)) == ()
    ring = Named({"q": 4})
    assert law.coordinate_sum(MOMENTS["kappa_3"], 3, ring) == 8
    assert ring.read == {"q"}
    given = law.at({"q": Fraction(4), "unheard_of": Fraction(0)})
    assert given == laws.moments({"m2": "r", "m4": 3, "2,4": 4, "m6": 15}, symmetric=True)
    assert given.at({"r": Fraction(1)}).conditions == ()
    with pytest.raises(InvalidInput, match="no law has them"):
        law.at({"r": Fraction(2)})


def test_a_moment_may_bear_its_own_name() -> None:
    own = {"m2": "m_2", "m4": "kappa_1", "m6": "kappa_2", "m8": "mu_8", "2,2,2": "mu_2_2_2"}
    law = laws.moments({**own, "m1": 0})
    assert law.parameters == {"m1": 0, **own}
    named = {key: own[key] for key in ("m2", "m4", "m6")}
    assert derive(laws.moments(named), check=False)["kappa-1"].formula.symbols == ("kappa_1",)


GENERIC = {
    (2,): "mu_2",
    (4,): "mu_4",
    (8,): "mu_8",
    (2, 2): "mu_2_2",
    (2, 2, 2): "mu_2_2_2",
    (2, 6): "mu_6_2",
    (4, 4, 2, 2): "mu_4_4_2_2",
}


@pytest.mark.parametrize(("powers", "name"), GENERIC.items())
def test_generic_moments_are_symbols_of_canonical_names(powers: tuple[int, ...], name: str) -> None:
    law, ring = laws.generic(), Named({name: 7})
    assert law.symbols(pinned(*powers)) == (name,)
    assert law.coordinate_sum(pinned(*powers), 5, ring) == 7
    assert ring.read == {name}


@pytest.mark.parametrize("dim", [2, 3, 10])
def test_kappa_3_is_the_whole_sum_over_other_coordinates(dim: int) -> None:
    """The law names the mixed moment, the field of the paper's formulas the sum."""
    law, pattern = laws.generic(), MOMENTS["kappa_3"]
    assert law.symbols(pattern) == ("mu_4_2",)
    assert law.coordinate_sum(pattern, dim, Named({"mu_4_2": 7})) == 7 * (dim - 1)
    field = algebra(PROBLEM, Setting(law, dim), (), [pattern], ())
    assert law.coordinate_sum(pattern, field.dim, field) == field.symbol("kappa_3")
    mixed = law.coordinate_sum(pinned(2, 4), field.dim, field)
    assert mixed * (dim - 1) == field.symbol("kappa_3")


def test_generic_is_symmetric_and_has_no_table() -> None:
    law = laws.generic()
    assert law == laws.by_name("generic", {}) == law.at({"kappa_1": Fraction(3)})
    assert (law.name, law.parameters, law.dim, law.exchangeable) == ("generic", {}, None, True)
    assert law.conditions
    assert (law.symbols(pinned(1, 3)), law.symbols(pinned(0))) == ((), ())
    assert (moment(law, 1, 3), moment(law, 0)) == (0, 1)
