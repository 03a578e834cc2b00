"""Options of ``mesa-figures`` alone."""

from pathlib import Path
from typing import Annotated

import typer

from symbolic_mesa.cli import completion

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME]...",
        help="Which figures; all where none is named.",
        autocompletion=completion.figures,
    ),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="The folder that they go to (figures).")
]
Quick = Annotated[bool, typer.Option("--quick", help="Small samples: all figures in a minute.")]
Workers = Annotated[
    str | None,
    typer.Option("--workers", metavar="N", help="How many processes run (one for each processor)."),
]
Listed = Annotated[bool, typer.Option("--list", help="Say which figures there are, and make none.")]
Dim = Annotated[str | None, typer.Option("--dim", metavar="D", help="d of trained models (5).")]
Length = Annotated[
    str | None, typer.Option("--length", metavar="T", help="T of trained models (100).")
]
Samples = Annotated[
    str | None,
    typer.Option("--samples", metavar="M", help="Sequences that a run is trained on (10000)."),
]
