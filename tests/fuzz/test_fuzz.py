"""Random commands, as many as there is time for; many more by ``python -m tests.fuzz``."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli import ROOT
from tests.fuzz.grammar import command
from tests.fuzz.running import fuzz

SEED = 20240601
MANY = pytest.param(150, 20, marks=pytest.mark.exhaustive)


@pytest.mark.parametrize(("within", "processes"), [(4, 1), MANY])
def test_no_command_ends_otherwise_than_it_says(
    tmp_path: Path, within: int, processes: int
) -> None:
    found = list(fuzz(SEED, within, processes, tmp_path))
    assert len(found) == within + processes
    faults = [
        f"{shlex.join([one.command.name, *one.command.arguments])}: {fault}"
        for one in found
        for fault in one.faults
    ]
    assert not faults, "\n".join(faults)
    assert {one.code for one in found} >= {0, 2}


def test_the_same_seed_gives_the_same_commands() -> None:
    assert [command(1, k) for k in range(50)] == [command(1, k) for k in range(50)]
    assert command(1, 0) != command(2, 0)


def test_every_option_is_among_them() -> None:
    pages = ROOT.glob("symbolic_mesa/cli/options/*.py")
    options = {
        name for page in pages for name in re.findall(r'"(--[a-z-]+)"', page.read_text("utf-8"))
    }
    lines = [argument for k in range(5000) for argument in command(1, k).arguments]
    typed = {line.partition("=")[0] for line in lines}
    assert options - typed == {"--kernel"}  # a process of Coq for each


def test_laws_are_arguments_among_them() -> None:
    typed = " ".join(argument for k in range(5000) for argument in command(1, k).arguments)
    for made in ("k-sparse(k=2, values=", "gaussian(sigma=", "values=scale-mixture(", "1:w,q:1-w"):
        assert made in typed, made
