"""mesa-check --model: claims about a stated model beside its training."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from symbolic_mesa.checking import stated_models
from symbolic_mesa.results.deriving import derive
from tests.cli import ROOT, Outcome, checked

FILE = str(ROOT / "symbolic_mesa" / "models" / "linear-attention.toml")
LAW = ("--distribution", "rademacher", "--param", "c=1", "--dim", "2", "--length", "4")
CLAIMS = ("--claims", "loss,fixed-point,minimum-loss")


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> Outcome:
    return checked(monkeypatch, capsys, "--model", FILE, *LAW, *arguments)


def test_json_of_a_model_that_agrees(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run(monkeypatch, capsys, "--claims", "loss,stays", "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert found["agrees"] is True
    assert [one["claim"] for one in found["claims"]] == ["loss", "stays"]
    training = found["training"]
    assert (training["exact"], training["at_rest"], training["stays"]) == (True, True, True)
    assert training["loss"] == pytest.approx(6 / 7, rel=1e-12)
    assert training["loss_off_ansatz"] is None


@pytest.mark.exhaustive
def test_a_person_reads_where_training_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run(monkeypatch, capsys, *CLAIMS, "--init", "1/2,1/3")
    words = " ".join(done.out.split())
    assert done.code == 0
    assert "Gradient flow from a = 0.5, b = 0.333333 ends after" in words
    assert "196 sequences, all that are exact for the law" in words
    sampled = run(monkeypatch, capsys, *CLAIMS, "--samples", "320", "--seed", "2")
    assert sampled.code == 0
    assert "An alarm is |z| >" in sampled.out


def test_a_planted_claim_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def planted(*given: Any, **more: Any) -> Any:  # of `derive`, passed on as they come
        found = derive(*given, **more)
        if "fixed-point" not in found:
            return found
        step = found["fixed-point"].step
        twice = replace(step.claim.value, element=2 * step.claim.value.element)
        wrong = replace(step, claim=replace(step.claim, value=twice), checks=())
        return {"fixed-point": SimpleNamespace(step=wrong)}

    monkeypatch.setattr(stated_models, "derive", planted)
    assert run(monkeypatch, capsys, "--claims", "fixed-point").code == 1


REFUSED = {
    ("--weights", "run.npz"): "--weights belongs to the first paper's model, not to --model",
    ("--seed", "3"): "nothing is random here; give --samples",
    ("--claims", "nothing"): "result 'nothing': choose from",
    ("--model", "nowhere.toml"): "cannot be read",
    ("--model", str(ROOT / "docs" / "regression.toml")): "belongs to sequences, not to prompts",
    ("--init", "1"): "give one each for a_0, b_0",
    ("--length", "2"): "length=2",
}


@pytest.mark.parametrize("options", REFUSED)
def test_what_cannot_be_compared_is_one_line(
    options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run(monkeypatch, capsys, *options)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
    assert REFUSED[options] in done.err
