"""The numbers of figures: theory and simulation agree, and those in the docs come out again."""

import json
from collections.abc import Callable, Iterator
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from derivations import REGISTRY
from symbolic_mesa.figures import (
    backward,
    figure_1,
    figure_7,
    layers,
    merged_heads,
    prompts,
    ratio_against_length,
)
from symbolic_mesa.figures.figure import QUICK, Figure
from symbolic_mesa.figures.paper import FULL_ONE, STARTS, STEPS, program_runs, step_at
from symbolic_mesa.figures.registry import FIGURES
from symbolic_mesa.figures.tasks import performed, row
from tests.exhaustive import first_rows

DOCS = Path(__file__).parents[2] / "docs" / "figures"
RELATIVE, ABSOLUTE = 1e-6, 1e-9  # between machines
ALARM = 5.0  # standard errors: some hundred points, a false alarm in ten thousand
LAW = "gaussian(sigma=1)"


def differences(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """Yield where two values from JSON differ by more than machines do."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for name in old:
            yield from differences(old[name], new[name], f"{place}.{name}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for k, pair in enumerate(zip(old, new, strict=True)):
            yield from differences(*pair, f"{place}[{k}]")
    elif isinstance(old, float) and isinstance(new, float):
        if not isclose(old, new, rel_tol=RELATIVE, abs_tol=ABSOLUTE):
            yield f"{place}: {old} was {new}"
    elif old != new:
        yield f"{place}: {str(old)[:40]} was {str(new)[:40]}"


def test_a_number_that_differs_is_seen() -> None:
    old = {"rows": [{"numbers": [1.0, 2.0], "law": "a"}]}
    assert list(differences(old, json.loads(json.dumps(old)))) == []
    for changed in ([1.0, 2.0 + 1e-5], [1.0], [1.0, "2"]):
        assert list(differences(old, {"rows": [{"numbers": changed, "law": "a"}]}))
    assert list(differences(old, {"rows": [{"numbers": [1.0, 2.0], "law": "b"}]}))


@pytest.mark.exhaustive
@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.name)
def test_the_numbers_in_the_docs_come_out_again(figure: Figure) -> None:
    kept = json.loads((DOCS / f"{figure.name}.json").read_text(encoding="utf-8"))
    rows = [row(task, performed(task)) for task in figure.tasks(QUICK)]
    assert list(differences(kept, figure.record(rows))) == []


def test_flow_steps_and_limit_meet() -> None:
    found = figure_1.theory("sparse(c=1)", ["0.5", "1.5"], 2, 6)
    assert isclose(found["limit"], found["steps"][-1], rel_tol=1e-3)
    assert isclose(found["flow"][0], found["steps"][0])
    assert isclose(found["flow"][-1], found["steps"][-1], rel_tol=1e-2)


def test_what_starts_in_a_minimum_stays_there() -> None:
    found = figure_1.theory("sparse(c=1/2)", ["2", "2"], 5, 100)
    assert found["limit"] == 4
    assert max(abs(ab - 4) for ab in [*found["steps"], *found["flow"]]) < 1e-12


def test_every_start_is_trained_on_sequences() -> None:
    found = figure_1.simulation("sparse(c=1)", 2, 6, 24, 1)["runs"]
    assert len(found) == len(STARTS)
    for run in found:
        assert run["arrived"]
        assert abs(run["ab"][-1] - 1) < 2e-3  # on sparse tokens every sequence has that optimum
        assert 0 <= run["loss"] < 1e-4


def test_a_run_that_diverges_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, "sparse(c=1)", "1")
    monkeypatch.setattr(figure_1, "until", lambda *_: type("Run", (), {"epoch": 30}))
    found = figure_1.simulation("sparse(c=1)", 2, 6, 24, 1)["runs"]
    assert not all(run["arrived"] for run in found)


def test_step_sizes_are_per_time_of_the_loss() -> None:
    assert step_at(LAW, 100) * 98 == step_at(LAW, 51) * 49


def test_the_papers_own_program_ends_where_the_theory_does() -> None:
    assert len(program_runs(LAW)) == 2
    assert sum(len(program_runs(law)) for law in STEPS) == 6
    (run,) = program_runs("sparse(c=2)")
    assert isclose(run["ab"][-1], 0.25, rel_tol=1e-2)


@pytest.mark.exhaustive
def test_the_papers_own_weights_are_near_the_symmetric_fixed_point_and_not_the_masked_one() -> None:
    (found,) = figure_7.program(FULL_ONE, 5, 100)["gaps"]
    masked = figure_7.theory(FULL_ONE, 5, 100)["masked"]
    for name, entries in found.items():
        mean = sum(entries) / len(entries)
        assert abs(mean) < abs(mean - masked[name]) / 2


def gaps(found: Any) -> list[float]:
    """Return how many standard errors each sampled point is from the theory."""
    theory = dict(zip(found["x"], found["theory"], strict=True))
    pairs = zip(found["sampled_at"], found["sampled"], strict=True)
    return [(one["value"] - theory[x]) / max(one["error"], 1e-12) for x, one in pairs]


SAMPLED: tuple[tuple[Callable[..., Any], tuple[Any, ...]], ...] = (
    (prompts.one_step, (5, 400, 1)),
    (prompts.few_shot, (True, 400, 1)),
    (prompts.few_shot, (False, 400, 1)),
    (prompts.wishart, (2, 400, 1)),
    (layers.single_token, (2, 6, ["0.2", "0.4"], 1000, 1)),
    (prompts.trained_regression, (10, 400, 1)),
    (prompts.deep, (2, 400, 1)),
    (merged_heads.course, (5, False, 8000, 1)),
    (layers.compared, ("two", 5, 6, ["0", "0.05", "0.1"], 1000)),
)


@pytest.mark.parametrize(("work", "given"), first_rows(SAMPLED, always=5))
def test_sampled_points_are_within_their_errors(
    work: Callable[..., Any], given: tuple[Any, ...]
) -> None:
    assert max(map(abs, gaps(work(*given)))) < ALARM


def test_a_wrong_theory_is_seen() -> None:
    found = prompts.one_step(5, 400, 1)
    wrong = {**found, "theory": [1.3 * value for value in found["theory"]]}
    assert max(map(abs, gaps(wrong))) > ALARM


def test_bounds_are_bounds_and_identities_are_equal() -> None:
    for found in (
        layers.neumann(0.1, 1.5, True),
        layers.neumann(0.1, 3.0, True),
        layers.neumann(0.1, 3.0, False),
        layers.chebyshev(10),
        layers.copying(8, [1.0, 4.0]),
    ):
        theory = dict(zip(found["x"], found["theory"], strict=True))
        for x, one in zip(found["sampled_at"], found["sampled"], strict=True):
            assert one["value"] <= theory[x] * (1 + 1e-9)
    for found in (layers.one_step(2, 3, "1/10", 1), layers.mesa_layer("0.8", 2, 8, 1)):
        for x, one in zip(found["sampled_at"], found["sampled"], strict=True):
            assert isclose(x, one["value"], rel_tol=1e-9, abs_tol=1e-9)


def test_gradients_and_steps_back_are_the_derived_ones() -> None:
    found = backward.gradients("0.8", 4, 1)
    for wanted, one in zip(found["sampled_at"], found["sampled"], strict=True):
        assert isclose(wanted, one["value"], rel_tol=1e-6, abs_tol=1e-8)
    found = backward.taken_back("0.9", 100, 1)
    for wanted, one in zip(found["theory"], found["sampled"], strict=True):
        assert isclose(wanted, one["value"], rel_tol=1e-9)
    assert found["theory"][-1] > 1e4  # no error at all would have passed for one that stays


def test_the_ratio_is_where_it_is_derived() -> None:
    derived = ratio_against_length.theory(LAW, 2, [10])
    found = ratio_against_length.simulation(LAW, 2, 10, 2000, 3)
    assert abs(found["ratio"] - derived["ratio"][0]) < ALARM * found["error"]
    assert abs(found["ratio"] - 1.3 * derived["ratio"][0]) > ALARM * found["error"]
    assert isclose(derived["long"], 0.2, rel_tol=1e-9)


def test_every_theorem_of_another_paper_has_a_figure() -> None:
    first, *others = REGISTRY.values()
    assert {one.id for one in others if one.problem is not first.problem} <= FIGURES.keys()


def test_the_page_has_every_figure_with_its_caption() -> None:
    page = (DOCS.parent / "figures.md").read_text(encoding="utf-8")
    flat = " ".join(page.split())
    for name, figure in FIGURES.items():
        assert f"![{name}](figures/{name}.png)" in page
        assert figure.caption in flat
        assert (DOCS / f"{name}.png").is_file()


@pytest.mark.exhaustive
def test_a_generic_start_has_the_derived_course_of_its_multiples_of_the_identity() -> None:
    even, generic = (merged_heads.course(20, start, 8_000, 1) for start in (False, True))
    assert max(map(abs, gaps(even))) < ALARM
    assert generic["theory"][-1] == pytest.approx(even["theory"][-1], rel=0.02)
    late = generic["x"].index(generic["sampled_at"][8])
    assert generic["theory"][late] > generic["sampled"][8]["value"]  # what is no multiple delays
