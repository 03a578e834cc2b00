"""Options of ``mesa-mutate`` alone."""

from typing import Annotated

import typer

Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Only these derivations or claims."),
]
Sample = Annotated[
    str | None,
    typer.Option("--sample", metavar="N", help="Only N mutants, drawn at random."),
]
Seed = Annotated[str | None, typer.Option("--seed", metavar="N", help="The seed of the draw (1).")]
