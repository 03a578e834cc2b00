"""Where a command writes: to standard output, or to a file, whole or not at all."""

import sys
from collections.abc import Iterable
from pathlib import Path

from symbolic_mesa.text.whole_files import write_whole


def encoding_of(output: Path | None) -> str:
    """Return the encoding of a file, or of standard output."""
    return "utf-8" if output else sys.stdout.encoding or "utf-8"


def columns_of(output: Path | None) -> int:
    """Return how wide text may be in a file, or on standard output."""
    from symbolic_mesa.export.terminal import width_of

    return width_of(None if output else sys.stdout)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines, each by itself where no width is known, else as paragraphs of that width."""
    from symbolic_mesa.export.terminal import paragraphs

    for line in paragraphs(lines, sys.stdout):
        print(line)


def write(text: str, output: Path | None) -> None:
    """Write text to a file, or to standard output."""
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)
