"""The numbers that are tried for symbols: the law exists there, with the moments that are asked."""

from fractions import Fraction

import pytest

from symbolic_mesa import laws
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.laws.catalogue import FAMILIES
from symbolic_mesa.laws.protocol import Rationals, TokenLaw, named
from symbolic_mesa.laws.trials import trial_point, trial_values
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from symbolic_mesa.results.deriving import derive
from tests.exhaustive import first

HIGHEST = 12  # the power of a coordinate that a claim may ask for
SHIFTS = range(20)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_law_is_there_with_its_moments(name: str) -> None:
    seen = set()
    for shift in SHIFTS:
        law = laws.by_name(name, {})
        symbols = [str(symbol) for symbol in law.parameters.values()]
        values = trial_values(law, symbols, shift)
        assert set(values) == set(symbols)
        there = law.at(values).with_numbers()  # raises where there is none
        there.coordinate_sum(named(there, Pattern((), (HIGHEST,))), 5, Rationals())
        seen.add(tuple(values.values()))
    assert len(seen) == len(SHIFTS)


def test_given_parameters_are_no_symbols() -> None:
    assert trial_values(laws.two_point(p="1/2"), ["p", "scale", "a_0"]) == {"scale": Fraction(7, 3)}


def test_no_odd_moment_of_a_skewed_law_vanishes() -> None:
    law = laws.two_point()
    there = law.at(trial_values(law, law.parameters))
    assert all(there.coordinate_sum(Pattern((), (k,)), 3, Rationals()) for k in (3, 5))


@pytest.mark.parametrize("law", [laws.generic(), laws.exchangeable()])
def test_symbolic_moments_are_those_of_a_law(law: TokenLaw) -> None:
    names = sorted(MOMENTS)
    for shift in range(5):
        found = trial_values(law, names, shift, MOMENTS)
        assert set(found) == set(names)
        laws.moments({"m2": found["m_2"], "m4": found["kappa_1"], "m6": found["kappa_2"]})


def test_moments_with_symbols_are_such_as_exist() -> None:
    law = laws.moments("m2=q,m4=3,m6=15")  # there is such a law only for some q
    for shift in range(2):
        law.at(trial_values(law, ["q"], shift))


def test_sizes_are_whole_and_the_rest_is_positive() -> None:
    point = trial_point(laws.student_t(), ["nu", "a_0", "T", "d", "tau"])
    assert point["nu"] > HIGHEST
    assert point["T"].denominator == point["d"].denominator == 1
    assert min(point.values()) > 0


@pytest.mark.parametrize(
    "law",
    first([laws.two_point(), laws.student_t(), laws.bernoulli_gaussian()]),
    ids=lambda law: law.name,
)
def test_what_is_decided_by_trial_is_decided(law: TokenLaw) -> None:
    ids = ("local-minimum", "hessian-spectrum", "step-size-limit", "step-size-safe")
    for result in derive(law, results=ids).values():
        assert result.status in ("verified", "not-applicable")
