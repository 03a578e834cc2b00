"""Claims are checked where no two symbols of a law have the same number."""

import pytest

from derivations import REGISTRY
from symbolic_mesa import laws
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.cases import cases
from symbolic_mesa.witness.comparison import Witness

OF_TWO = [
    laws.beta(),
    laws.gamma(),
    laws.truncated_gaussian(),
    laws.lognormal(),
    laws.bernoulli_gaussian(),
    laws.two_point(),
    laws.binomial(),
    laws.complex_gaussian(),
    laws.moments("m2=u,m4=3*v,m6=15*w"),
]


@pytest.mark.parametrize("law", OF_TWO, ids=lambda law: str(law.name))
def test_no_two_symbols_have_the_same_number(law: TokenLaw) -> None:
    found, symbols = cases(law, PROBLEM), names_in(law.parameters.values())
    assert len(found) >= 2
    for case in found:
        values = [number for name, number in (case.values or {}).items() if name in symbols]
        assert len(values) >= 2
        assert len(set(values)) == len(values)


@pytest.mark.parametrize(
    ("law", "exchanged"),
    [
        (laws.beta("p", "q"), laws.beta("q", "p")),
        (laws.complex_gaussian("variance", "pseudo"), laws.complex_gaussian("pseudo", "variance")),
    ],
)
def test_parameters_that_are_exchanged_are_found_out(law: TokenLaw, exchanged: TokenLaw) -> None:
    theorem = REGISTRY["theorem-4.1"]
    witness = Witness(theorem, Setting(law))
    own = theorem.derive(witness.setting).step("kappa-1")
    other = theorem.derive(Setting(exchanged)).step("kappa-1")
    assert {one.outcome for one in witness.checks(own)} == {"passed"}
    assert {one.outcome for one in witness.checks(own, other.claim)} == {"failed"}
