import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from derivations import REGISTRY
from symbolic_mesa import laws
from symbolic_mesa.models.causal_linear_attention import MOMENTS
from tests.cli import Run
from tests.exhaustive import first

NAMES = (
    "gaussian",
    "sparse",
    "full-one",
    "rademacher",
    "uniform",
    "laplace",
    "bernoulli-gaussian",
    "student-t",
    "two-point",
    "sphere",
    "generic",
    "exchangeable",
)
SHOWN = [
    "kappa-1",
    "kappa-2",
    "kappa-3",
    "m2",
    "loss",
    "flow-a",
    "flow-b",
    "fixed-point",
    "minimum-loss",
]
DYNAMICS = [
    "conserved",
    "trajectory-a",
    "trajectory-b",
    "trajectory-ab",
    "limit-a",
    "limit-b",
    "basin",
    "rate",
    "pl-constant",
    "time-to",
    "asymptotic-fixed-point",
]
STABILITY = ["hessian-spectrum", "local-minimum", "step-size-limit", "step-size-safe"]
SHARP = [
    "gradient-KQ32-diagonal",
    "gradient-KQ32-off",
    "gradient-PV12-diagonal",
    "gradient-PV12-off",
    "other-blocks",
    "assumption-4.1",
    "emergence",
    "emergence-conditions",
]
SYMMETRIC = [
    "symmetric-loss",
    "symmetric-flow",
    "symmetric-fixed-point",
    "masked-fixed-point",
    "masked-comparison",
    "preconditioned-step",
]
CAPABILITY = [
    "ols-step-size",
    "gd-equivalence",
    "unexplained-fraction",
    "recoverable",
    "recovery-condition",
    "recovery-gap",
    "prediction-ratio",
    "prediction-ratio-variance",
    "test-error",
]
BY_COORDINATE = ["coordinate-flow", "coordinates-agree"]
IDS = [*SHOWN, *DYNAMICS, *STABILITY, *SHARP, *SYMMETRIC, *CAPABILITY, *BY_COORDINATE]


@pytest.mark.parametrize("name", first(NAMES, 4))
def test_every_law_is_derived_and_checked(run: Run, name: str) -> None:
    ids = ",".join([*SHOWN, "assumption-4.1", "emergence", "emergence-conditions"])
    outcome = run("--distribution", name, "--format", "json", "--results", ids)
    assert (outcome.code, outcome.err) == (0, "")
    results = json.loads(outcome.out)["results"]
    if name == "student-t":  # no finite computation shows that a moment does not exist
        assert results.pop("assumption-4.1")["status"] == "unchecked"
    for result in results.values():
        assert result["status"] == "verified"


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["two-point", "exchangeable"])
def test_json_has_every_result_checked(run: Run, name: str) -> None:
    outcome = run("--distribution", name, "--format", "json", "--results", "all")
    assert outcome.code == 0
    assert outcome.err == ""
    results = json.loads(outcome.out)["results"]
    assert list(results) == IDS
    symbolic = {"masked-comparison", "coordinate-flow"}  # they need numbers for d and T
    signs = {"hessian-spectrum", "local-minimum", "step-size-limit"}  # they need them too, or signs
    for id in symbolic | signs | {"recoverable"}:  # that depends on p, or on moments
        assert results.pop(id)["status"] == "not-applicable"
    if name == "exchangeable":
        for id in ("prediction-ratio", "prediction-ratio-variance"):
            assert results.pop(id)["status"] == "missing-moment"
    for result in results.values():
        assert result["status"] == "verified"
        assert {"quadrature", "symbolic-zero"} & {check["kind"] for check in result["checks"]}


def test_the_case_of_the_paper_has_the_value_at_finite_length(run: Run) -> None:
    sizes = ("--param", "sigma=1", "--dim", "5", "--length", "100")
    outcome = run("--distribution", "gaussian", *sizes, "--format", "json")
    found = json.loads(outcome.out)
    harmonic = sum(1 / k for k in range(1, 99))
    assert found["setting"] == {
        "distribution": "gaussian",
        "law": laws.gaussian().phrase,
        "parameters": {"sigma": "1"},
        "conditions": [],
        "dim": 5,
        "length": 100,
        "test_length": None,
        "init": None,
    }
    assert found["results"]["fixed-point"]["value"] == pytest.approx(1 / (5 + 4 * harmonic / 98))


