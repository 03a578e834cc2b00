"""What is so at exceptional d, T or parameters, in every format and in the lock."""

import json as plain_json
from io import StringIO

import jsonschema
import pytest

from derivations import REGISTRY
from symbolic_mesa import derive, laws
from symbolic_mesa.export import comparison, explain, json, latex, text
from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.proofs.canonical import differences, step_data
from symbolic_mesa.proofs.mutants import mutants
from symbolic_mesa.results.results import Results
from symbolic_mesa.setting import Setting

COLUMNS = tuple(comparison.COLUMNS.values())


def derived(law: TokenLaw, *ids: str, dim: int | None = None) -> Results:
    return derive(law, dim, results=ids, check=False)


RECOVERABLE = derived(laws.rademacher(), "recoverable")
EXCHANGEABLE = derived(laws.exchangeable(), "emergence", "assumption-4.1", "emergence-conditions")


def words(written: str) -> str:
    return " ".join(written.split())


def test_text_says_where_a_verdict_is_another_and_why() -> None:
    written = words(text.dumps(RECOVERABLE))
    assert "recoverable = limit because" in written
    assert "except at d = 1: every-length, because m_2 kappa_2 = kappa_1^2" in written
    assert "except" not in text.dumps(derived(laws.rademacher(), "recoverable", dim=2))


def test_text_says_what_is_not_decided_and_names_equations() -> None:
    written = words(text.dumps(EXCHANGEABLE))
    assert "except at mu_1 = 0: not decided, because" in written
    assert "mu_5_1*H_{T-2}) = 0 and mu_3_1 = 0 and mu_3_3 = 0: true, because" in written
    assert "except at d = 1: none, because" in written


def test_the_tree_says_the_same() -> None:
    stream = StringIO()
    explain.show(RECOVERABLE, stream)
    assert "except at d = 1: every-length, because" in words(stream.getvalue().replace("│", " "))


def test_json_lists_places_values_and_reasons() -> None:
    found = json.as_object(derived(laws.two_point(), "emergence"))
    (step,) = [step for step in found["steps"] if step["id"] == "emergence"]
    listed = found["results"]["emergence"]["exceptions"]
    assert step["exceptions"] == listed
    assert [(one["where"], one["value"]) for one in listed] == [
        ({"d": 1}, True),
        ({"p": "1/2"}, True),
    ]
    assert listed[0]["reason"] == "d = 1: there is no off-diagonal entry"
    assert {"d", "p"} <= found["symbols"].keys()


@pytest.mark.parametrize("results", [RECOVERABLE, EXCHANGEABLE], ids=["verdict", "equations"])
def test_json_obeys_its_schema(results: Results) -> None:
    found = plain_json.loads(json.dumps(results))
    jsonschema.validate(found, json.schema())
    listed = [one for result in found["results"].values() for one in result["exceptions"]]
    assert listed
    for key, wrong in (("where", {}), ("where", {"d": 1.5}), ("value", 3), ("more", True)):
        kept = dict(listed[0])
        listed[0][key] = wrong
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(found, json.schema())
        listed[0].clear()
        listed[0].update(kept)


def test_a_result_without_exceptions_has_an_empty_list() -> None:
    found = json.as_object(derived(laws.gaussian(), "fixed-point", "emergence"))
    assert [result["exceptions"] for result in found["results"].values()] == [[], []]


def test_latex_has_a_sentence_for_each() -> None:
    written = latex.dumps(RECOVERABLE)
    assert "\nWhere $d = 1$, it is \\emph{every-length}, because " in written
    assert written.count("{") == written.count("}")
    assert all(line.count("$") % 2 == 0 for line in written.splitlines() if line[:1] != "%")
    assert r"Where $\mu_{1} = 0$, it is not decided, because" in latex.dumps(EXCHANGEABLE)


def test_a_notebook_shows_them_as_mathematics() -> None:
    shown = RECOVERABLE["recoverable"]._repr_latex_()
    assert r"\\ &\text{except at } d = 1 \text{: every-length}" in shown
    assert shown.count("$") == 2


def test_the_lock_holds_what_is_so_there() -> None:
    entry = next(entry for entry in REGISTRY.values() if "recoverable" in entry.results)
    step = entry.derive(Setting(laws.rademacher())).step("recoverable")
    found = step_data(step)
    assert found["claim"]["except at d = 1"] == {"kind": "value", "value": "every-length"}
    (without,) = [m for m in mutants(step.claim) if m.words == "without its exceptions"]
    assert without.claim.exceptions == ()
    locked = {**found, "claim": {"": found["claim"][""]}}
    assert list(differences(locked, found, "here")) == [
        "here: except at d = 1: claimed by the code, but not locked"
    ]


def test_the_table_of_the_catalogue_names_them() -> None:
    found = {name: derived(laws.by_name(name, {}), *COLUMNS) for name in ("full-one", "two-point")}
    shown = comparison.text({"full-one": found["full-one"]}).replace("│", " ")
    assert "no; at d = 1:" in words(shown)
    written = comparison.latex(found)
    assert "no; at $d = 1$: yes" in written
    assert "limit; at $d = 1$: every-length" in written
    assert "no; at $d = 1$: yes; at $p = 1/2$: yes" in written
    table = plain_json.loads(comparison.as_json(found))["laws"]
    assert table["full-one"]["emergence"]["exceptions"][0]["where"] == {"d": 1}
    assert "exceptions" not in table["full-one"]["s*"]
