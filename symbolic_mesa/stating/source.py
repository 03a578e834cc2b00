"""The text of a file that states a model, in which errors find their lines and columns."""

import re

from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

SEE = "see docs/models.md"
SEE_WORDS = "see docs/regression-models.md"
LONGEST_KEY = 40  # characters of a key in an error line


class Source:
    """A file that states a model.

    Args:
        text: what is in it, its lines ended by a line feed.
        name: what errors call it.
        see: the page on such files.
    """

    def __init__(self, text: str, name: str, see: str = SEE) -> None:
        self._text, self._name, self.see = text, name, see

    def error(self, key: str, reason: str, section: str = "") -> InvalidInput:
        """Return an error about a key of the file, or the section where it is missing."""
        start = self._key(key, section)
        if start is None:
            start = self._header(section or key) or 0
        return self._at(start, _shown(key), reason)

    def refused(self, key: str, value: str, error: Misstated, section: str = "") -> InvalidInput:
        """Return an error about a place in the value of a key."""
        start = self._value(key, value, section)
        if start is None:
            return self.error(key, f"{error.reason}; {self.see}", section)
        for _ in range(error.place.line - 1):
            start = self._text.index("\n", start) + 1
        start += error.place.column - 1
        start += len(self._text[start:]) - len(self._text[start:].lstrip())  # to what stands there
        return self._at(start, _shown(key), f"{error.reason}; {self.see}")

    def _at(self, offset: int, key: str, reason: str) -> InvalidInput:
        before = self._text[:offset].split("\n")
        where = f"{len(before)}:{len(before[-1]) + 1}"
        return InvalidInput(f"{self._name}:{where}: {key}: {reason}")

    def _value(self, key: str, value: str, section: str) -> int | None:
        """Return where a value begins, if it stands in the file as it is."""
        key_start = self._key(key, section)
        start = self._text.find(value, key_start) if key_start is not None and value else -1
        return start if start >= 0 else None

    def _key(self, key: str, section: str) -> int | None:
        """Return where a key begins, in a section if that has a header."""
        first = self._header(section) or 0
        word = re.escape(key)
        pattern = rf"""(?:^|[{{,.\[])[ \t]*["']?({word})["']?[ \t]*[=.\]]"""
        found = re.compile(pattern, re.MULTILINE).search(self._text, first)
        return found.start(1) if found else None

    def _header(self, section: str) -> int | None:
        """Return where the header of a section is."""
        found = section and re.search(
            rf"""^[ \t]*\[[ \t]*["']?{re.escape(section)}["']?[ \t]*\]""", self._text, re.MULTILINE
        )
        return found.end() if found else None


def _shown(key: str) -> str:
    return key if key.isprintable() and len(key) <= LONGEST_KEY else quoted(key, LONGEST_KEY)
