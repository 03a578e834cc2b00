"""User text as it stands in an error line."""

import re

LONGEST = 80  # characters of user text in what another program says
LONGEST_PATH = 120  # so many have files in the folders of a temporary folder

_STRETCH = re.compile(rf"'[^']{{{LONGEST},}}'|\([^()]{{{LONGEST},}}\)|\S{{{LONGEST + 1},}}")


def quoted(text: str, limit: int = 60) -> str:
    r"""Return user text for an error line: on one line, quoted, at most `limit` characters.

    >>> quoted("two" + chr(10) + "lines")
    "'two\\nlines'"
    """
    shown = repr(text)
    return shown if len(shown) <= limit + 2 else f"{shown[:limit]}…{shown[0]}"


def shortened(text: str, most: int = 40) -> str:
    """Return text with the ends of numbers left out that have more digits.

    >>> shortened("2 <= " + "1" * 50, most=5)
    '2 <= 11111…'
    """
    return re.sub(rf"(\d{{{most}}})\d+", r"\1…", text)


def printable(path: object) -> str:
    """Return a path for an error line: without its middle where it is long, on one line."""
    text = str(path)
    return _without_middle(text, LONGEST_PATH) if text.isprintable() else quoted(text)


def briefly(message: str) -> str:
    """Return a message of another program, what it says of user text without its middle.

    >>> briefly("no such option: --" + 1000 * "x") == f"no such option: --{38 * 'x'}…{39 * 'x'}"
    True
    """
    return _STRETCH.sub(lambda stretch: _without_middle(stretch[0], LONGEST), message)


def _without_middle(text: str, most: int) -> str:
    half = most // 2
    return text if len(text) <= most else f"{text[:half]}…{text[1 - half :]}"
