"""A law with `mean` and `variance` is mean + factor (x − E x), whatever the law."""

import pickle
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any

import pytest
import sympy

from symbolic_mesa import derive, laws
from symbolic_mesa import moment as asked
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.catalogue import COMPOUNDS
from symbolic_mesa.laws.catalogue.family import ROOT, Powers
from symbolic_mesa.laws.protocol import Rationals
from symbolic_mesa.text.errors import MissingMoment
from symbolic_mesa.text.surds import root
from tests.laws.catalogue import FACTOR, MOVED, REAL, WITH_CONSTANT, moment, moved, variance_of
from tests.laws.refusal import refusal
from tests.laws.rings import Named

DIM = 3
POWERS = ((1,), (2,), (3,), (4,), (6,), (1, 1), (2, 1), (2, 2), (4, 2), (3, 3), (2, 1, 1))
each_law = pytest.mark.parametrize("name", [x for x in MOVED if x not in WITH_CONSTANT])


def test_every_law_but_the_constant_one_is_here() -> None:
    assert {*MOVED, "full-one"} == {*REAL, "gaussian-mixture", *COMPOUNDS}


@each_law
def test_it_has_the_mean_and_the_variance_that_are_given(name: str) -> None:
    law = moved(name, DIM, mean=5, factor=FACTOR)
    wanted = law.parameters["variance"]
    assert (moment(law, (1,), DIM), variance_of(law, DIM)) == (5, wanted)
    assert moment(moved(name, DIM, mean=0), (1,), DIM) == 0


@each_law
def test_moments_are_those_of_the_image(name: str) -> None:
    """By the expansion of Π (u + factor x_i)^k with u = mean − factor E x."""
    law, base = moved(name, DIM, mean=5, factor=FACTOR), moved(name, DIM)
    start = 5 - FACTOR * moment(base, (1,), DIM)
    for powers in POWERS:
        expected = Fraction(0)
        for kept in product(*(range(k + 1) for k in powers)):
            ways = prod(comb(k, i) for k, i in zip(powers, kept, strict=True))
            factor = FACTOR ** sum(kept) * start ** (sum(powers) - sum(kept))
            left = tuple(sorted(filter(None, kept), reverse=True))
            expected += ways * factor * moment(base, left, DIM)
        assert moment(law, powers, DIM) == expected


@each_law
def test_the_variance_takes_the_place_of_the_scale(name: str) -> None:
    law, base = moved(name, DIM, factor=FACTOR), moved(name, DIM)
    assert law.parameters.keys() & {"variance"}
    if base.family.scale:
        assert base.family.scale not in law.parameters
        for powers in POWERS:
            factor = FACTOR ** sum(powers)
            assert moment(law, powers, DIM) == factor * moment(base, powers, DIM)
    else:
        assert moment(law, (1,), DIM) == moment(base, (1,), DIM)


@each_law
def test_symbols_stand_for_their_numbers(name: str) -> None:
    values = {"mean": Fraction(-2), "variance": Fraction(9, 4)}
    law = moved(name, DIM, mean=-2)
    numbers = {k: v for k, v in law.parameters.items() if k not in (*values, law.family.scale)}
    base = law.family.image_of
    assert base is not None
    given = {k: v for k, v in numbers.items() if k != base.scale}
    open_ = laws.in_family(base, **given, mean="mean", variance="variance")
    assert {open_.parameters["mean"], open_.parameters["variance"]} == {"mean", "variance"}
    assert open_.conditions[:2] == ("mean real", "variance > 0")
    there = open_.at(values)
    assert there == laws.in_family(base, **given, **values)
    for powers in ((2,), (1, 1)):
        pattern = Pattern(tuple(zip("jkl", powers, strict=False)), ())
        assert open_.coordinate_sum(pattern, DIM, Named(values)) == moment(there, powers, DIM)


@each_law
def test_it_is_pickled(name: str) -> None:
    law = moved(name, DIM, mean=5, factor=FACTOR)
    assert pickle.loads(pickle.dumps(law)) == law  # noqa: S301 - what is dumped right here
    assert hash(law) == hash(moved(name, DIM, mean=5, factor=FACTOR))
    assert "shifted to the given mean and scaled to the given variance" in law.phrase


def test_a_symmetric_law_stays_symmetric_about_0_only() -> None:
    assert laws.gaussian(1, mean=0).symmetric
    assert laws.gaussian(variance=2).symmetric
    assert not laws.gaussian(1, mean=1).symmetric
    assert not laws.gaussian(1, mean="mean").symmetric
    assert laws.gaussian(1, mean="mean").at({"mean": Fraction(0)}).symmetric


