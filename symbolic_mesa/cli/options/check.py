"""Options of ``mesa-check`` alone."""

from pathlib import Path
from typing import Annotated

import typer

Length = Annotated[
    str | None,
    typer.Option("--length", metavar="T", help="T, of prompts N; with --layer the longest (1000)."),
]
Init = Annotated[
    str | None,
    typer.Option(
        "--init",
        metavar="A,B,...",
        help="Where --model, or the layer of --theorem, is trained from: its scales, in order.",
    ),
]
Samples = Annotated[
    str | None,
    typer.Option(
        "--samples",
        metavar="M",
        help="So many random sequences (10000); of --model and --theorem none.",
    ),
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
Layer = Annotated[
    str | None,
    typer.Option(
        "--layer",
        metavar="FILE.py:FUNCTION",
        help="Run your own layer(K, V, Q, gamma, lam), and say to how many digits it solves the "
        "least-squares problem of a mesa-layer.",
    ),
]
