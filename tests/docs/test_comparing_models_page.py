"""The table on the page about comparing models is what its command prints."""

import re
import shlex

from tests.cli import ROOT, Run

PAGE = (ROOT / "docs" / "comparing-models.md").read_text(encoding="utf-8")
(COMMAND,) = re.findall(r"^    mesa-derive (.*)$", PAGE, re.M)
EXACT = ("trained layer", "1 step", "2 steps", "3 steps", "2 Chebyshev", "3 Chebyshev")


def test_the_rows_that_are_not_sampled_are_those_of_the_command(run: Run) -> None:
    shown = [line.split() for line in PAGE.splitlines() if line.startswith("     ")]
    rows = [row for row in shown if " ".join(row).startswith(EXACT)]
    assert len(rows) == 7
    printed = [line.split() for line in run(*shlex.split(COMMAND)).out.splitlines()]
    assert [row for row in rows if row not in printed] == []