def test_text_names_the_law_the_results_and_their_checks(run: Run) -> None:
    out = run("--distribution", "gaussian").out
    assert "N(0, sigma^2)" in out
    assert all(id in out for id in SHOWN)
    assert "quadrature" in out
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


@pytest.mark.exhaustive
def test_no_check_leaves_the_results_unchecked(run: Run) -> None:
    found = json.loads(run("--no-check", "--format", "json", "--results", "all").out)["results"]
    statuses = {result["status"] for result in found.values()}
    assert statuses == {"unchecked", "not-applicable", "missing-moment"}


def test_results_are_chosen_by_id_in_the_order_asked_for(run: Run) -> None:
    out = run("--no-check", "--format", "json", "--results", "loss,kappa-1").out
    assert list(json.loads(out)["results"]) == ["loss", "kappa-1"]


@pytest.mark.exhaustive
def test_all_results_are_in_the_order_of_the_list(run: Run) -> None:
    out = run("--no-check", "--format", "json", "--results", "all").out
    assert list(json.loads(out)["results"]) == IDS


@pytest.mark.parametrize("format", ["text", "json", "latex"])
def test_every_format_shows_the_nine_when_none_are_named(run: Run, format: str) -> None:
    named = run("--distribution", "gaussian", "--format", format, "--results", ",".join(SHOWN))
    unnamed = run("--distribution", "gaussian", "--format", format)
    assert (unnamed.code, unnamed.err) == (0, "")
    assert unnamed == named


@pytest.mark.parametrize("format", ["text", "json", "latex", "coq"])
def test_a_failed_step_fails_what_rests_on_it_in_every_format(
    run: Run, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    """κ2 and κ3 change places: the moments are wrong, and the fixed point rests on them."""
    wrong = {**MOMENTS, "kappa_2": MOMENTS["kappa_3"], "kappa_3": MOMENTS["kappa_2"]}
    for name, pattern in wrong.items():
        monkeypatch.setitem(MOMENTS, name, pattern)  # type: ignore[misc]  # a dict behind a Mapping
    outcome = run("--distribution", "gaussian", "--format", format, "--results", "fixed-point")
    assert outcome.code == 1
    assert "kappa-2 failed" in outcome.err


def test_list_gives_one_derivation_a_line(run: Run) -> None:
    lines = run("--list").out.splitlines()
    assert [line.split()[0] for line in lines] == list(REGISTRY)


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("mesa-derive ")


def test_values_may_begin_with_a_minus_sign(run: Run) -> None:
    outcome = run("--support", "-2:1/4,0:1/2,2:1/4", "--results", "kappa-1", "--format", "json")
    assert json.loads(outcome.out)["results"]["kappa-1"]["expr"] == "8"
    assert run("--distribution", "sparse", "--param", "c=-1", "--no-check").code == 0


def test_a_law_by_moments_keeps_its_symbols(run: Run) -> None:
    outcome = run("--moments", "m2=1,m4=3,m6=q", "--format", "json", "--results", "kappa-2")
    result = json.loads(outcome.out)
    assert result["results"]["kappa-2"]["expr"] == "q"
    assert "m6" in result["symbols"]["q"]


def test_a_law_by_moments_from_a_file(run: Run, tmp_path: Path) -> None:
    law = tmp_path / "law.toml"
    law.write_text('symmetric = true\nm2 = 1\nm4 = 3\nm6 = 15\n"2,4" = "k24"\n')
    outcome = run("--moments", str(law), "--format", "json")
    results = json.loads(outcome.out)["results"]
    assert outcome.code == 0
    assert results["kappa-3"]["expr"] == "k24*(d - 1)"
    assert results["fixed-point"]["status"] == "verified"


def test_a_missing_moment_is_named_and_the_rest_is_given(run: Run) -> None:
    outcome = run("--moments", "m4=3,m6=15", "--dim", "1", "--format", "json")
    results = json.loads(outcome.out)["results"]
    assert outcome.code == 0
    assert results["loss"]["status"] == "missing-moment"
    assert "E[x_j^2]" in results["loss"]["reason"]
    assert results["fixed-point"]["value"] == pytest.approx(1 / 5)


def test_data_whose_coordinates_differ_still_give_the_loss(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tokens.npy"
    np.save(path, np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.25]]))
    results = json.loads(run("--data", str(path), "--format", "json").out)["results"]
    assert results["loss"]["status"] == "verified"
    assert results["fixed-point"]["status"] == "coordinates-differ"
    assert "j = 1" in results["fixed-point"]["reason"]
    assert set(results["kappa-1"]["parts"]) == {"j=1", "j=2"}


