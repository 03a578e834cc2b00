"""The command mesa-check."""

import json
from pathlib import Path

import numpy as np
import pytest

from numeric_check.model.attention import BLOCKS
from symbolic_mesa.cli import check

BASE = ["mesa-check", "--dim", "2", "--length", "6", "--samples", "500"]
CLAIMS = ["--claims", "loss,emergence,fixed-point"]


def run(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", [*BASE, *arguments])
    with pytest.raises(SystemExit) as left:
        check.main()
    out = capsys.readouterr()
    return int(str(left.value.code)), out.out, out.err


def test_json_of_a_law_that_agrees(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    law = ["--distribution", "rademacher", "--param", "c=1"]
    code, out, err = run([*law, *CLAIMS, "--format", "json"], monkeypatch, capsys)
    found = json.loads(out)
    assert code == 0
    assert err == ""
    assert found["agrees"] is True
    assert found["simulation"]["samples"] == 498  # 166 groups of 3
    assert [one["claim"] for one in found["claims"]] == CLAIMS[1].split(",")
    numbers = found["claims"][0]["numbers"][0]
    assert set(numbers) == {
        "prediction",
        "estimate",
        "standard_error",
        "z",
        "agrees",
        "visible",
        "samples_for_one_percent",
    }


def test_a_law_that_does_not_exits_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    law = ["--distribution", "full-one", "--param", "c=1"]
    code, out, _ = run([*law, *CLAIMS], monkeypatch, capsys)
    assert code == 1
    assert "DIFFERS" in out
    assert "emergence" in out
    assert "|z| >" in out
    assert "m^(-0." in out  # the exponent


@pytest.mark.exhaustive
def test_it_says_which_verdict_is_derived(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside sequences stands the theorem's word: what differs from it agrees with the verdict."""
    leaving = ["--distribution", "full-one", "--param", "c=1", "--claims", "emergence"]
    _, out, _ = run(leaving, monkeypatch, capsys)
    assert "For this law it is derived to be false" in " ".join(out.split())
    _, out, _ = run([*leaving, "--format", "json"], monkeypatch, capsys)
    (claim,) = json.loads(out)["claims"]
    assert (claim["derived_verdict"], claim["agrees"], claim["status"]) == (
        False,
        False,
        "verified",
    )
    staying = ["--distribution", "rademacher", "--param", "c=1", *CLAIMS]
    assert "derived to be" not in run(staying, monkeypatch, capsys)[1]


@pytest.mark.exhaustive
@pytest.mark.parametrize(("law", "masked"), [("full-one", True), ("rademacher", False)])
def test_weights_of_a_law_that_leaves_the_diagonal(
    law: str,
    masked: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "weights.npz"
    np.savez(file, **dict.fromkeys(BLOCKS, np.eye(2)))
    given = ["mesa-check", "--dim", "2", "--length", "6", "--distribution", law, "--param", "c=1"]
    for more in ((), ("--format", "json")):
        monkeypatch.setattr("sys.argv", [*given, "--weights", str(file), *more])
        with pytest.raises(SystemExit):
            check.main()
        assert ("about the masked model" in capsys.readouterr().out) is masked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "no law: give --distribution"),
        (["--distribution", "gaussian"], "no value"),
        (["--distribution", "gaussian", "--param", "sigma=1", "--seed", "-1"], "no negative"),
        (["--distribution", "gaussian", "--param", "sigma=1", "--claims", "x"], "choose from"),
        (["--distribution", "gaussian", "--param", "sigma=1", "--samples", "x"], "whole number"),
        (["--distribution", "gaussian", "--param", "sigma=1", "--samples", ""], "whole number"),
        (["--distribution", "gaussian", "--param", "sigma=1", "--seed", ""], "whole number"),
        (["--moments", "m2=1,m4=3,m6=15"], "cannot be sampled"),
        (["--distribution", "gaussian", "--weights", "/nowhere.npz"], "belongs to a simulation"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(arguments, monkeypatch, capsys)
    assert code == 2
    assert out == ""
    assert words in err
    assert err.count("\n") == 1
