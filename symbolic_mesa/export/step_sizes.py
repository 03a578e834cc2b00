"""Step sizes as a table on the terminal, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from io import StringIO
from math import isfinite

from rich import box
from rich.console import Console
from rich.table import Table

from symbolic_mesa.export.terminal import PLAIN_WIDTH
from symbolic_mesa.results.step_sizes import LARGEST, StepSize
from symbolic_mesa.text.json_values import Object


def text(rows: Sequence[StepSize], encoding: str = "utf-8", width: int = PLAIN_WIDTH) -> str:
    """Return the table as plain text that an encoding can hold, with what is to be said of it."""
    lines = box.SIMPLE_HEAD if encoding.lower().startswith("utf") else box.ASCII
    table = Table(box=lines, pad_edge=False)
    table.add_column("step size")
    for heading in ("eta", "of the limit", "epochs to 1 %"):
        table.add_column(heading, justify="right")
    for row in rows:
        arrived = "-" if row.epochs is None else str(row.epochs)
        table.add_row(row.name, f"{row.value:.6g}", f"{row.ratio:.3g}", arrived)
    stream = StringIO()
    console = Console(file=stream, width=width, highlight=False, markup=False)
    console.print(table)
    for note in _notes(rows):
        console.print(note)
    return stream.getvalue()


def _notes(rows: Sequence[StepSize]) -> Iterator[str]:
    """Yield what the table does not say; each caveat once, with the step sizes that it is about."""
    every = dict.fromkeys(words for row in rows for words in row.caveats)
    where = " of the masked model" if every else ""
    yield "Above step-size-limit the end of training is unstable in one of the six blocks."
    yield (
        f"With step-size-safe ab{where} goes monotonically to s and the loss decreases at every "
        "step."
    )
    yield f"{LARGEST}: the largest such step on the diagonal, by bisection."
    if every:
        yield "Epochs are those of the masked model."
    for words in every:
        yield f"{', '.join(row.name for row in rows if words in row.caveats)}: {words}."


def as_json(rows: Sequence[StepSize]) -> str:
    """Return the step sizes as JSON; what is infinite is null."""
    return json.dumps({"step_sizes": [_object(row) for row in rows]}, indent=2) + "\n"


def _object(row: StepSize) -> Object:
    return {
        "name": row.name,
        "value": _finite(row.value),
        "ratio_to_limit": _finite(row.ratio),
        "epochs_to_one_percent": row.epochs,
        "caveats": list(row.caveats),
    }


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
