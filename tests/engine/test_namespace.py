"""One namespace: scales, parameters of the law, d, T and the symbols of the theory."""

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.formulas.fractions import algebra
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput


@pytest.mark.parametrize("law", [laws.sparse(), laws.sparse(2)])
def test_a_scale_called_like_a_parameter_of_the_law_is_refused(law: TokenLaw) -> None:
    with pytest.raises(InvalidInput) as refused:
        algebra(PROBLEM, Setting(law), ("a", "c"), (), ())
    assert str(refused.value) == "scale c: sparse has a parameter c; rename it"
    assert algebra(PROBLEM, Setting(law), ("a", "b"), (), ())


@pytest.mark.parametrize("name", ["a", "a_3", "kappa_1", "Delta", "tau"])
def test_a_symbol_of_the_theory_is_no_moment(name: str) -> None:
    with pytest.raises(InvalidInput, match="has a meaning here"):
        derive(laws.moments({"m2": 1, "m4": 3, "m6": name}), check=False)


@pytest.mark.parametrize("name", ["Sum", "I", "S", "pi", "oo"])
def test_a_name_of_sympy_is_no_moment(name: str) -> None:
    said = f"m4={name}: SymPy has a meaning for that name; choose another, as {name}_1"
    with pytest.raises(InvalidInput) as refused:
        derive(laws.moments(f"m2=1,m4={name},m6=15"), check=False)
    assert str(refused.value) == said


def test_a_moment_may_bear_the_symbol_that_the_theory_has_for_it() -> None:
    found = derive(laws.moments("m2=1,m4=3,m6=kappa_2"), check=False)
    assert "kappa_2" in found["fixed-point"].formula.symbols
