"""What a pasted theorem and its proof use is said in them: the model, letters, marks, sources."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from derivations import REGISTRY, theorem_4_1
from symbolic_mesa import derive, laws
from symbolic_mesa.export import latex
from symbolic_mesa.export.latex.theorem import items_of
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.setting import Setting
from tests.latex.compiling import CLASSES, complaints, document

WITH_PROOF = latex.Options(proof=True)
MODEL = r"A sequence $x_{t+1} = W x_{t}$ starts at the initial token $x_{1}$"


def written(theorem: str, law: TokenLaw | None = None) -> str:
    law = law or REGISTRY[theorem].law or laws.gaussian()
    found = derive(law, theorem=theorem, check=False)
    return latex.dumps(found, WITH_PROOF)


def proof_of(text: str) -> str:
    return text.partition(r"\begin{proof}")[2]


@pytest.mark.parametrize("theorem", ["theorem-4.1", "theorem-4.2", "single-token-head"])
def test_a_theorem_states_its_model(theorem: str) -> None:
    text = written(theorem)
    parts = (MODEL, r"\lambda_{j}$ are independent", r"by $\hat{y}_{t} =", "population loss is $L")
    for part in parts:
        assert text.count(part) == 1, part


def test_the_model_is_stated_once_and_never_without_a_theorem() -> None:
    found = derive(laws.gaussian(), results=["loss", "rate", "emergence"], check=False)
    text = latex.dumps(found)
    assert text.count(MODEL) == 1
    assert text.count(r"The model is that of Theorem~\ref{thm:gaussian:theorem-4.1}.") == 2
    assert MODEL not in latex.dumps(found, latex.Options(bare=True))


def test_letters_of_a_reason_are_given_once_with_their_formulas() -> None:
    proof = proof_of(written("theorem-4.1"))
    assert proof.count(r"B &= 3 \sigma^{4} (T - 2)") == 1
    assert proof.count(r"C &= 3 \sigma^{6} (5 (T - 2) + (d - 1) H_{T-2})") == 1
    assert "f(ab)" not in proof
    assert "s^{*}" not in proof
    assert r"C = " in proof_of(written("single-token-head"))


def test_letters_of_a_law_without_a_flow_are_not_asked_for() -> None:
    step = theorem_4_1.derive(Setting(laws.moments("m2=1"))).step("fixed-point")
    assert step.obstacle
    assert step.letters == ()


def test_marks_are_explained_where_they_are_used() -> None:
    theorem = written("theorem-4.1")
    assert r"$\widetilde{a} \widetilde{b}$ denotes the value of $ab$ at which" in theorem
    assert r"a dot denotes the derivative in the time $\tau$" in theorem
    loss = latex.dumps(derive(laws.gaussian(), results=["loss"], check=False))
    assert "a dot denotes" not in loss
    assert "widetilde" not in loss


@pytest.mark.parametrize("name", [r"\kappa_{1}", r"\kappa_{2}", r"\kappa_{3}", "m_{2}"])
def test_a_proof_says_what_its_own_symbols_denote(name: str) -> None:
    theorem, _, proof = written("theorem-4.2").partition(r"\begin{proof}")
    assert f"${name}$ denotes" in proof
    assert f"${name}$ denotes" not in theorem


def test_symbols_of_a_sentence_are_explained() -> None:
    theorem = written("theorem-4.1-dynamics").partition(r"\begin{proof}")[0]
    assert r"$\kappa_{3}$ denotes" in theorem
    assert r"$\tau$ denotes" in theorem


def test_numbers_of_the_paper_carry_their_source() -> None:
    found = derive(laws.gaussian(), theorem="theorem-4.1", check=False)
    pasted = latex.dumps(found, WITH_PROOF)
    text = re.sub(r"^%.*$", "", pasted, flags=re.MULTILINE)
    assert "(Assumption 3.1 of arXiv 2405.16845)" in text
    whole, _ = latex.standalone(found, latex.Options(), "paper")
    text = re.sub(r"^%.*$", "", whole, flags=re.MULTILINE)
    assert r"(Assumption 3.1 of \cite{zheng2024mesa})" in text
    assert not re.search(r"(Assumption|Theorem) \d\.\d(?! of)", text)
    assert text.count(MODEL) == 1


def test_no_letter_of_the_flow_is_one_of_the_model() -> None:
    """W, A and L have the meaning that the theorem's model gives them."""
    theorem = written("theorem-4.1-dynamics")
    for letter in ("W", "A", "L"):
        assert not re.search(rf"^ *{letter} &?=", theorem, re.MULTILINE), letter


