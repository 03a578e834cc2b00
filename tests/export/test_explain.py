"""Derivations step by step: in the terminal, in JSON, and what was not proved is said."""

import io
import json
from dataclasses import replace

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.export import explain, latex, text
from symbolic_mesa.export.json import as_object
from symbolic_mesa.record import Check, Kind
from symbolic_mesa.results.results import Results
from tests.cli import Run


def shown(results: Results) -> str:
    stream = io.StringIO()
    explain.show(results, stream)
    return stream.getvalue()


def test_every_step_is_shown_with_claim_reason_and_checks(run: Run) -> None:
    outcome = run("--distribution", "gaussian", "--explain")
    assert outcome.code == 0
    for step in derive(laws.gaussian(), check=False).explained[0].steps:
        assert f"── {step.id}  verified" in outcome.out
    assert "sum_{s=1..t} sum_k x_s[i] conj(x_{s-1}[k]) x_t[k] / (t-1)" in outcome.out
    assert "rests on: loss, fixed-point" in outcome.out
    assert "assumes: training stays on that manifold (Assumption 4.1; see emergence)" in outcome.out
    assert "symbolic-zero passed: " in outcome.out


def test_only_what_a_result_rests_on_is_explained(run: Run) -> None:
    outcome = run("--results", "m2", "--explain")
    assert "── m2  verified" in outcome.out
    assert "kappa-1" not in outcome.out


def test_json_carries_the_steps_in_order(run: Run) -> None:
    content = json.loads(run("--distribution", "gaussian", "--format", "json").out)
    steps = {step["id"]: step for step in content["steps"]}
    seen: set[str] = set()
    for step in content["steps"]:
        assert set(step["premises"]) <= seen
        if step["status"] != "not-applicable":
            assert len({check["kind"] for check in step["checks"]}) >= 2
        seen.add(step["id"])
    assert {"data", "prediction", "phase-selection", "conserved"} <= steps.keys()
    assert steps["fixed-point"]["premises"] == ["flow-a", "flow-b"]
    assert steps["prediction"]["latex"].startswith(r"\frac{a b}{t-1} \sum_{s=1}^{t}")
    assert set(content["results"]) < steps.keys()


def test_without_checks_nothing_is_called_verified(run: Run) -> None:
    content = json.loads(run("--format", "json", "--no-check").out)
    found = {step["status"] for step in content["steps"]}
    assert found == {"unchecked"}
    assert "verified" not in run("--explain", "--no-check").out


def test_explain_belongs_to_text(run: Run) -> None:
    outcome = run("--explain", "--format", "json")
    assert outcome.code == 2
    assert "--explain" in outcome.err


@pytest.mark.parametrize(("kind", "word"), [("statistical", "sampled"), ("cited", "cited")])
def test_what_was_only_sampled_or_cited_is_shown_as_such(kind: Kind, word: str) -> None:
    results = derive(laws.gaussian(1), results=["loss"], check=False)
    (one,) = results.derived
    checks = (Check(kind, "passed", "somewhere"),)
    weak = replace(
        results, checks={(one.entry.id, step.id): checks for step in one.derivation.steps}
    )
    assert as_object(weak)["results"]["loss"]["status"] == word
    for written in (text.dumps(weak), latex.dumps(weak), shown(weak)):
        assert word in written
        assert "verified" not in written
    visible = [line for line in latex.dumps(weak).splitlines() if not line.startswith("%")]
    assert any(word in line for line in visible)
