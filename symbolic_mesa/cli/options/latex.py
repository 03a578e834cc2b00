"""Options of ``mesa-derive --format latex``."""

from pathlib import Path
from typing import Annotated

import typer

Width = Annotated[
    str | None,
    typer.Option(
        "--width",
        metavar="LENGTH",
        help="LaTeX: the width of the text, as 397pt or 8.6cm (default: a column of article).",
    ),
]
Proof = Annotated[
    bool, typer.Option("--proof", help="LaTeX: a proof after each theorem, from its steps.")
]
Bare = Annotated[bool, typer.Option("--bare", help="LaTeX: equations alone, without a theorem.")]
Harmonic = Annotated[
    str | None,
    typer.Option(
        "--harmonic", metavar="H|sum", help="LaTeX: harmonic numbers as H_{T-2}, or as sums."
    ),
]
LabelPrefix = Annotated[
    str | None,
    typer.Option("--label-prefix", metavar="TEXT", help="LaTeX: what labels begin with."),
]
Standalone = Annotated[
    Path | None,
    typer.Option(
        "--standalone",
        metavar="FILE.tex",
        help="LaTeX: write a whole document, and FILE.bib beside it.",
    ),
]
