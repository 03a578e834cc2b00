"""Options of ``mesa-new-model`` alone."""

from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the model is called: two-heads.")]
Dir = Annotated[Path, typer.Option("--dir", metavar="DIR", help="Where its folder is made (here).")]
