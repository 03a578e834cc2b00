import json as plain_json
import re

import jsonschema
import pytest
import sympy

from symbolic_mesa import derive, laws
from symbolic_mesa.export import json, latex, text
from symbolic_mesa.export.meanings import meanings
from symbolic_mesa.formulas.harmonics import harmonic
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.notation.names import escaped
from symbolic_mesa.record import STANDINGS
from symbolic_mesa.results.results import Results
from symbolic_mesa.trust import KINDS, OUTCOMES, STATUSES, TRUSTS
from tests.exhaustive import first

SETTINGS: dict[str, tuple[TokenLaw, int | None, int | None]] = {
    "one coordinate": (laws.generic(), 1, 3),
    "moments": (laws.moments("m2=1,m4=q,m6=r"), None, 7),
    "missing": (laws.moments("m4=3,m6=15"), 1, None),
    "data": (laws.samples([[0.1, 2], [3, 1.7]]), None, None),
    "symbolic": (laws.generic(), None, None),
    "parameters": (laws.bernoulli_gaussian(), None, None),
    "numbers": (laws.sphere(2), 3, 100),
    "long": (laws.gaussian(), 5, 10**9),
    "symmetrized": (laws.samples([[0.1, 2], [3, 1.7]], symmetrize="both"), None, 9),
}


pytestmark = pytest.mark.xdist_group("formats")  # what is derived once serves every test


@pytest.fixture(scope="module", params=first(SETTINGS, 4))
def results(request: pytest.FixtureRequest) -> Results:
    law, dim, length = SETTINGS[request.param]
    return derive(law, dim, length, check=False)


def test_json_obeys_its_schema(results: Results) -> None:
    jsonschema.validate(plain_json.loads(json.dumps(results)), json.schema())


def test_the_schema_is_one_and_refuses_other_words() -> None:
    jsonschema.Draft202012Validator.check_schema(json.schema())
    found = json.as_object(derive(laws.generic(), results=["loss"]))
    found["results"]["loss"]["status"] = "proved"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, json.schema())


def test_the_vocabulary_is_the_one_of_the_record() -> None:
    parts = json.schema()["$defs"]
    assert tuple(parts["status"]["enum"]) == STATUSES
    assert tuple(parts["trust"]["enum"]) == TRUSTS
    assert tuple(parts["assumption"]["properties"]["status"]["enum"]) == STANDINGS
    assert tuple(parts["check"]["properties"]["kind"]["enum"]) == KINDS
    assert tuple(parts["check"]["properties"]["outcome"]["enum"]) == OUTCOMES


def test_expressions_read_back_as_the_formulas_that_they_are(results: Results) -> None:
    names = {name: sympy.Symbol(name) for name in meanings(results)} | {"harmonic": harmonic}
    for id, found in json.as_object(results)["results"].items():
        formula = results[id].step.claim.value
        if found["expr"] is None or isinstance(formula, str) or "Sum" in found["expr"]:
            continue
        read = sympy.sympify(found["expr"], locals=names)
        difference = sympy.together(read - formula.expr.doit())
        assert difference.as_numer_denom()[0].expand() == 0


def test_every_symbol_is_explained(results: Results) -> None:
    found = json.as_object(results)
    for result in found["results"].values():
        if result["expr"]:
            names = {name: sympy.Symbol(name) for name in found["symbols"]}
            read = sympy.sympify(result["expr"], locals=names)
            index = {sympy.Symbol("k")} if "Sum" in result["expr"] else set()
            assert {str(symbol) for symbol in read.free_symbols - index} <= set(found["symbols"])


@pytest.mark.exhaustive
def test_what_parts_a_claim_is_explained() -> None:
    """Names that stand in conditions alone, such as Delta > 0, are explained beside formulas."""
    found = derive(laws.gaussian(), results=["trajectory-a", "basin"])
    assert meanings(found)["Delta"] == "value of a_0^2 - b_0^2, which the flow conserves"
    assert set(meanings(derive(laws.gaussian(), results=["basin"]))) == {"a_0", "b_0"}


def test_a_symbol_of_two_models_says_both() -> None:
    found = derive(laws.gaussian(), results=["loss", "charge"])
    blocks = ("the block KQ32 = a I", "the block KQ22 = a I")
    assert meanings(found)["a"] == "scale of {}; in single-token-head: scale of {}".format(*blocks)


def test_latex_has_a_label_an_equation_and_balanced_braces(results: Results) -> None:
    written = latex.dumps(results)
    derived = [result for result in results.values() if not result.step.obstacle]
    for result in derived:
        assert re.search(rf"\\label\{{(eq|it):[^{{}}]*:{result.id}\}}", written), result.id
    assert len(set(re.findall(r"\\label\{(.*?)\}", written))) == written.count(r"\label{")
    assert written.count("{") == written.count("}")
    assert written.count(r"\left(") == written.count(r"\right)")
    assert "harmonic" not in written.replace("harmonic number", "")


def test_latex_escapes_what_is_text() -> None:
    assert escaped(r"\input{x}_%$#&") == r"\textbackslash{}input\{x\}\_\%\$\#\&"


def test_text_is_plain_and_short_enough(results: Results) -> None:
    written = text.dumps(results)
    assert "\x1b" not in written
    assert max(map(len, written.splitlines())) <= text.PLAIN_WIDTH
    assert all(id in written for id in results)


def test_a_terminal_gets_colour() -> None:
    import io

    class Terminal(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    text.show(derive(laws.generic(), results=["loss"], check=False), terminal)
    assert "loss" in terminal.getvalue()
