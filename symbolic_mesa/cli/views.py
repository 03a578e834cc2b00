"""What `mesa-derive` shows beside results: the catalogue, step sizes, a picture."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from symbolic_mesa.cli.chosen import LAW, first_theorem
from symbolic_mesa.cli.modes import Mode
from symbolic_mesa.cli.numbers import initial_point
from symbolic_mesa.cli.output import columns_of, encoding_of, write
from symbolic_mesa.cli.running import FAILED
from symbolic_mesa.cli.typesetting import points
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.whole_files import write_whole

if TYPE_CHECKING:
    from symbolic_mesa.laws.protocol import TokenLaw
    from symbolic_mesa.results.results import Results

SHARED = frozenset({"--dim", "--length", "--no-check", "--format", "--output", "--debug"})

PICTURES = (".svg", ".png")

COMPARE = Mode(
    SHARED | {"--compare", "--laws", "--width"},
    "--compare shows laws of the catalogue; leave {option} out",
)
COMPARE_MODELS = Mode(
    (SHARED - {"--no-check"}) | LAW | {"--compare-models"},
    "--compare-models shows models side by side; leave {option} out",
)
STEP_SIZES = Mode(
    SHARED | LAW | {"--step-sizes", "--init"},
    "--step-sizes shows step sizes only; leave {option} out",
)
MOMENT = Mode(
    LAW | {"--moment", "--dim", "--debug"}, "--moment shows a moment only; leave {option} out"
)
NEEDS = Mode(
    frozenset({"--needs", "--dim", "--length", "--theorem", "--module", "--debug"}),
    "--needs is about every law; leave {option} out",
)


def moment(context: typer.Context, law: "TokenLaw", of: str, dim: int | None) -> int:
    """Print a moment of a law; return the exit code."""
    MOMENT.refuse_others(context)
    from symbolic_mesa.export.moments import line
    from symbolic_mesa.results.moments import formula

    print(line(of, formula(law, of, dim), encoding_of(None)))
    return 0


def needs(
    context: typer.Context,
    id: str,
    sizes: tuple[int | None, int | None],
    theorem: str | None,
    modules: list[str],
) -> int:
    """Print what a result needs to know of the initial token; return the exit code."""
    NEEDS.refuse_others(context)
    from symbolic_mesa.export.moments import words
    from symbolic_mesa.results.needs import needs as needed

    print(words(needed(id, *sizes, theorem=theorem, modules=modules)))
    return 0


def compare(
    context: typer.Context,
    sizes: tuple[int | None, int | None],
    check: bool,
    format: str,
    output: Path | None,
    names: str | None,
    width: str | None,
) -> int:
    """Write laws side by side, those that are named or `all`; return the exit code."""
    COMPARE.refuse_others(context)
    if width is not None and format != "latex":
        raise InvalidInput("--width belongs to --format latex; give both, or leave it out")
    from symbolic_mesa.export import comparison
    from symbolic_mesa.laws import FAMILIES

    formats: dict[str, Callable[..., str]] = {
        "text": partial(comparison.text, encoding=encoding_of(output), width=columns_of(output)),
        "json": comparison.as_json,
        "latex": partial(comparison.latex, width=points(width)),
    }
    written = _chosen("--compare", formats, format)
    named = names and [name.strip() for name in names.split(",")]
    chosen = tuple(FAMILIES) if names == "all" else named
    found = comparison.rows(*sizes, check, chosen)
    write(written(found), output)
    return FAILED if any(results.failed for results in found.values()) else 0


def _chosen(
    view: str, formats: Mapping[str, Callable[..., str]], format: str
) -> Callable[..., str]:
    if format not in formats:
        raise InvalidInput(f"{view} has no format {format}; choose from {', '.join(formats)}")
    return formats[format]


def step_sizes(
    context: typer.Context,
    law: "TokenLaw",
    sizes: tuple[int | None, int | None],
    init: str | None,
    format: str,
    output: Path | None,
) -> int:
    """Write the step sizes side by side; return the exit code."""
    STEP_SIZES.refuse_others(context)
    from symbolic_mesa.export import step_sizes as table
    from symbolic_mesa.results.step_sizes import step_sizes as compared

    formats: dict[str, Callable[..., str]] = {
        "text": partial(table.text, encoding=encoding_of(output), width=columns_of(output)),
        "json": table.as_json,
    }
    written = _chosen("--step-sizes", formats, format)
    write(written(compared(law, *sizes, initial_point(init))), output)
    return 0


def compare_models(
    context: typer.Context,
    law: "TokenLaw",
    sizes: tuple[int | None, int | None],
    format: str,
    output: Path | None,
) -> int:
    """Write models side by side, to a picture where the file is one; return the exit code."""
    COMPARE_MODELS.refuse_others(context)
    from symbolic_mesa.export import model_comparison as shown
    from symbolic_mesa.results.model_comparison import compare_models as compared

    formats: dict[str, Callable[..., str]] = {
        "text": partial(shown.text, encoding=encoding_of(output), width=columns_of(output)),
        "json": shown.as_json,
    }
    written = _chosen("--compare-models", formats, format)
    found = compared(law, *sizes)
    if output is None or output.suffix not in PICTURES:
        write(written(found), output)
    else:
        write_whole(output, shown.picture(found, output.suffix.removeprefix(".")))
    return 0


def draw(found: "Results", path: Path) -> None:
    """Write the phase portrait of a setting."""
    if path.suffix != ".svg":
        raise InvalidInput(
            f"--phase-portrait {quoted(str(path))}: not .svg; name a file like x.svg"
        )
    from symbolic_mesa.export import portrait

    paper = first_theorem().problem
    for other in (one.entry for one in found.derived if one.entry.problem is not paper):
        raise InvalidInput(
            f"--phase-portrait draws a flow of {paper.id}, not of {other.id}; leave one of them out"
        )
    write_whole(path, portrait.dumps(found.setting))
