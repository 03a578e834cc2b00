"""Laws whose parameters are expressions: where they exist, and their moments two ways."""

from collections.abc import Mapping
from fractions import Fraction
from math import comb

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.protocol import Rationals, TokenLaw
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.surds import root

NINE = ("kappa-1", "kappa-2", "kappa-3", "m2", "loss", "flow-a", "flow-b", "fixed-point")

LAWS: Mapping[str, TokenLaw] = {
    "sigma = 1/sqrt(d)": laws.gaussian("1/sqrt(d)"),
    "sigma = d": laws.gaussian("d"),
    "trials = d": laws.binomial("d", "1/3"),
    "mean and variance": laws.laplace(mean="1/sqrt(d)", variance="1/d"),
    "a mixture": laws.gaussian_mixture("1/2:-1/sqrt(d):q,1/2:1/sqrt(d):q"),
    "sigma = sqrt(2)": laws.gaussian("sqrt(2)"),
    "sigma = 2 q": laws.gaussian("2*q"),
    "p = 1/sqrt(2)": laws.bernoulli_gaussian("1/sqrt(2)", 1),
    "p = 2/d": laws.bernoulli_gaussian("2/d", 1),
    "p = 1/sqrt(d)": laws.bernoulli_gaussian("1/sqrt(d)", 1),
    "skewed": laws.two_point("sqrt(2)/2", "sqrt(q)"),
    "a support": laws.support("1/sqrt(3):1/2,-1/sqrt(3):1/2"),
    "a skewed support": laws.support("sqrt(2):1/3,0:2/3"),
    "m4 = 3 q^2": laws.moments("m2=1,m4=3*q^2,m6=15", symmetric=True),
    "m4 = sqrt(5)": laws.moments("m2=1,m4=sqrt(5),m6=15", symmetric=True),
    "m2 = 1/d": laws.moments("m2=1/d,m4=3/d^2,m6=15/d^3", symmetric=True),
}


@pytest.mark.parametrize("name", LAWS)
def test_results_are_verified_by_both_routes(name: str) -> None:
    results = derive(LAWS[name], results=NINE)
    assert {results[id].status for id in NINE} == {"verified"}
    kinds = {check.kind for id in NINE for check in results[id].checks}
    assert {"exact-enumeration", "quadrature"} <= kinds
    assert all(check.outcome == "passed" for id in NINE for check in results[id].checks)


@pytest.mark.parametrize("name", ["trials = d", "mean and variance"])
def test_in_four_dimensions_the_law_is_that_of_four(name: str) -> None:
    """Where a factor d - 2 is told from its square; a law with d in it is another for d = 3."""
    found = derive(LAWS[name], results=["emergence-conditions"])["emergence-conditions"]
    assert found.status == "verified"
    assert all("(4,3)" in check.detail for check in found.checks if check.kind != "symbolic-zero")


@pytest.mark.exhaustive
@pytest.mark.parametrize("sizes", [(None, None), (2, 4)])
@pytest.mark.parametrize("name", LAWS)
def test_every_result_is_derived_and_none_fails(
    name: str, sizes: tuple[int | None, int | None]
) -> None:
    results = derive(LAWS[name], *sizes, test_length=3)
    statuses = {id: result.status for id, result in results.items()}
    # neither moments nor a power of d say how often a coordinate is 0
    given = LAWS[name].name in ("moments", "binomial")
    missing = {"prediction-ratio", "prediction-ratio-variance"} if given else set()
    allowed = {"verified", "consistent", "not-applicable"}
    assert {id for id, status in statuses.items() if status not in allowed} <= missing


def test_a_scale_that_is_a_root_leaves_no_root() -> None:
    found = derive(laws.gaussian("1/sqrt(d)"), results=["fixed-point", "kappa-3"], check=False)
    plain = derive(laws.gaussian("r_1"), results=["fixed-point", "kappa-3"], check=False)
    for id, formula in found.items():
        assert "sqrt" not in str(formula.expr)
        there = plain[id].formula.at({"r_1": Fraction(1, 3), "d": Fraction(9), "T": Fraction(7)})
        assert formula.formula.at({"d": Fraction(9), "T": Fraction(7)}) == there


