"""Options of ``mesa-train`` alone."""

from pathlib import Path
from typing import Annotated

import typer

StepSize = Annotated[str, typer.Option("--step-size", metavar="ETA", help="The step size, exact.")]
Epochs = Annotated[str, typer.Option("--epochs", metavar="N", help="The number of steps.")]
Population = Annotated[
    bool,
    typer.Option("--population", help="The exact population gradient, no samples (default)."),
]
Samples = Annotated[
    str | None,
    typer.Option("--samples", metavar="M", help="Train on so many random sequences."),
]
Seed = Annotated[
    str | None, typer.Option("--seed", metavar="N", help="The seed of all that is random (1).")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="New sequences in each epoch.")]
Single = Annotated[bool, typer.Option("--single", help="Compute on sequences in single precision.")]
Gather = Annotated[
    bool,
    typer.Option(
        "--gather", help="Gather sequences once, for many epochs; for small d, up to 8 or so."
    ),
]
Init = Annotated[
    str | None,
    typer.Option(
        "--init",
        metavar="A,B",
        help="Diagonal initial weights (default 0.1,0.1); of a model its scales, in order.",
    ),
]
InitStd = Annotated[
    str | None,
    typer.Option(
        "--init-std", metavar="S", help="Gaussian initial weights in every block, instead."
    ),
]
InitFrom = Annotated[
    Path | None,
    typer.Option("--init-from", metavar="FILE.npz", help="Saved initial weights, instead."),
]
Mask = Annotated[bool, typer.Option("--mask", help="Keep the off-diagonal entries of every block.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE.npz", help="Where to keep the run."),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on from --output, if there is one.")]
