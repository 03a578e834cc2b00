"""Options of several commands: those that choose a law, and a few more."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from symbolic_mesa.cli import completion

Distribution = Annotated[
    str | None,
    typer.Option(
        "--distribution",
        metavar="NAME",
        help="A law of the catalogue.",
        autocompletion=completion.laws,
    ),
]
Param = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        metavar="NAME=VALUE",
        help="A parameter of the law, or sigma of prompts, exact; may be repeated.",
        autocompletion=completion.parameters,
    ),
]
Support = Annotated[
    str | None,
    typer.Option(
        "--support", metavar="V:P,...", help="i.i.d. coordinates with such values, as in 2:1/3."
    ),
]
Moments = Annotated[
    str | None,
    typer.Option(
        "--moments", metavar="LIST|FILE", help="A law by moments: m2=1,m4=3,m6=15, or a file."
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FILE",
        help="The empirical law of an (n, d) array in a .npy, .npz or .csv file.",
    ),
]
Symmetrize = Annotated[
    str | None,
    typer.Option(
        "--symmetrize",
        metavar="permutations|signs|both",
        help="Average data over orders or signs of coordinates, which changes the law.",
    ),
]
WeightsColumn = Annotated[
    str | None,
    typer.Option(
        "--weights-column",
        metavar="NAME|NUMBER",
        help="The column of the data that has the weights of the rows.",
    ),
]
Joint = Annotated[
    Path | None,
    typer.Option(
        "--joint", metavar="FILE", help="A joint law on finitely many tokens, in a TOML file."
    ),
]
Covariance = Annotated[
    str | None,
    typer.Option(
        "--covariance",
        metavar="MATRIX|FILE|diag|isotropic",
        help='Of gaussian, or of prompts: "diag(1,2,3)", "2,1;1,2", an array in a file; of '
        "gaussian also diag, for any d; of prompts also isotropic.",
    ),
]

Dim = Annotated[str | None, typer.Option("--dim", metavar="D", help="d; data have their own.")]
Length = Annotated[
    str, typer.Option("--length", metavar="T", help="T; of prompts, their number of samples N.")
]

Module = Annotated[
    list[str] | None,
    typer.Option(
        "--module", metavar="MODULE", help="A module with ENTRIES of your own; may be repeated."
    ),
]

Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="FILE", help="A model of your own, stated in TOML, instead."),
]
Models = Annotated[
    list[Path] | None,
    typer.Option("--model", metavar="FILE", help="A model stated in TOML; may be repeated."),
]

Fixed = Annotated[
    list[str] | None,
    typer.Option(
        "--fixed",
        metavar="NAME=MATRIX",
        help="The matrix of a block of --model that is not trained: 'F=1,1/2;0,1', or a .npy file; "
        "may be repeated.",
    ),
]

Debug = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of a defect of this program.")
]


class Format(StrEnum):
    """The formats of what is measured."""

    text = "text"
    json = "json"


Written = Annotated[Format, typer.Option("--format", help="What to write.")]

Theorem = Annotated[
    str | None,
    typer.Option(
        "--theorem",
        metavar="ID",
        help="The theorem whose results are meant.",
        autocompletion=completion.theorems,
    ),
]
