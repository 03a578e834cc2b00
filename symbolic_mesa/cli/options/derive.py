"""Options of ``mesa-derive`` alone."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from symbolic_mesa.cli import completion

Dim = Annotated[str | None, typer.Option("--dim", metavar="D", help="d; a symbol if not given.")]
Length = Annotated[
    str | None, typer.Option("--length", metavar="T", help="T; a symbol if not given.")
]
Samples = Annotated[
    str | None,
    typer.Option("--samples", metavar="N", help="N of prompts; a symbol if not given."),
]
TestSamples = Annotated[
    str | None,
    typer.Option(
        "--test-samples",
        metavar="M",
        help="M, the samples of a test prompt; a symbol if not given.",
    ),
]
Power = Annotated[
    str | None,
    typer.Option(
        "--power",
        metavar="P,...",
        help="The power of W in the trace, of --theorem wishart; several are those of a product.",
    ),
]
TestLength = Annotated[
    str | None,
    typer.Option(
        "--test-length",
        metavar="T",
        help="The length of a test sequence; a symbol if not given.",
    ),
]
Init = Annotated[
    str | None,
    typer.Option("--init", metavar="A,B", help="The initial a and b, exact; symbols if not given."),
]


class Format(StrEnum):
    """The formats of results."""

    text = "text"
    json = "json"
    latex = "latex"
    markdown = "markdown"
    python = "python"
    c = "c"
    coq = "coq"


Written = Annotated[Format, typer.Option("--format", help="What to write.")]
Output = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="Write to a file instead.")
]
Results = Annotated[
    str | None,
    typer.Option(
        "--results",
        metavar="ID,...|all",
        help="Only these results (default: those of --theorem, or of the first listed).",
        autocompletion=completion.results,
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(
        "--model",
        metavar="FILE",
        help="A model of your own, stated in TOML; its results are meant.",
    ),
]
Forward = Annotated[
    str | None,
    typer.Option(
        "--forward",
        metavar="FILE.py:NAME",
        help="Run your own NAME(x, weights), and hold the --model against it first.",
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="Show the derivation step by step.")]
NoCheck = Annotated[
    bool, typer.Option("--no-check", help="Skip the checks against the full model.")
]
Require = Annotated[
    str | None,
    typer.Option(
        "--require",
        metavar="LEVEL",
        help="Fail where a claim has less trust; results that are not claimed (not-applicable, "
        "missing-moment, coordinates-differ) pass.",
        autocompletion=completion.levels,
    ),
]
Kernel = Annotated[
    bool, typer.Option("--kernel", help="Have the lemmas checked by the proof kernel coqc.")
]
PhasePortrait = Annotated[
    Path | None,
    typer.Option("--phase-portrait", metavar="FILE.svg", help="Draw the flow of (a, b) as well."),
]
StepSizes = Annotated[
    bool, typer.Option("--step-sizes", help="Show step sizes of gradient descent, and epochs.")
]
Compare = Annotated[
    bool, typer.Option("--compare", help="Show laws of the catalogue side by side.")
]
CompareModels = Annotated[
    bool,
    typer.Option(
        "--compare-models",
        help="Show the errors of one layer, deeper ones and the mesa-layer; with "
        "--output FILE.svg (or .png) against T.",
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        metavar="CONDITION",
        help='What a symbol satisfies: "q > 1"; may be repeated.',
    ),
]
Moment = Annotated[
    str | None,
    typer.Option(
        "--moment", metavar="TEXT", help='Show a moment of the law, as "x_j^2 x_l^4" or "|x|^6".'
    ),
]
Needs = Annotated[
    str | None,
    typer.Option(
        "--needs",
        metavar="ID",
        help="Show which moments a result needs.",
        autocompletion=completion.results,
    ),
]
Laws = Annotated[
    str | None,
    typer.Option(
        "--laws",
        metavar="NAME,...|all",
        help="The laws of --compare, or all (default: ten of them).",
    ),
]
ListLaws = Annotated[bool, typer.Option("--list-laws", help="List the laws with their parameters.")]
List = Annotated[bool, typer.Option("--list", help="List the derivations.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version.")]
