"""What the command says of the laws that have a name, and how it moves and compares them."""

import json
from pathlib import Path

from symbolic_mesa.export import comparison
from symbolic_mesa.laws.listing import listed
from tests.cli import Run

NAMES = 33


def test_every_law_is_listed(run: Run) -> None:
    outcome = run("--list-laws")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines == [law.line for law in listed()]
    assert len({line.partition(":")[0] for line in lines}) == len(lines) == NAMES
    assert "gaussian: i.i.d. coordinates N(0, sigma^2); sigma > 0; also mean, variance" in lines
    assert "full-one: always (c, ..., c); c != 0" in lines


def test_the_page_of_laws_has_the_table_of_the_catalogue() -> None:
    page = (Path(__file__).parents[2] / "docs" / "laws.md").read_text("utf-8")
    rows = "\n".join(law.row for law in listed())
    assert f"|---|---|---|---|\n{rows}\n\n" in page


def test_laws_that_are_named_are_compared(run: Run) -> None:
    sizes = ("--dim", "2", "--length", "5", "--format", "json")
    outcome = run("--compare", "--laws", "exponential, rademacher", *sizes)
    assert (outcome.code, outcome.err) == (0, "")
    found = json.loads(outcome.out)["laws"]
    assert list(found) == ["exponential", "rademacher"]
    assert found["rademacher"]["s*"]["expr"] == "18/(29*c**2)"


def test_every_law_is_compared_where_all_are_asked_for(run: Run) -> None:
    sizes = ("--dim", "1", "--length", "3", "--no-check", "--format", "json")
    found = json.loads(run("--compare", "--laws", "all", *sizes).out)["laws"]
    assert len(found) == NAMES - 6  # the others need a text or a law, or have no parameters
    assert list(json.loads(run("--compare", *sizes).out)["laws"]) == [
        *("gaussian", "sparse", "full-one", "rademacher", "uniform", "laplace"),
        *("bernoulli-gaussian", "student-t", "two-point", "sphere"),
    ]


def test_what_is_no_law_is_not_compared(run: Run) -> None:
    for laws, words in (("foo", "not in the catalogue"), ("gaussian-mixture", "needs parts")):
        outcome = run("--compare", "--laws", laws)
        assert (outcome.code, outcome.out) == (2, "")
        assert words in outcome.err
    outcome = run("--laws", "gaussian")
    assert outcome.code == 2
    assert "--laws belongs to --compare" in outcome.err


def test_a_name_that_is_nearly_one_is_told(run: Run) -> None:
    outcome = run("--distribution", "gausian")
    assert outcome.code == 2
    assert "mesa-derive --list-laws lists it; did you mean gaussian?" in outcome.err


def test_a_law_is_centred_and_scaled(run: Run) -> None:
    moved = ("--param", "mean=0", "--param", "variance=1")
    parts = ("--distribution", "gaussian-mixture", "--param", "parts=1/2:-1:1,1/2:3:1")
    outcome = run(*parts, *moved, "--results", "m2,kappa-1", "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    found = json.loads(outcome.out)
    assert found["setting"]["parameters"]["mean"] == "0"
    assert {id: one["expr"] for id, one in found["results"].items()} == {
        "m2": "1",
        "kappa-1": "43/25",
    }


def test_a_symbol_is_one_where_it_is_given_its_name(run: Run) -> None:
    outcome = run("--distribution", "gaussian", "--param", "mean=mean", "--results", "m2")
    assert outcome.code == 0
    assert "mean: parameter mean of the law, mean real" in outcome.out


def test_rounded_cells_of_the_table_say_so() -> None:
    found = comparison.rows(1, 4, check=False, names=["gaussian", "rademacher"])
    assert "≈" not in comparison.text(found).split("│ rademacher")[1].split("s*:")[0]
    wide = comparison.text(comparison.rows(5, 100, check=False, names=["gaussian"]))
    assert "≈ 0.424285" in wide
    assert "~= 0.424285" in comparison.text(
        comparison.rows(5, 100, check=False, names=["gaussian"]), "ascii"
    )
