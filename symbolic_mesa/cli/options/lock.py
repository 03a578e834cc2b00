"""Options of ``mesa-lock`` alone."""

from pathlib import Path
from typing import Annotated

import typer

from symbolic_mesa.cli import completion

Modules = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[MODULE]...",
        help="Only the claims of these modules with ENTRIES; derivations has this package's.",
    ),
]
File = Annotated[Path, typer.Option("--file", metavar="FILE", help="The lock file.")]
Require = Annotated[
    str | None,
    typer.Option(
        "--require",
        metavar="LEVEL",
        help="Fail where a result that is claimed has less trust.",
        autocompletion=completion.levels,
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Recompute and compare; never write.")]
