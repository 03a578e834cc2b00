"""Verdicts and the reasons for them, in text, JSON, LaTeX and for a person in Python."""

import json as plain_json
import re
from itertools import product
from typing import Any

import jsonschema
import pytest

from symbolic_mesa import InvalidInput, MissingMoment, derive, laws
from symbolic_mesa.export import json, latex, text
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.notation.names import escaped
from symbolic_mesa.notation.phrases import in_tex
from symbolic_mesa.notation.words import in_latex, in_words
from symbolic_mesa.results.results import Result, Results

IDS = ("emergence", "assumption-4.1", "emergence-conditions", "gradient-KQ32-diagonal")

SETTINGS: dict[str, tuple[TokenLaw, int | None, int | None]] = {
    "skewed": (laws.two_point("1/3", 3), 2, 5),
    "skewed, many steps": (laws.two_point("1/3", 3), 2, 100),
    "gaussian": (laws.gaussian(), None, None),
    "with a mean": (laws.support("1:9/11,-2:9/55,3:1/55"), None, 20),
    "every moment a symbol": (laws.exchangeable(), None, None),
    "full-one": (laws.full_one(), None, None),
    "missing": (laws.moments("m2=1,m4=3,m6=15"), None, None),
    "unlike": (laws.samples([[0.1, 2], [3, 1.7]]), None, None),
    "signs": (laws.samples([(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]), None, None),
    "one coordinate": (laws.gaussian(1), 1, None),
}


def derived(name: str, *ids: str) -> Results:
    law, dim, length = SETTINGS[name]
    return derive(law, dim, length, results=ids or IDS, check=False)


def skewed(id: str = "emergence") -> Result:
    return derived("skewed")[id]


def test_a_verdict_is_a_value_with_a_reason() -> None:
    emergence, assumption = skewed(), skewed("assumption-4.1")
    assert emergence.value is False
    assert assumption.value is True
    assert emergence.reason is not None
    assert emergence.reason.startswith("E[x_j^3 x_l^3] = 4 is not 0; ")
    assert assumption.reason == "coordinates are independent with mean 0, so that E[x_j] factors"
    assert derived("gaussian")["emergence"].value is True


def test_a_verdict_is_no_formula() -> None:
    for result in (skewed(), skewed("assumption-4.1")):
        assert result.formula is None
        assert result.expr is None
        assert result.parts is None
        assert result.latex == rf"\text{{{str(result.value).lower()}}}"
        with pytest.raises(InvalidInput, match="no single formula"):
            result(T=7)
    assert derived("skewed", "gradient-PV12-off")["gradient-PV12-off"].reason is None


def test_conditions_are_parts_with_values() -> None:
    conditions = skewed("emergence-conditions")
    assert conditions.value is None
    assert conditions.latex is None
    assert conditions.parts is not None
    assert [side.value for side in conditions.parts.values()] == [0, 4, 0]


def test_a_verdict_that_moments_are_missing_for_raises_and_names_them() -> None:
    result = derived("missing")["emergence"]
    assert result.status == "missing-moment"
    assert result.reason is None
    with pytest.raises(MissingMoment) as error:
        _ = result.value
    assert error.value.moment == "E[x_j^3] and E[x_j^5]"
    assert r"\text{missing-moment}" in result._repr_latex_()


@pytest.mark.parametrize("name", SETTINGS)
def test_notebooks_get_one_piece_of_mathematics(name: str) -> None:
    for result in derived(name).values():
        shown = result._repr_latex_()
        assert shown.startswith(r"$\displaystyle ")
        assert shown.endswith("$")
        assert shown.count("{") == shown.count("}")
        assert shown.count("$") % 2 == 0
        assert shown.count(r"\begin{aligned}") == shown.count(r"\end{aligned}")


def test_notebooks_get_the_verdict_and_every_condition() -> None:
    assert skewed()._repr_latex_() == r"$\displaystyle \text{emergence} : \text{false}$"
    shown = skewed("emergence-conditions")._repr_latex_()
    assert shown.count(r"\\ ") == 2
    assert r"\mathbb{E}[x_{j}^{3} x_{l}^{3}]" in shown
    assert r"\sum_{r \neq j, l}" in shown


@pytest.mark.parametrize("name", SETTINGS)
def test_json_obeys_its_schema(name: str) -> None:
    jsonschema.validate(plain_json.loads(json.dumps(derived(name))), json.schema())


def test_json_carries_verdict_and_reason() -> None:
    found = json.as_object(derived("skewed"))
    emergence, conditions = (found["results"][id] for id in (IDS[0], IDS[2]))
    assert emergence["value"] is False
    assert emergence["expr"] is None
    assert emergence["parts"] is None
    assert emergence["latex"] == r"\text{false}"
    assert emergence["reason"] == skewed().reason
    assert found["results"]["assumption-4.1"]["value"] is True
    assert conditions["value"] is None
    assert conditions["reason"] is None
    assert conditions["parts"]["E[x_j^3 x_l^3]"] == {"expr": "4", "latex": "4", "value": 4.0}
    assert {"a", "b"} <= found["symbols"].keys()  # the reason alone holds them
    steps = {step["id"]: step for step in found["steps"]}
    assert steps["charge"]["parts"]["PV12 KQ32"]["value"] == 0
    assert steps["emergence"]["value"] is False


def test_json_gives_the_reason_for_a_missing_verdict() -> None:
    found = json.as_object(derived("missing"))["results"]["emergence"]
    assert found["status"] == "missing-moment"
    assert found["value"] is None
    assert found["reason"].startswith("E[x_j^3] and E[x_j^5] are missing")


CHANGES: dict[str, tuple[str, Any]] = {
    "a list of verdicts": ("value", [False]),
    "a reason that is no text": ("reason", 4),
    "a status of another vocabulary": ("status", "proved"),
    "latex that is no text": ("latex", False),
    "parts that are a list": ("parts", []),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_schema_refuses(change: str) -> None:
    found = plain_json.loads(json.dumps(derived("skewed", "emergence")))
    jsonschema.validate(found, json.schema())
    key, value = CHANGES[change]
    found["results"]["emergence"][key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, json.schema())


def test_every_symbol_of_a_reason_is_explained() -> None:
    found = json.as_object(derived("every moment a symbol", "emergence"))
    assert {"a", "b", "d", "T", "mu_3_1", "mu_3_2_1", "mu_3_3", "mu_5_1"} <= found["symbols"].keys()
    assert found["symbols"]["mu_3_1"].startswith("E[x_i1^3 x_i2")


def test_text_says_the_verdict_and_why() -> None:
    lines = text.dumps(derived("skewed")).splitlines()
    words = [line.strip() for line in lines]
    assert "emergence: false" in words
    assert "Assumption 4.1: true" in words
    because = " ".join(words)
    assert "because E[x_j^3 x_l^3] = 4 is not 0; E[x_j^3 x_l^3] has in dL/dPV12[j,l]" in because
    assert "Assumption 4.1 as written holds" in because
    assert "because coordinates are independent with mean 0" in because
    assert "condition (E[x_j^3 x_l^3]) = 4" in words
    assert "condition (E[x_j x_l^3]) = 0" in words


@pytest.mark.parametrize("name", SETTINGS)
def test_text_is_short_enough_and_names_every_result(name: str) -> None:
    written = text.dumps(derived(name))
    assert max(map(len, written.splitlines())) <= text.PLAIN_WIDTH
    assert all(id in written for id in IDS)
    assert "\x1b" not in written


def test_text_says_which_moments_are_missing() -> None:
    words = " ".join(text.dumps(derived("missing")).split())
    assert "E[x_j^3] and E[x_j^5] are missing" in words
    assert "emergence: " not in words
    assert "because" not in words


def test_text_lists_what_was_checked() -> None:
    law, dim, length = SETTINGS["skewed"]
    written = text.dumps(derive(law, dim, length, results=["emergence", "assumption-4.1"]))
    assert written.count("verified") == 2
    for kind in ("symbolic-zero", "exact-enumeration", "quadrature"):
        assert kind in written
    assert "failed" not in written


@pytest.mark.parametrize("name", SETTINGS)
def test_latex_is_balanced_and_says_each_verdict_in_a_sentence(name: str) -> None:
    results = derived(name)
    written = latex.dumps(results)
    shown = [result for result in results.values() if not result.step.obstacle]
    verdicts = [one for one in shown if isinstance(one.step.claim.value, bool)]
    assert written.count(r"\label{eq:") == len(shown) - len(verdicts)
    assert written.count("{") == written.count("}")
    sentences = [line for line in visible(written) if line.startswith(r"\item")]
    assert len(sentences) == len(shown)
    for line in visible(written):
        assert line.count("$") % 2 == 0
    for line in sentences:
        outside = "".join(re.split(r"\$[^$]*\$", line))
        assert not re.search(r"(?<!\\)[_^&%#<>]", outside)


def visible(written: str) -> list[str]:
    """Return the lines that are not comments."""
    return [line for line in written.splitlines() if not line.startswith("%")]


def test_latex_says_the_verdict_and_why() -> None:
    lines = visible(latex.dumps(derived("skewed")))
    (because,) = [line for line in lines if r"It is \emph{not} so that training from" in line]
    (other,) = [
        line for line in lines if "Assumption 4.1 of arXiv 2405.16845 as it is written" in line
    ]
    assert r", because $\mathbb{E}[x_{j}^{3} x_{l}^{3}] = 4$ is not 0" in because
    assert r"$\partial L/\partial (W^{PV}_{12})_{jl}$" in because
    assert " holds, because " in other
    assert other.endswith(r"so that $\mathbb{E}[x_{j}]$ factors.")


def test_latex_names_harmonic_numbers_of_conditions() -> None:
    written = latex.dumps(derived("with a mean", "emergence-conditions"))
    assert r"H_{T-2}^{(2)} \sum_{r \neq j, l}\mathbb{E}" in written
    assert r"H_{T-2} \mathbb{E}[x_{j} x_{l}^{5}]" in written


def test_latex_escapes_the_words_of_a_reason() -> None:
    written = latex.dumps(derived("signs", "assumption-4.1"))
    assert r"because $x_{1}$ has not mean 0 for every value" in written
    assert "because x_1" not in written


def test_latex_of_a_missing_verdict_is_a_comment() -> None:
    written = latex.dumps(derived("missing", "emergence"))
    (line,) = [line for line in written.splitlines() if "missing-moment" in line]
    assert line.startswith("% emergence: missing-moment: E[x_j^3] and E[x_j^5]")
    assert not any("E[" in line for line in visible(written))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("50% of & #1 ~ ^ \\ $", None),
        ("E[x_j^3 x_l] is 50% of H_2", r"$\mathbb{E}[x_{j}^{3} x_{l}]$ is 50\% of $H_{T-2}^{(2)}$"),
        ("E[x_i1^12]", r"$\mathbb{E}[x_{i_{1}}^{12}]$"),
        ("dL/dKQ32[j,l] and H", r"$\partial L/\partial (W^{KQ}_{32})_{jl}$ and $H_{T-2}$"),
        ("sum over distinct r, s of E[x_r x_s]", r"$\sum_{r \neq s}\mathbb{E}[x_{r} x_{s}]$"),
        ("the House has an Ear and HI", "the House has an Ear and HI"),
        ("x_1 has not mean 0", "$x_{1}$ has not mean 0"),
    ],
)
def test_words_become_latex(words: str, expected: str | None) -> None:
    assert in_tex(words) == (escaped(words) if expected is None else expected)