def test_equal_formulas_are_identical() -> None:
    """However the law was written."""
    ways = ("1/sqrt(2)", "sqrt(2)/2", "sqrt(8)/4", "2/sqrt(8)", "1 - (1 - sqrt(2)/2)")
    found = [
        derive(laws.bernoulli_gaussian(p, 1), results=["minimum-loss"], check=False) for p in ways
    ]
    assert len({str(one["minimum-loss"].expr) for one in found}) == 1


@pytest.mark.parametrize("power", range(1, 8))
def test_moments_of_a_skewed_root(power: int) -> None:
    """E x^k of scale·(B − p), B a Bernoulli variable, by the binomial theorem."""
    p, scale = root(Fraction(1, 2)), root(Fraction(3))
    law = laws.two_point("1/sqrt(2)", "sqrt(3)")
    terms = (comb(power, k) * (-p) ** (power - k) * (p if k else 1) for k in range(power + 1))
    expected = scale**power * sum(terms, Fraction(0))
    assert law.coordinate_sum(Pattern((("j", power),), ()), 3, Rationals()) == expected


@pytest.mark.parametrize(
    ("law", "condition"),
    [
        (laws.bernoulli_gaussian("2/d", 1), "d >= 2"),
        (laws.bernoulli_gaussian("3/(2*d)", 1), "d >= 2"),
        (laws.bernoulli_gaussian("1 - 1/d", 1), "d >= 2"),
        (laws.bernoulli_gaussian("d/10", 1), "d is one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
        (laws.bernoulli_gaussian("(d - 3)^2/(d^2 + 9)", 1), "d = 1 or d = 2 or d >= 4"),
        (laws.bernoulli_gaussian("2/sqrt(d)", 1), "d >= 4"),
        (laws.gaussian("2*q - 1"), "(2*q - 1) > 0"),
        (laws.moments("m2=1,m4=3*q^2"), "q^2 >= 1/3"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_where_a_law_exists_is_said(law: TokenLaw, condition: str) -> None:
    assert condition in law.conditions


@pytest.mark.parametrize("sigma", ["1/sqrt(d)", "1/d", "sqrt(d + 1)", "d^2 - d + 1"])
def test_what_holds_in_every_dimension_is_not_said(sigma: str) -> None:
    assert laws.gaussian(sigma).conditions == ()


def test_a_dimension_without_the_law_is_refused_and_not_tried() -> None:
    law = laws.bernoulli_gaussian("2/d", 1)
    with pytest.raises(InvalidInput, match=r"p=2: .* needs 0 < p <= 1"):
        Setting(law, 1)
    checks = derive(law, results=["fixed-point"])["fixed-point"].checks
    assert all("(1," not in check.detail for check in checks)
    with pytest.raises(InvalidInput, match="in no dimension"):
        laws.bernoulli_gaussian("2*d", 1)


def test_with_its_dimension_given_d_is_a_number() -> None:
    found = derive(laws.gaussian("1/sqrt(d)"), 5, 100, ["fixed-point"])["fixed-point"]
    plain = derive(laws.gaussian("sqrt(5)/5"), 5, 100, ["fixed-point"])["fixed-point"]
    assert found.value == plain.value
    assert found.status == "verified"


@pytest.mark.parametrize(
    ("given", "words"),
    [("sqrt(q^2)", "sign of q"), ("sqrt((q+1)*(q-1)/(q+2))", "denominator")],
)
def test_which_root_is_meant_must_be_known(given: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        derive(laws.two_point("1/3", given), results=["kappa-1"], check=False)


def test_a_root_of_nothing_is_nothing() -> None:
    """Which is seen in the field alone, and not when the text is read."""
    scale = laws.two_point("1/3", "1 + sqrt(q - q)")
    plain = laws.two_point("1/3", 1)
    found = [derive(law, results=["kappa-1"], check=False)["kappa-1"] for law in (scale, plain)]
    assert found[0].expr == found[1].expr
    with pytest.raises(InvalidInput, match="no real number"):
        derive(laws.two_point("1/3", "sqrt(q - q - 2)"), results=["kappa-1"], check=False)
