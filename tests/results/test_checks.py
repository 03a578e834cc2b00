"""Checking is a step of its own: it runs once, on what is wanted, and nothing else runs it."""

import copy
import io
from dataclasses import replace

import pytest

import symbolic_mesa
from symbolic_mesa import check, derive, laws
from symbolic_mesa.export import explain, json, latex, text
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.results.results import Results

WANTED = ("loss", "fixed-point")


@pytest.fixture
def results() -> Results:
    return derive(laws.gaussian(1), 2, 4, WANTED, check=False)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that the ids of all steps are added to whose checks are run."""
    seen: list[str] = []
    original = Derived.checked

    def counted(self: Derived, id: str) -> Step:
        seen.append(id)
        return original(self, id)

    monkeypatch.setattr(Derived, "checked", counted)
    return seen


def shown(results: Results) -> str:
    """Return results in every way in which they are shown."""
    stream = io.StringIO()
    explain.show(results, stream)
    parts = [text.dumps(results), json.dumps(results), latex.dumps(results), stream.getvalue()]
    for result in results.values():
        parts += [str(result.value), str(result.latex), result.status, result._repr_latex_()]
    return "\n".join([*parts, *(step.id for step in results.failed)])


def test_nothing_that_shows_results_runs_a_check(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = check(results)

    def refused(*_: object) -> None:
        raise AssertionError("a check is run")

    monkeypatch.setattr(Derived, "checked", refused)
    monkeypatch.setattr(Derived, "witness", property(refused))
    assert "verified" not in shown(results)
    assert "verified" in shown(done)
    assert "verified" not in shown(results)


def test_checks_are_run_once_and_only_for_what_is_wanted(results: Results, runs: list[str]) -> None:
    done = check(results)
    needed = {step.id for derivation in done.explained for step in derivation.steps}
    assert runs[:2] == list(WANTED)
    assert set(runs) == needed
    assert len(runs) == len(needed)
    assert "minimum-loss" not in runs
    assert check(done) == done
    assert len(runs) == len(needed)


def test_what_is_wanted_besides_is_checked_besides(results: Results, runs: list[str]) -> None:
    done = check(replace(check(results), ids=(*WANTED, "minimum-loss")))
    assert done["minimum-loss"].status == "verified"
    assert len(runs) == len(set(runs))


def test_deriving_with_checks_is_deriving_and_then_checking(results: Results) -> None:
    assert derive(laws.gaussian(1), 2, 4, WANTED) == check(results)
    assert results["loss"].status == "unchecked"
    assert symbolic_mesa.check is check


def test_results_can_be_copied_and_checked_there(results: Results) -> None:
    for one in (results, check(results)):
        there = copy.deepcopy(one)
        assert there == one
        assert there["loss"].status == one["loss"].status
        assert check(there)["fixed-point"].status == "verified"
