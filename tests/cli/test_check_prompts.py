"""mesa-check of claims about models on prompts: exit codes, the table, JSON, refusals."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from symbolic_mesa.checking import prompts
from symbolic_mesa.results.deriving import derive
from tests.cli import ROOT, checked

MODEL = ("--model", str(ROOT / "docs" / "regression.toml"))
SIZES = ("--dim", "1", "--length", "2", "--param", "sigma=1/2", "--claims", "loss,minimiser")


@pytest.mark.exhaustive
def test_a_model_that_agrees(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = checked(monkeypatch, capsys, *MODEL, *SIZES, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert [one["claim"] for one in found["claims"]] == ["loss", "minimiser"]
    assert found["agrees"] is True
    assert (found["training"]["exact"], found["training"]["at_rest"]) == (True, True)
    shown = checked(monkeypatch, capsys, *MODEL, *SIZES, "--samples", "640", "--seed", "2")
    assert shown.code == 0
    assert "640 prompts, random" in shown.out
    assert "Gradient flow of the population ends after" in " ".join(shown.out.split())


def test_a_planted_claim_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def planted(*given: Any, **more: Any) -> Any:  # of `derive`, passed on as they come
        found = derive(*given, **more)
        step = found["loss"].step
        twice = replace(step.claim.value, element=2 * step.claim.value.element)
        wrong = replace(step, claim=replace(step.claim, value=twice), checks=())
        return {"loss": SimpleNamespace(step=wrong)}

    monkeypatch.setattr(prompts, "derive", planted)
    assert checked(monkeypatch, capsys, *MODEL, *SIZES[:-1], "loss").code == 1


REFUSED = {
    (*MODEL, *SIZES, "--distribution", "rademacher"): "belongs to sequences, not to prompts",
    (*MODEL, *SIZES, "--weights", "run.npz"): "belongs to sequences, not to prompts",
    (*MODEL, *SIZES, "--seed", "3"): "nothing is random here; give --samples",
    (*MODEL, *SIZES, "--theorem", "mahankali"): "give one of them",
    (*MODEL, *SIZES[:-1], "nothing"): "result 'nothing': choose from",
    ("--theorem", "theorem-4.1", *SIZES): "no theorem about prompts",
    ("--theorem", "mahankali", *SIZES[:-2], "--init", "1"): "give one each for a_0, u_0",
}


@pytest.mark.parametrize("options", REFUSED)
def test_what_cannot_be_compared_is_one_line(
    options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = checked(monkeypatch, capsys, *options)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
    assert REFUSED[options] in done.err
