"""How wide text may be: as the terminal is, or as COLUMNS says."""

import os
from collections.abc import Iterable, Iterator
from typing import TextIO

from symbolic_mesa.notation.lines import wrapped

PLAIN_WIDTH = 100  # columns where there is nothing to ask
NARROWEST = 40
HANGING = "    "  # before the second line of a paragraph


def known_width(stream: TextIO | None) -> int | None:
    """Return the columns of what a stream writes to; None where nothing says how many.

    The variable COLUMNS counts before the terminal, as in a shell.

    Args:
        stream: the stream; None for a file.
    """
    if stream is None:
        return None
    given = os.environ.get("COLUMNS", "")
    columns = int(given) if given.isascii() and given.isdigit() else 0
    if not columns and stream.isatty():
        try:
            columns = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):  # a stream that only says that it is a terminal
            columns = 0
    return max(columns, NARROWEST) if columns else None


def width_of(stream: TextIO | None) -> int:
    """Return the same, and a width for plain text where nothing says one."""
    return known_width(stream) or PLAIN_WIDTH


def paragraphs(lines: Iterable[str], stream: TextIO) -> Iterator[str]:
    """Yield lines as paragraphs of the width of a stream; as they are where none is known."""
    width = known_width(stream)
    for line in lines:
        first, *rest = [line] if width is None else wrapped(line, width - len(HANGING))
        yield from (first, *(f"{HANGING}{more}" for more in rest))