def test_the_root_of_a_symbol_is_in_odd_powers_only() -> None:
    law = laws.exponential(mean=0, variance="variance")
    ring = Named({"variance": 2})
    pairs = {(2,): 2, (3,): 4 * root(Fraction(2)), (4,): 36, (3, 3): 4 * 8}
    for powers, expected in pairs.items():
        pattern = Pattern(tuple(zip("jk", powers, strict=False)), ())
        assert law.coordinate_sum(pattern, 2, ring) == expected
    assert moment(laws.laplace(variance=3, mean=1), (2,), 1) == 4


@pytest.mark.parametrize(
    ("law", "fragment"),
    [
        (laws.exponential(variance="q^2"), "give scale instead"),
        (laws.gamma("p", variance="p"), "give scale instead"),
        (laws.geometric(variance="variance"), "give numbers, or mean=0, instead"),
        (laws.beta("sqrt(2)", variance="variance", mean=0), "give numbers"),
    ],
)
def test_a_root_whose_sign_or_length_is_open_is_missing(law: laws.FamilyLaw, fragment: str) -> None:
    assert law.radicands == () or law.parameters["p"] == root(Fraction(2))
    ring = Named(dict.fromkeys(("p", "q", "variance", "alpha_1"), Fraction(1, 2)))
    with pytest.raises(MissingMoment, match=fragment):
        law.coordinate_sum(Pattern((("j", 3),), ()), 2, ring)


def test_a_law_with_a_root_of_symbols_is_a_value() -> None:
    law, again = (laws.gamma(variance="v", mean=0) for _ in range(2))
    assert (law, hash(law)) == (again, hash(again))
    assert pickle.loads(pickle.dumps(law)) == law  # noqa: S301 - what is dumped right here
    assert law.at({"v": Fraction(2)}) == laws.gamma(variance=2, mean=0)


def test_a_root_of_symbols_of_dependent_coordinates_is_missing() -> None:
    with pytest.raises(MissingMoment, match="give numbers"):
        asked(laws.dirichlet(variance="v"), "x_j^3")


SKEWED: dict[str, dict[str, str]] = {
    "two-point": {"p": "2/7"},
    "beta": {"p": "3/2", "q": "4"},
    "gamma": {"shape": "5/2"},
    "exponential": {},
    "poisson": {"rate": "5/3"},
    "binomial": {"trials": "3", "p": "2/5"},
    "geometric": {"p": "2/5"},
}


@pytest.mark.parametrize("factor", [Fraction(1), Fraction(9, 4)])
@pytest.mark.parametrize("name", SKEWED)
def test_a_root_of_symbols_is_that_of_their_numbers(name: str, factor: Fraction) -> None:
    """In the field of formulas, whose roots have a sign; shares on both sides of 1/2."""
    given = {k: Fraction(v) for k, v in SKEWED[name].items()}
    given |= {"p": factor * given["p"]} if "p" in given else {}
    law = laws.family_law(name, mean=0, variance="variance")
    there = laws.family_law(name, mean=0, variance="7/5", **given)
    for text in ("x_j^3", "x_j^5", "x_j^3 x_l^3"):
        formula = asked(law, text)
        at = {symbol: Fraction(value) for symbol, value in given.items()}
        values = {**{law.parameters[k]: v for k, v in at.items()}, "variance": Fraction(7, 5)}
        powers = {"x_j^3": (3,), "x_j^5": (5,), "x_j^3 x_l^3": (3, 3)}[text]
        expected = moment(there, powers, 2)
        found = formula.subs({sympy.Symbol(str(k)): sympy.Rational(v) for k, v in values.items()})
        assert abs(float(found) - float(expected)) <= 1e-14 * abs(float(expected))
        assert (float(found) > 0) == (expected > 0)


@pytest.mark.parametrize(
    "law",
    [laws.exponential(variance="v", mean=2), laws.poisson(2, variance="v")],
    ids=lambda law: law.name,
)
def test_a_root_of_the_wrong_sign_is_caught(law: laws.FamilyLaw) -> None:
    right = law.family.moment

    def wrong(powers: Powers, dim: Any, values: Mapping[str, Any]) -> Any:
        of = values[ROOT]
        return right(powers, dim, {**values, ROOT: lambda square: -of(square)})

    assert derive(law, 2, 4, ["loss"])["loss"].status == "verified"
    mutant = replace(law, family=replace(law.family, moment=wrong))
    assert derive(mutant, 2, 4, ["loss"])["loss"].status == "failed"


def test_the_root_of_a_number_is_known() -> None:
    assert moment(laws.exponential(mean=0, variance=2), (3,), 1) == 2 * 2 * root(Fraction(2))


