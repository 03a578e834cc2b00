"""What `mesa-derive` shows beside results: the catalogue, step sizes, a picture."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from symbolic_mesa.cli.running import FAILED
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted
from symbolic_mesa.text.whole_files import write_whole

if TYPE_CHECKING:
    from symbolic_mesa.laws.protocol import TokenLaw
    from symbolic_mesa.results.results import Results


def refuse(view: str, what: str, options: Mapping[str, object]) -> None:
    """Refuse options that a view would pass over in silence."""
    for option in (name for name, value in options.items() if value not in (None, False, [])):
        raise InvalidInput(f"{view} shows {what}; leave {option} out")


def compare(
    sizes: tuple[int | None, int | None], check: bool, format: str, output: Path | None
) -> int:
    """Write the catalogue side by side; return the exit code."""
    from symbolic_mesa.export import comparison

    formats: dict[str, Callable[..., str]] = {
        "text": partial(comparison.text, encoding=_encoding(output)),
        "json": comparison.as_json,
        "latex": comparison.latex,
    }
    write = _chosen("--compare", formats, format)
    found = comparison.rows(*sizes, check)
    _write(write(found), output)
    return FAILED if any(results.failed for results in found.values()) else 0


def _chosen(
    view: str, formats: Mapping[str, Callable[..., str]], format: str
) -> Callable[..., str]:
    if format not in formats:
        raise InvalidInput(f"{view} has no format {format}; choose from {', '.join(formats)}")
    return formats[format]


def _encoding(output: Path | None) -> str:
    return "utf-8" if output else sys.stdout.encoding or "utf-8"


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)


def draw(found: "Results", path: Path) -> None:
    """Write the phase portrait of a setting."""
    if path.suffix != ".svg":
        raise InvalidInput(
            f"--phase-portrait {quoted(str(path))}: not .svg; name a file like x.svg"
        )
    from symbolic_mesa.export import portrait

    write_whole(path, portrait.dumps(found.setting))


def step_sizes(
    law: "TokenLaw",
    sizes: tuple[int | None, int | None],
    init: tuple[str, str] | None,
    format: str,
    output: Path | None,
) -> int:
    """Write the step sizes side by side; return the exit code."""
    from symbolic_mesa.export import step_sizes as table
    from symbolic_mesa.results.step_sizes import step_sizes as compared

    formats: dict[str, Callable[..., str]] = {
        "text": partial(table.text, encoding=_encoding(output)),
        "json": table.as_json,
    }
    write = _chosen("--step-sizes", formats, format)
    _write(write(compared(law, *sizes, init)), output)
    return 0
