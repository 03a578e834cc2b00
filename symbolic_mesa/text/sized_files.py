"""Files that a person names, read up to a stated size: a device or a pipe need not end."""

from pathlib import Path

from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable


def read_text(path: str | Path, most: int, remedy: str) -> str:
    """Return the text of a file of at most `most` bytes, as UTF-8.

    Args:
        path: the file.
        most: the most bytes that such a file has.
        remedy: what a person can do when it cannot be read, in the imperative.

    Raises:
        InvalidInput: when it cannot be read, is longer, or is no text.
    """
    name = printable(path)
    try:
        with open(path, "rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(f"{name}: cannot be read ({reason}); {remedy}") from None
    if len(content) > most:
        raise InvalidInput(f"{name}: longer than {most} bytes; {remedy}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput(f"{name}: not a text file; {remedy}") from None