def test_claims_are_proved_in_the_order_in_which_they_are_stated() -> None:
    shown = re.search(r"\\emph\{Proof of\} (.*?)\. A moment", proof_of(written("theorem-4.1")))
    assert shown
    ids = re.findall(r"theorem-4\.1:([a-z0-9-]+)\}", shown[1])
    assert ids == ["kappa-1", "kappa-2", "kappa-3", "m2"]


@pytest.mark.usefixtures("tex")
def test_several_theorems_with_one_model_compile(tmp_path: Path) -> None:
    found = derive(laws.gaussian(), results=["fixed-point", "rate", "test-error"], check=False)
    body = latex.body(found, latex.Options(width=246, proof=True))
    assert complaints(document(CLASSES["revtex4-2"], [body]), tmp_path) == []


DISPLAY = re.compile(
    r"\\begin\{(equation|align)\*?\}(.*?)\\end\{\1\*?\}\}?\n(.*?)(?=\n|$)", re.DOTALL
)
CLOSING = re.compile(r"(\s|\\label\{[^}]*\}|\\end\{(aligned|cases)\}|\\notag)*$")


@pytest.mark.parametrize("theorem", list(REGISTRY))
def test_a_display_has_the_mark_of_its_sentence(theorem: str) -> None:
    text = written(theorem)
    for _, body, following in DISPLAY.findall(text):
        mark = "," if following.startswith("where") else "."
        assert CLOSING.sub("", body).endswith(mark), (body, following)


def test_each_equation_of_a_display_but_the_last_has_a_comma() -> None:
    theorem = written("theorem-4.1")
    assert r"3 \sigma^{4} \label{eq:gaussian:theorem-4.1:kappa-1}" not in theorem
    assert r"&= 3 \sigma^{4}, \label{eq:gaussian:theorem-4.1:kappa-1} \\" in theorem
    assert r"&= \sigma^{2}. \label{eq:gaussian:theorem-4.1:m2}" in theorem


def test_what_depends_on_the_case_alone_is_given_once() -> None:
    long = written("theorem-4.1-dynamics").partition("Long sequences")[2]
    for name in ("a_{1}", "b_{1}"):
        assert len(re.findall(rf"^ *{re.escape(name)} &= .*cases", long, re.MULTILINE)) == 1


def test_a_wide_sum_is_explained_where_it_is_used() -> None:
    conserved = written("theorem-4.1-dynamics").partition("never changes")[2].partition(r"\item")[0]
    assert "where" not in conserved


def test_a_name_means_one_thing_in_a_theorem() -> None:
    """The fixed point of T sequences is s, that of long ones s'."""
    theorem = written("theorem-4.1-dynamics").partition(r"\end{theorem}")[0]
    for name in ("s", "D", "R_{1}"):
        for wanted in (name, f"{name}'"):
            given = re.findall(rf"^ *{re.escape(wanted)} &= ", theorem, re.MULTILINE)
            assert len(given) == 1, wanted
    assert r"ab &= s' (u + 1)," in theorem


def test_conditions_of_a_law_follow_a_comma() -> None:
    theorem = written("theorem-4.1", laws.rademacher())
    assert r"each with probability $1/2$, where $c \neq 0$." in theorem


def test_a_claim_without_a_source_has_no_semicolon() -> None:
    found = derive(laws.gaussian(), results=["loss"], check=False)
    context = next(iter(latex._contexts(found, latex.Options())))
    unsourced = replace(context, claims={"loss": replace(context.claims["loss"], source="")})
    assert next(items_of(unsourced)).startswith("% loss: unchecked\n")


def test_the_scales_of_a_product_are_explained() -> None:
    found = derive(laws.gaussian(), results=["fixed-point"], check=False)
    text = latex.dumps(found)
    assert "$a$ denotes the scale of the block" in text
    assert "$b$ denotes the scale of the block" in text
