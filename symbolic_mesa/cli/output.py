"""Where a command writes: to standard output, or to a file, whole or not at all."""

import sys
from pathlib import Path

from symbolic_mesa.text.whole_files import write_whole


def encoding_of(output: Path | None) -> str:
    """Return the encoding of a file, or of standard output."""
    return "utf-8" if output else sys.stdout.encoding or "utf-8"


def write(text: str, output: Path | None) -> None:
    """Write text to a file, or to standard output."""
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)