REFUSED = {
    "both": ("gaussian", {"sigma": 1, "variance": 1}, "takes the place of sigma"),
    "no variance": ("exponential", {"variance": 0}, "variance=0: the exponential law needs"),
    "no number": ("exponential", {"mean": "x;y"}, "mean='x;y'"),
    "constant": ("full-one", {"mean": 1}, "full-one has no parameter 'mean'"),
    "no second moment": ("student-t", {"nu": 2, "variance": 1}, "nu=2: the student-t law needs"),
    "no first moment": ("student-t", {"nu": 1, "mean": 0}, "needs nu > 1"),
    "another": ("poisson", {"sigma": 1}, "it has rate, mean, variance"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_image_is_refused(case: str) -> None:
    name, given, fragment = REFUSED[case]
    assert fragment in refusal(laws.by_name, name, given)


def test_a_scale_beside_the_mean_may_be_given() -> None:
    assert moment(laws.exponential(2, mean=1), (2,), 1) == 5


def nonzero(law: laws.FamilyLaw, free: tuple[int, ...] = ()) -> Fraction:
    return Fraction(law.nonzero_sum(free, 2, Rationals()))


NONZERO = {
    "binomial": (laws.binomial(3, "1/3"), Fraction(19, 27)),
    "binomial centred": (laws.binomial(3, "1/3", mean=0), 1 - Fraction(4, 9)),
    "binomial centred at no value": (laws.binomial(4, "1/3", mean=0), 1),
    "binomial of another variance": (laws.binomial(2, "1/2", mean=2, variance=2), Fraction(3, 4)),
    "of an irrational factor": (laws.binomial(2, "1/2", mean=1, variance=1), 1),
    "irrational but centred": (laws.binomial(2, "1/2", mean=0, variance=1), Fraction(1, 2)),
    "geometric": (laws.geometric("1/4"), Fraction(3, 4)),
    "geometric at 3": (laws.geometric("1/4", mean=0), 1 - Fraction(27, 256)),
    "geometric below": (laws.geometric("1/4", mean=4), 1),
    "poisson between": (laws.poisson("1/2", mean=0), 1),
    "rademacher": (laws.rademacher(2, mean=2), Fraction(1, 2)),
    "rademacher else": (laws.rademacher(2, mean=1), 1),
    "two-point above": (laws.two_point("1/4", 4, mean=1), Fraction(1, 4)),
    "two-point below": (laws.two_point("1/4", 4, mean=-3), Fraction(3, 4)),
    "bernoulli-gaussian": (laws.bernoulli_gaussian("1/4", 2, mean=1), 1),
    "bernoulli-gaussian centred": (laws.bernoulli_gaussian("1/4", 2, mean=0), Fraction(1, 4)),
    "bernoulli-gaussian scaled": (laws.bernoulli_gaussian("1/4", variance=2), Fraction(1, 4)),
    "exponential": (laws.exponential(2, mean=0), 1),
    "sparse": (laws.sparse(variance=2), Fraction(1, 2)),
}


@pytest.mark.parametrize("case", NONZERO)
def test_whether_0_is_a_value_is_decided_for_numbers(case: str) -> None:
    law, share = NONZERO[case]
    assert nonzero(law) == share
    if law.independent:
        assert nonzero(law, (2,)) == share * moment(law, (2,), 1)


@pytest.mark.parametrize(
    ("law", "fragment"),
    [
        (laws.poisson(1000, mean=0), "no short number"),
        (laws.poisson("sqrt(2)", mean="sqrt(2)"), "for rational parameters"),
        (laws.poisson(mean=0), "a symbol decides"),
        (laws.geometric("1/2000", mean=0), "no short number"),
        (laws.binomial(mean=0), "a symbol decides"),
        (laws.binomial(3), None),
        (laws.binomial(p="1/2"), "the power trials"),
        (laws.binomial(1000, "1/2"), "the power 1000"),
        (laws.binomial(1000, "1/2", mean=0), "no short number"),
        (laws.rademacher(mean=1), "a symbol decides"),
        (laws.sparse(1, mean=1), "shifted sparse"),
        (laws.sphere(1, mean=1), "shifted sphere"),
    ],
)
def test_else_it_is_missing_with_the_reason(law: laws.FamilyLaw, fragment: str | None) -> None:
    ring = Named(dict.fromkeys((*law.parameters, "z"), Fraction(1, 2)))
    if fragment is None:
        assert law.nonzero_sum((), 2, ring) == Fraction(7, 8)
        return
    with pytest.raises(MissingMoment, match=fragment) as caught:
        law.nonzero_sum((), 2, ring)
    assert caught.value.moment == "P(x_j != 0)"


def test_a_parameter_may_be_given_its_name() -> None:
    assert laws.gaussian("sigma") == laws.gaussian()
