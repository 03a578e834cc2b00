"""What is assumed of symbols guides the numbers that are tried, and decides signs."""

import pickle
from fractions import Fraction

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.laws.assumptions import assumed, assuming, candidates
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.laws.trials import trial_values
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.witness.cases import cases

LAWS: list[tuple[TokenLaw, str]] = [
    (laws.moments("m2=1,m4=3*q^2,m6=15", symmetric=True), "q < 1"),
    (laws.moments("m2=1,m4=3*q^2,m6=15", symmetric=True), "q >= 1"),
    (laws.gaussian("2*q"), "q > 1000"),
    (laws.gaussian(), "sigma < 1/100"),
    (laws.bernoulli_gaussian(), "p > 3/4"),
    (laws.two_point(), "p > sqrt(2)/2"),
]


@pytest.mark.parametrize(("law", "text"), LAWS, ids=lambda value: getattr(value, "name", value))
def test_what_is_tried_satisfies_it(law: TokenLaw, text: str) -> None:
    there, one = assuming(law, [text]), assumed(text)
    assert one.words in there.conditions
    found = cases(there, PROBLEM)
    assert found
    assert all(one.holds((case.values or {})[one.name]) for case in found)
    assert one.holds(trial_values(there, [one.name])[one.name])
    checks = derive(there, results=["fixed-point"])["fixed-point"].checks
    assert {check.outcome for check in checks} == {"passed"}


def test_it_decides_a_sign() -> None:
    """The third moment of two-point tokens vanishes at p = 1/2."""
    there = derive(laws.two_point(), results=["emergence"], check=False)["emergence"]
    left = {str(one.where) for one in there.step.claim.exceptions}
    found = derive(laws.two_point(), results=["emergence"], assume=["p < 1/2"])["emergence"]
    kept = {str(one.where) for one in found.step.claim.exceptions}
    assert len(kept) == len(left) - 1
    assert found.status == "verified"


def test_it_is_kept_until_its_symbol_has_a_number() -> None:
    law = assuming(laws.two_point(), ["p < 1/2", "scale != 2"])
    assert law.at({"p": Fraction(1, 3)}).conditions[-1] == "scale != 2"
    with pytest.raises(InvalidInput, match="it is assumed that p < 1/2"):
        law.at({"p": Fraction(2, 3)})
    assert pickle.loads(pickle.dumps(law)) == law  # noqa: S301  # made here


@pytest.mark.parametrize(
    ("law", "text", "words"),
    [
        (laws.gaussian(), "p > 1", "no symbol of the law; it has sigma"),
        (laws.gaussian(1), "sigma > 1", "it has none"),
        (laws.support("1:1/2,-1:1/2"), "q > 1", "no symbol"),
        (laws.gaussian(), "sigma => 1", "not a symbol compared"),
        (laws.gaussian(), "sigma > q", "not a symbol compared"),
        (laws.gaussian(), "1 < sigma", "not a symbol compared"),
        (laws.gaussian(), "sigma > 1 > 0", "not a symbol compared"),
        (laws.gaussian(), "", "not a symbol compared"),
        (laws.gaussian(), "sigma > 9^9^9", "brackets"),
    ],
)
def test_what_is_none_is_refused(law: TokenLaw, text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        derive(law, results=["kappa-1"], assume=[text])
    assert "\n" not in str(refused.value)


def test_candidates_are_those_that_satisfy_all() -> None:
    (found,) = candidates(["q"], [assumed("q > 1"), assumed("q != 3")], [Fraction(3), Fraction(2)])
    assert Fraction(2) in found
    assert all(value > 1 and value != 3 for value in found)