def test_symmetrized_data_give_moments_with_standard_errors(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tokens.npy"
    tokens = np.random.default_rng(7).normal(size=(50, 2))
    np.save(path, tokens)
    outcome = run("--data", str(path), "--symmetrize", "both", "--format", "json")
    results = json.loads(outcome.out)["results"]
    expected = np.mean(tokens**4, axis=1)
    assert results["kappa-1"]["value"] == pytest.approx(float(np.mean(expected)))
    error = float(np.std(expected, ddof=1)) / 50**0.5
    assert results["kappa-1"]["standard_error"] == pytest.approx(error)
    assert results["fixed-point"]["status"] == "verified"


@pytest.mark.parametrize("mode", first([None, "permutations", "signs", "both"], 2), ids=str)
def test_data_in_every_order_need_no_average(run: Run, tmp_path: Path, mode: str | None) -> None:
    """Averaging over signs is another law, which stays on the diagonal; the data do not."""
    path = tmp_path / "tokens.npy"
    np.save(path, np.array(list(permutations((0.0, 1.0, 3.0)))))
    average = () if mode is None else ("--symmetrize", mode)
    ids = "emergence,symmetric-fixed-point"
    sizes = ("--length", "4", "--results", ids, "--format", "json")
    found = json.loads(run("--data", str(path), *average, *sizes).out)
    assert found["setting"]["law"] == laws.data(path, mode).phrase
    emergence, end = (found["results"][name] for name in ids.split(","))
    signs = mode in ("signs", "both")
    assert (emergence["status"], emergence["value"]) == ("verified", signs)
    assert end["status"] == "verified"
    assert (float(end["parts"]["alpha"]["value"]) == 0) == signs
    assert all(check["outcome"] == "passed" for check in end["checks"])


def test_data_that_begin_with_zeros_have_a_fixed_point(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tokens.npy"
    np.save(path, np.concatenate([np.zeros((30, 3)), [[1, 2, 3], [0, 1, 1]]]))
    arguments = ("--length", "4", "--results", "fixed-point", "--format", "json")
    outcome = run("--data", str(path), "--symmetrize", "permutations", *arguments)
    assert json.loads(outcome.out)["results"]["fixed-point"]["status"] == "verified"


def test_unlike_data_are_told_that_an_average_is_another_law(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "tokens.npy"
    np.save(path, np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.25]]))
    for average in ((), ("--symmetrize", "signs")):
        arguments = ("--length", "4", "--results", "all", "--no-check", "--format", "json")
        results = json.loads(run("--data", str(path), *average, *arguments).out)["results"]
        reason = results["symmetric-fixed-point"]["reason"]
        assert "--symmetrize permutations" in reason
        assert "another law" in reason


def test_output_goes_to_a_file_and_nowhere_else(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.tex"
    outcome = run("--no-check", "--format", "latex", "--output", str(path))
    assert outcome.out == ""
    assert r"\label{eq:generic:theorem-4.1:fixed-point}" in path.read_text()
    assert [item.name for item in tmp_path.iterdir()] == ["out.tex"]
