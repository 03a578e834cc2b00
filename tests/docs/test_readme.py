"""The output in the README is the output of the command above it."""

import re
import shlex
from pathlib import Path

from tests.cli import Run

README = Path(__file__).parents[2] / "README.md"
NUMBER = re.compile(r"\d+e-\d+")  # a rounding error: another machine may round otherwise


def test_the_output_shown_is_what_the_command_prints(run: Run) -> None:
    block = README.read_text(encoding="utf-8").split("    $ mesa-derive ")[1].split("\n\nNo ")[0]
    command, _, shown = block.replace("\\\n", " ").partition("\n")
    outcome = run(*shlex.split(command))
    expected = "\n".join(line[4:] for line in shown.splitlines())
    assert outcome.code == 0
    assert NUMBER.sub("…", outcome.out.strip()) == NUMBER.sub("…", expected)


def test_every_file_that_is_linked_is_there() -> None:
    for page in [README, *README.parent.glob("docs/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), (page, target)
