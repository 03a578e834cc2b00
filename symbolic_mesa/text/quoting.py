"""User text as it stands in an error line."""


def quoted(text: str, limit: int = 60) -> str:
    r"""Return user text for an error line: on one line, quoted, at most `limit` characters.

    >>> quoted("two" + chr(10) + "lines")
    "'two\\nlines'"
    """
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def printable(path: object) -> str:
    """Return a path for an error line: as it is where that is one line, else quoted."""
    text = str(path)
    return text if text.isprintable() else quoted(text)
