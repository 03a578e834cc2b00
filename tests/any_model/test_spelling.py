r"""``latex`` in [notation]: one symbol of a small grammar, set wherever the scale is."""

import json
import re

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.export import json as as_json
from symbolic_mesa.export import latex, markdown
from symbolic_mesa.notation.names import name_latex, spelled
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.spelling import symbol_latex
from symbolic_mesa.text.errors import InvalidInput
from tests.any_model import stating

WEIGHTS = 'A = "a I"\nB = "b I"'
NOTATION = '[notation]\na = { latex = "\\\\tilde{\\\\alpha}_{1}", words = "the key" }'
SPELLED = r"{\tilde{\alpha}_{1}{}}"  # with what keeps an accent together under a power


@pytest.fixture(scope="module", name="results")
def _results() -> object:
    model = stating.stated(WEIGHTS, more=NOTATION)
    return derive(laws.gaussian(), model=model, check=False)


@pytest.mark.parametrize(
    "text",
    ["w", r"\alpha", r"\tilde{a}", r"\mathrm{in}", "a_1", r"a_{\mathrm{in},2}^{*}", r"\ell^*_{k}"],
)
def test_a_symbol_is_taken(text: str) -> None:
    found = symbol_latex(text, ())
    assert found.strip("{}") in (text, text.strip("{}"))


@pytest.mark.parametrize(
    "text",
    [
        "", "a b", "ab", r"\input{x}", r"\alphab", "a_", "a_{", "a}", "a^{b", "a__1", "a_1_2", "$",
        r"\mathrm{a b}", r"\mathrm{\input{x}}", r"\tilde{ab}", "a%", "a\n", "a&b", "а", r"\\", "a'",
        r"\newcommand", r"\dot{a}", "a" * 80, r"{\alpha}", r"a_{\tilde{b}}", "1",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    if text == "a\n":
        assert symbol_latex(text, ()) == "a"
        return
    with pytest.raises(Misstated):
        symbol_latex(text, ())


@pytest.mark.parametrize("text", ["d", "T", "x", "b"])
def test_a_symbol_that_means_something_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="stands for something else"):
        stating.stated(WEIGHTS, more=f'[notation]\na = {{ latex = "{text}" }}')


def test_two_scales_do_not_look_alike() -> None:
    more = '[notation]\na = { latex = "w" }\nb = { latex = "w" }'
    with pytest.raises(InvalidInput, match="stands for something else"):
        stating.stated(WEIGHTS, more=more)


def test_a_parameter_of_the_law_does_not_look_like_a_scale() -> None:
    model = stating.stated(WEIGHTS, more='[notation]\na = { latex = "\\\\sigma" }')
    with pytest.raises(InvalidInput, match="scale sigma"):
        derive(laws.gaussian(), model=model, check=False)["loss"].latex  # noqa: B018


def test_formulas_left_hand_sides_and_sentences_have_it(results: object) -> None:
    texts = [
        latex.dumps(results),
        latex.standalone(results, latex.Options(), "refs")[0],
        markdown.dumps(results),
        results._repr_html_(),
        results["flow-b"].latex,
        results["flow-a"]._repr_latex_(),
    ]
    for text in texts:
        assert SPELLED in text
    assert rf"\dot{{{SPELLED}}} =" in texts[0]
    assert f"${SPELLED}$ denotes the key" in texts[0]
    assert f"Gradient flow of ${SPELLED}$" in texts[0]
    assert rf"\text{{hessian}}({SPELLED} b)" in texts[0]
    assert f"{SPELLED} b = " in texts[0]  # the fixed point
    words = re.sub(r"\\text\{[^{}]*\}", "", bare(texts[0]))
    assert not re.search(r"(?<![A-Za-z\\{])a(?![A-Za-z}])", words)
    flow = json.loads(as_json.dumps(results))["results"]["flow-b"]
    assert SPELLED in flow["latex"]


def bare(text: str) -> str:
    """What is mathematics in a text."""
    return " ".join(re.findall(r"\\begin\{equation\}(.*?)\\end\{equation\}", text, re.DOTALL))


def test_names_read_as_they_are_again_afterwards() -> None:
    with spelled([("a", r"\alpha"), ("w", r"{w_{1}}")]):
        assert name_latex("a_2") == r"\alpha_{2}"
        assert name_latex("w_2") == r"{w_{1}}_{2}"
        assert name_latex("b") == "b"
    assert name_latex("a_2") == "a_{2}"
