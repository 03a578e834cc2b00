"""Every format says of which model a claim is where training leaves the diagonal."""

import io
import json as plain_json

import pytest

from symbolic_mesa import derive, laws
from symbolic_mesa.export import coq, explain, json, latex, text
from symbolic_mesa.results.results import Results

MASKED = "about the masked model"
IDS = ("fixed-point", "limit-a", "trajectory-ab", "basin", "rate", "conserved", "pl-constant")
IDS += ("time-to", "step-size-safe", "recovery-gap", "recoverable", "asymptotic-fixed-point")


@pytest.fixture(scope="module")
def leaving() -> Results:
    return derive(laws.full_one(1), results=IDS, check=False)


@pytest.mark.parametrize("id", IDS)
def test_each_result_that_assumes_it_says_so(leaving: Results, id: str) -> None:
    assert any(MASKED in words for words in leaving[id].caveats)
    assert MASKED in leaving[id]._repr_latex_()
    staying = derive(laws.gaussian(1), results=[id], check=False)
    assert not any(MASKED in words for words in staying[id].caveats)


def test_every_format_says_so(leaving: Results) -> None:
    one = derive(laws.full_one(1), results=["fixed-point"], check=False)
    stream = io.StringIO()
    explain.show(one, stream)
    shown = [text.dumps(one), latex.dumps(one), coq.dumps(one), stream.getvalue()]
    assert all("masked" in " ".join(said.split()) for said in shown)
    found = plain_json.loads(json.dumps(leaving))["results"]
    assert all("fails" in [a["status"] for a in found[id]["assumptions"]] for id in IDS)


def test_what_is_not_decided_says_so() -> None:
    law = laws.moments("m2=1,m4=3,m6=15")
    (words,) = derive(law, 2, 4, ["fixed-point"])["fixed-point"].caveats
    assert "is not decided here" in words


def test_the_unmasked_model_has_its_own_step_size() -> None:
    found = derive(
        laws.full_one(1), 2, 4, ["step-size-limit", "step-size-safe"], init=("1/2", "1/3")
    )
    least = min(found["step-size-limit"].value["unmasked"], found["step-size-safe"].value)
    assert any(
        f"take the smaller of the two, {least:.10g}" in w for w in found["step-size-safe"].caveats
    )


def test_no_step_size_is_stable_at_a_saddle() -> None:
    found = derive(laws.full_one(1), 3, 3, ["step-size-limit"], init=("1/2", "1/2"))
    assert found["step-size-limit"].status == "verified"
    assert found["step-size-limit"].value["unmasked"] == 0


def test_where_training_ends_follows_the_start() -> None:
    found = derive(laws.full_one(1), 2, 4, ["masked-comparison"], init=(3, "1/10"))
    result = found["masked-comparison"]
    ends = [round(result.value[name], 4) for name in ("a", "alpha", "b", "beta")]
    assert ends == [3.0005, -0.2444, 0.2494, -0.1037]
    assert "from a = 3, b = 1/10" in result.statement
    assert result.status == "verified"