def test_every_special_character_is_escaped() -> None:
    written = escaped(r"\{}$&#_%~^<>")
    left = re.sub(r"\\(text[a-z]+\{\}|[{}$&#_%])", "", written)
    assert left == ""


def test_long_numbers_of_a_reason_become_decimals() -> None:
    value = derived("skewed", "gradient-PV12-off")["gradient-PV12-off"].formula
    assert value is not None
    field = value.algebra.field
    short, long = (type(value)(field(n) / 7, value.algebra) for n in (22, 10**40 + 1))
    assert in_words(("it is ", short)) == "it is 22/7"
    assert in_words(("it is ", long)) == "it is 1.428571429e+39"
    assert in_latex(("it is ", short)) == r"it is $\frac{22}{7}$"


def test_explained_steps_end_in_the_verdict() -> None:
    (derivation,) = derived("skewed", "emergence").explained
    assert derivation.steps[-1].id == "emergence"
    assert {"charge", "other-blocks", "emergence-conditions"} <= {s.id for s in derivation.steps}
    assert "assumption-4.1" not in {s.id for s in derivation.steps}


def test_signs_that_are_not_independent_are_the_ones_meant() -> None:
    """The control of the escape: with all signs the assumption holds and no coordinate is named."""
    law = laws.samples(list(product((1, -1), repeat=3)))
    result = derive(law, results=["assumption-4.1"], check=False)["assumption-4.1"]
    assert result.value is True
    assert result.reason == "a coordinate may change its sign: every odd power has mean 0"
