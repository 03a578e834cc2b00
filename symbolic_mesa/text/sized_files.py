"""Files that a person names, read up to a stated size; no pipe or device, which need not end."""

import os
from pathlib import Path

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable
from symbolic_mesa.text.whole_files import is_special


def read_bytes(path: str | Path, most: int, remedy: str) -> bytes:
    """Return what is in a file of at most `most` bytes.

    Args:
        path: the file.
        most: the most bytes that such a file has.
        remedy: what a person can do when it cannot be read, in the imperative.

    Raises:
        InvalidInput: when it cannot be read, is longer, or is no ordinary file.
    """
    name = printable(path)
    try:
        endless = is_special(Path(path)) and not os.path.isdir(path)
        content = b"" if endless else _beginning(path, most + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(f"{name}: cannot be read ({reason}); {remedy}") from None
    if endless:
        raise InvalidInput(f"{name}: cannot be read (a pipe or a device); {remedy}")
    if len(content) > most:
        raise InvalidInput(f"{name}: longer than {most} bytes; {remedy}")
    return content


def _beginning(path: str | Path, size: int) -> bytes:
    with open(path, "rb") as stream:
        return stream.read(size)


def read_text(path: str | Path, most: int, remedy: str) -> str:
    """Return the text of a file of at most `most` bytes, as UTF-8, with or without a mark of it.

    Raises:
        InvalidInput: as `read_bytes`, and when it is no text.
    """
    try:
        return read_bytes(path, most, remedy).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(f"{printable(path)}: not a text file in UTF-8; {remedy}") from None
