"""The page on regression: its commands derive."""

import shlex
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from symbolic_mesa import Results, derive
from tests.cli import Run

PAGE = (Path(__file__).parents[2] / "docs" / "regression.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line)[1:] for line in PAGE.splitlines() if line.startswith("    mesa-derive ")
]


def test_there_are_commands() -> None:
    assert len(COMMANDS) == 19


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_derives(arguments: list[str], run: Run) -> None:
    outcome = run(*arguments, "--no-check")
    assert (outcome.code, outcome.err) == (0, "")


def _losses(found: Results, samples: int, dim: int) -> Iterator[float]:
    """Yield the losses of a row: of layers, of layers with one step, by the mean of the task."""
    sizes = {"N": Fraction(samples), "d": Fraction(dim)}
    for depth in (1, 2, 3):
        yield float(found[f"minimum-loss-{depth}"].step.claim.value.at(sizes))
    for depth in (2, 3):
        yield found[f"common-digits-{depth}"].value[f"L, d = {dim}, N = {samples}"]
    parts = found["bayes-loss"].step.claim.parts
    yield float(next(side.at(sizes) for case, side in parts.items() if case.holds(sizes)))


def test_the_table_of_losses_is_derived() -> None:
    found = derive(theorem="ahn-layers", check=False)
    lines = PAGE[PAGE.index("| N | d |") :].partition("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert len(rows) == 3
    for samples, dim, *losses in rows:
        derived = list(_losses(found, int(samples), int(dim)))
        assert losses[:-1] == [f"{loss:.4f}" for loss in derived[:-1]]
        assert losses[-1] == f"{derived[-1]:g}"
