"""What `mesa-derive` shows beside results: the catalogue, step sizes, a picture."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from symbolic_mesa.cli.running import FAILED
from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.exact import quoted
from symbolic_mesa.writing import write_whole

if TYPE_CHECKING:
    from symbolic_mesa.assumptions import TokenLaw
    from symbolic_mesa.results import Results


def compare(
    given: list[str],
    sizes: tuple[int | None, int | None],
    format: str,
    output: Path | None,
) -> int:
    """Write the catalogue side by side; return the exit code."""
    from symbolic_mesa.export import comparison

    if given:
        raise InvalidInput(f"--compare shows the whole catalogue; leave {given[0]} out")
    encoding = "utf-8" if output else sys.stdout.encoding or "utf-8"
    formats: dict[str, Callable[..., str]] = {
        "text": partial(comparison.text, encoding=encoding),
        "json": comparison.as_json,
        "latex": comparison.latex,
    }
    if format not in formats:
        raise InvalidInput(f"--compare has no format {format}; choose from {', '.join(formats)}")
    found = comparison.rows(*sizes)
    written = formats[format](found)
    if output is None:
        sys.stdout.write(written)
    else:
        write_whole(output, written)
    return FAILED if any(results.failed for results in found.values()) else 0


def draw(found: "Results", path: Path) -> None:
    """Write the phase portrait of a setting."""
    if path.suffix != ".svg":
        raise InvalidInput(
            f"--phase-portrait {quoted(str(path))}: not .svg; name a file like x.svg"
        )
    from symbolic_mesa.export import portrait

    write_whole(path, portrait.dumps(found.setting))


def print_step_sizes(
    law: "TokenLaw", sizes: tuple[int | None, int | None], init: tuple[str, str] | None
) -> int:
    """Print the step sizes as a table; return the exit code."""
    from symbolic_mesa.export import step_sizes
    from symbolic_mesa.step_sizes import step_sizes as compared

    step_sizes.show(compared(law, *sizes, init), sys.stdout)
    return 0
