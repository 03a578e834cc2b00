"""Step sizes as a table on the terminal."""

from collections.abc import Iterable
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from symbolic_mesa.step_sizes import LARGEST, StepSize

NOTES = (
    "Above step-size-limit the end of training is unstable in one of the six blocks.",
    "With step-size-safe ab goes monotonically to s and the loss decreases at every step.",
    f"{LARGEST}: the largest such step on the diagonal, by bisection.",
)


def show(rows: Iterable[StepSize], stream: TextIO) -> None:
    """Write the table to a stream."""
    console = Console(file=stream, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("step size")
    for heading in ("eta", "of the limit", "epochs to 1 %"):
        table.add_column(heading, justify="right")
    for row in rows:
        arrived = "-" if row.epochs is None else str(row.epochs)
        table.add_row(row.name, f"{row.value:.6g}", f"{row.ratio:.3g}", arrived)
    console.print(table)
    for note in NOTES:
        console.print(note, soft_wrap=True)
