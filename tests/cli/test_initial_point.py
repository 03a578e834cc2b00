"""The initial point on the command line."""

import json

import pytest

from tests.cli import Run


def test_an_initial_point_is_given_by_two_exact_numbers(run: Run) -> None:
    sizes = ("--param", "sigma=1", "--dim", "5", "--length", "100", "--init=-3/4,1/2")
    ids = "limit-a,limit-b,basin,trajectory-ab"
    outcome = run("--distribution", "gaussian", *sizes, "--results", ids, "--format", "json")
    found = json.loads(outcome.out)
    assert found["setting"]["init"] == ["-3/4", "1/2"]
    assert found["results"]["basin"]["value"] == "minimum"
    product = found["results"]["limit-a"]["value"] * found["results"]["limit-b"]["value"]
    assert product == pytest.approx(0.19190508852558845)
    assert found["symbols"] == {"tau": "time of the gradient flow"}


@pytest.mark.parametrize("text", ["1", "1,2,3", "x,1", ",", "1e400000,1", "1,0/0"])
def test_an_initial_point_that_is_none_is_refused_in_one_line(run: Run, text: str) -> None:
    outcome = run(f"--init={text}", "--results", "limit-a")
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1
