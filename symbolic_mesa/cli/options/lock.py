"""Options of ``mesa-lock`` alone."""

from pathlib import Path
from typing import Annotated

import typer

Modules = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[MODULE]...",
        help="Only the claims of these modules with ENTRIES; derivations has this package's.",
    ),
]
File = Annotated[Path, typer.Option("--file", metavar="FILE", help="The lock file.")]
Check = Annotated[bool, typer.Option("--check", help="Recompute and compare; never write.")]
