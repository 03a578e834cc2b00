"""Options of ``mesa-check`` alone."""

from pathlib import Path
from typing import Annotated

import typer

Samples = Annotated[
    str | None,
    typer.Option("--samples", metavar="M", help="The number of random sequences (10000)."),
]
Seed = Annotated[
    str | None, typer.Option("--seed", metavar="N", help="The seed of the sequences (1).")
]
Claims = Annotated[
    str | None, typer.Option("--claims", metavar="ID,...", help="Only these claims.")
]
Weights = Annotated[
    Path | None,
    typer.Option("--weights", metavar="FILE.npz", help="Hold these weights against the theory."),
]
