"""User text as it stands in an error line."""

import re


def quoted(text: str, limit: int = 60) -> str:
    r"""Return user text for an error line: on one line, quoted, at most `limit` characters.

    >>> quoted("two" + chr(10) + "lines")
    "'two\\nlines'"
    """
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def shortened(text: str, most: int) -> str:
    """Return text with the ends of numbers left out that have more digits.

    >>> shortened("2 <= " + "1" * 50, most=5)
    '2 <= 11111…'
    """
    return re.sub(rf"(\d{{{most}}})\d+", r"\1…", text)


def printable(path: object) -> str:
    """Return a path for an error line: as it is where that is one line, else quoted."""
    text = str(path)
    return text if text.isprintable() else quoted(text)
