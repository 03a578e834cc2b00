"""What a theorem and its proof say, and that nothing in them says more than is known."""

import re
from dataclasses import replace

import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.export import latex
from symbolic_mesa.record import Check, Kind
from symbolic_mesa.results.results import Results
from tests.exhaustive import first

WITH_PROOF = latex.Options(proof=True)


@pytest.fixture(scope="module")
def flow() -> str:
    """The flow of (a, b) at every time, with its proof."""
    found = derive(laws.gaussian(), theorem="theorem-4.1-dynamics", check=False)
    return latex.dumps(found, WITH_PROOF)


def with_checks(results: Results, *kinds: Kind) -> Results:
    (one,) = results.derived
    checks = tuple(Check(kind, "passed", "so") for kind in kinds)
    found = {(one.entry.id, step.id): checks for step in one.derivation.steps}
    return replace(results, checks=found)


def test_conditions_are_mathematics(flow: str) -> None:
    for condition in (r"\Delta > 0", r"a_{0} + b_{0} \neq 0", r"0 \le a_{0} b_{0} \le s"):
        assert rf"\text{{if }} {condition}" in flow
    assert "Delta \\textgreater" not in flow
    assert r"$\Delta$ denotes the value of $a_{0}^{2} - b_{0}^{2}$" in flow


def test_a_definition_of_all_claims_is_given_once(flow: str) -> None:
    theorem = flow.partition(r"\begin{proof}")[0]
    assert len(re.findall(r"^ *C &=", theorem, re.MULTILINE)) == 1
    assert len(re.findall(r"^ *E &=", theorem, re.MULTILINE)) == 1


def test_every_reference_has_its_label(flow: str) -> None:
    labels = re.findall(r"\\label\{(.*?)\}", flow)
    assert len(labels) == len(set(labels))
    assert set(re.findall(r"\\(?:eq)?ref\{(.*?)\}", flow)) <= set(labels)


def test_what_was_measured_is_not_called_proved() -> None:
    found = derive(laws.gaussian(1), results=["loss"], check=False)
    measured = latex.dumps(with_checks(found, "quadrature"), WITH_PROOF)
    assert "What was measured, not proved." in measured
    followed = latex.dumps(with_checks(found, "quadrature", "symbolic-zero"), WITH_PROOF)
    assert "not proved" not in followed


@pytest.mark.parametrize(
    ("kind", "words"),
    [("statistical", "sampled: measured, not proved"), ("cited", "cited, not proved here")],
)
def test_what_is_only_sampled_or_cited_says_so(kind: Kind, words: str) -> None:
    found = derive(laws.gaussian(1), results=["loss"], check=False)
    assert words in latex.dumps(with_checks(found, kind))
    assert words not in latex.dumps(with_checks(found, "quadrature"))


def test_an_assumption_that_fails_is_said_before_the_claims() -> None:
    written = latex.dumps(derive(laws.full_one(), theorem="theorem-4.1", check=False))
    before, _, _ = written.partition(r"\begin{enumerate}")
    assert r"\emph{fails} for this law: the claim is about the masked model" in before


def test_a_quantity_of_products_is_no_equation_between_them() -> None:
    found = derive(laws.gaussian(), results=["other-blocks"], check=False)
    written = latex.dumps(found, WITH_PROOF)
    assert r"\text{charge}(W^{PV}_{12} W^{KQ}_{32}) &= 0" in written


def test_the_preamble_names_what_is_needed_and_nothing_else() -> None:
    point = derive(laws.gaussian(), results=["fixed-point"], check=False)
    assert r"needs \usepackage{amsmath,amssymb,amsthm}" in latex.dumps(point)
    bare = latex.dumps(point, latex.Options(bare=True))
    assert "; needs no package\n" in bare
    assert "amsthm" not in bare
    assert "newtheorem" not in bare


def test_what_could_not_be_derived_is_a_comment() -> None:
    written = latex.dumps(derive(laws.gaussian(), theorem="coordinate-flow", check=False))
    assert "% coordinate-flow: not-applicable: the ODE has 2d equations" in written


ABOUT_OTHER_DATA = [id for id, entry in REGISTRY.items() if entry.law is not None]


@pytest.mark.parametrize(
    "theorem", first(sorted(ABOUT_OTHER_DATA, key="ahn-layers".__ne__), always=1)
)
def test_no_formula_of_a_sentence_is_torn(theorem: str) -> None:
    written = latex.dumps(derive(theorem=theorem, check=False), WITH_PROOF)
    displays = r"\\begin\{(equation|aligned|split|gather)\*?\}.*?\\end\{\1\*?\}"
    words = re.sub(displays, "", written, flags=re.S)
    words = re.sub(r"\\\[.*?\\\]|\$[^$]*\$|^%.*$|\\url\{.*?\}", "", words, flags=re.S | re.M)
    assert [one for one in ("^", "textasciicircum", "N(") if one in words] == []
    assert r"\mathcal{N}$" not in written
    assert not re.search(r"\w \\mathcal", written)


def test_a_title_names_a_law_of_tokens_and_no_other() -> None:
    def title(found: Results) -> str:
        text, _ = latex.standalone(found, WITH_PROOF, "x")
        (found_title,) = re.findall(r"\\title\{(.*)\}", text)
        return str(found_title)

    assert title(derive(laws.gaussian(), results=["loss"], check=False)).endswith("(gaussian)")
    assert "(" not in title(derive(theorem="wishart", results=["moment-2"], check=False))
