"""Two names never look alike, and none looks like a symbol of the theory."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbolic_mesa import derive, laws
from symbolic_mesa.export import latex, text
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.notation.names import name_latex, name_text
from symbolic_mesa.text.errors import InvalidInput
from tests.cli import Run

LEGAL = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,30}", fullmatch=True)
SPELLED = st.from_regex(r"(q|kappa|Q|al|alpha|nu)(_|0|1|2|x|a){0,5}", fullmatch=True)
NAMES = st.one_of(LEGAL, SPELLED)

AS_PRINTED = {
    "q1": ("q1", r"\mathrm{q1}"),
    "q_1": ("q₁", "q_{1}"),
    "q__x": ("q__x", r"\mathrm{q\_\_x}"),
    "q_x": ("q_x", "q_{x}"),
    "k_2_4": ("k₂,₄", "k_{2,4}"),
    "k_24": ("k₂₄", "k_{24}"),
    "F_": ("F_", r"\mathrm{F\_}"),
    "A_1_": ("A_1_", r"\mathrm{A\_1\_}"),
    "q1x": ("q1x", r"\mathrm{q1x}"),
    "kurtosis": ("kurtosis", r"\mathrm{kurtosis}"),
    "theta": ("θ", r"\theta"),
    "Alpha": ("Alpha", r"\mathrm{Alpha}"),
    "xhat": ("xhat", r"\mathrm{xhat}"),
    "T_test": ("T_test", r"T_{\mathrm{test}}"),
    "ones": ("ones", r"\mathrm{ones}"),
    "onesN": ("onesN", r"\mathbf{1}_{N}"),
}

TAKEN = [
    *["kappa1", "kappa_1", "kappa__1", "kappa_1_", "kappa_3", "a0", "a_0", "b_0_", "ab", "s_"],
    *["H98", "H_98", "H_T", "H_", "h1", "h_1", "x1", "x_1", "eps_ilon", "epsilon", "Ttest"],
    *["T_test", "Delta", "D1", "R_2", "tau_", "mu", "rho", "alpha_2", "beta1", "eta_t", "d_"],
    *["mu4", "mu_4", "mu_2_2", "m4", "m_2", "m2"],
]


def spaces_aside(typeset: str) -> str:
    """Return LaTeX without what is not seen: the braces around one letter or digit."""
    return re.sub(r"\{(\\?\w)\}", r"\1", typeset)


@pytest.mark.exhaustive
@given(NAMES, NAMES)
def test_two_names_never_print_alike(one: str, other: str) -> None:
    if one != other:
        assert name_text(one) != name_text(other)
        assert name_text(one, unicode=False) != name_text(other, unicode=False)
        assert spaces_aside(name_latex(one)) != spaces_aside(name_latex(other))


@pytest.mark.exhaustive
@given(NAMES)
def test_latex_of_a_name_has_its_braces_right(name: str) -> None:
    typeset = name_latex(name)
    assert typeset.count("{") == typeset.count("}")
    assert "{}" not in typeset
    assert not re.search(r"(?<!\\)_(?!\{)", typeset)  # a subscript is in braces, or escaped
    assert "^" not in typeset


@pytest.mark.parametrize(("name", "printed"), AS_PRINTED.items())
def test_names_as_they_are_printed(name: str, printed: tuple[str, str]) -> None:
    assert (name_text(name), name_latex(name)) == printed
    assert name_text(name, unicode=False) == name


@pytest.mark.parametrize("name", TAKEN)
def test_a_name_that_reads_as_a_symbol_of_the_theory_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match=r"has a meaning here.*; choose another"):
        derive(laws.moments({"m2": 1, "m4": 3, "m6": name}), check=False)


def test_the_refusal_names_the_symbol_that_it_reads_as(run: Run) -> None:
    outcome = run("--moments", "m2=1,m4=3,m6=kappa1")
    assert (outcome.code, outcome.out) == (2, "")
    said = "m6='kappa1': kappa1 has a meaning here (kappa_1); choose another name, as q_1"
    assert outcome.err == f"mesa-derive: {said}\n"


@pytest.mark.parametrize(
    "name", ["q_1", "q1", "F_", "Hx", "kurt", "q__x", "k_2_4", "mixed", "xhat", "nu_4"]
)
def test_other_names_are_taken(name: str) -> None:
    found = derive(laws.moments({"m2": 1, "m4": 3, "m6": name}), check=False)
    assert name in found["fixed-point"].formula.symbols


@pytest.mark.parametrize("own", ["m2", "m_2", "mu_2"])
def test_a_moment_may_bear_its_own_name(own: str) -> None:
    assert derive(laws.moments({"m2": own, "m4": 3, "m6": 15}), check=False)["m2"].formula


@pytest.mark.exhaustive
def test_what_formulas_are_written_in_is_reserved() -> None:
    for law, init in ((laws.generic(), None), (laws.gaussian(1), (1, 2))):
        dim, length = (3, 5) if init else (None, None)
        found = derive(law, dim=dim, length=length, init=init, check=False)
        steps = [step for one in found.explained for step in one.steps if not step.obstacle]
        sides = [side for step in steps for side in (step.claim.value, *step.claim.parts.values())]
        names = {one.name for side in sides for one in getattr(side, "where", ())}
        assert names
        for name in names:
            with pytest.raises(InvalidInput, match="has a meaning here"):
                PROBLEM.refuse_clashes((), laws.moments({"m2": 1, "m4": name, "m6": 15}))


def test_every_output_tells_two_names_apart(run: Run) -> None:
    law = laws.moments("m2=1,m4=q1,m6=q_1,symmetric")
    found = derive(law, results=["fixed-point"], check=False)
    result = found["fixed-point"]
    assert result.latex.count(r"\mathrm{q1}") == 2
    assert result.latex.count("q_{1}") == 1
    assert r"\mathrm{q1}" in result._repr_latex_()
    assert result.latex in latex.dumps(found)
    lines = text.dumps(found)
    assert "q₁ + " in lines
    assert "q1⋅(d - 1)" in lines
    assert "q₁" not in text.dumps(found, "ascii")
    outcome = run("--moments", "m2=1,m4=q1,m6=q_1,symmetric", "--no-check", "--format", "json")
    sides = json.loads(outcome.out)["results"]["fixed-point"]
    assert {"q1", "q_1"} <= set(re.findall(r"\w+", sides["expr"]))
    assert r"\mathrm{q1}" in sides["latex"]
    steps = run("--moments", "m2=1,m4=q1,m6=q_1,symmetric", "--no-check", "--explain").out
    assert {"q₁", "q1"} <= set(re.findall(r"q[\w₁]+", steps))
