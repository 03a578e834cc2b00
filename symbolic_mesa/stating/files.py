"""A file that states a model, as a `Problem`: sections, what may stand in them, and where."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from symbolic_mesa.models.problem import Problem
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.stated import Parts, problem
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import printable, quoted
from symbolic_mesa.text.sized_files import read_text

LARGEST_FILE = 100_000  # bytes
SEE = "see docs/models.md"
SECTIONS = ("title", "data", "model", "weights", "notation")
PROCESSES = ("diagonal-phases",)
KEYS = {"data": ("process",), "model": ("steps", "prediction", "target")}
ABOUT_A_SCALE = ("latex", "typical", "words")

Content = Mapping[str, Any]


def load_model(path: str | Path) -> Problem:
    """Return the model that a TOML file states, with the ansatz for its weights.

    Args:
        path: the file; its form is in docs/models.md.

    Raises:
        InvalidInput: when the file cannot be read or states no model; the line says where and why.
    """
    text = read_text(path, LARGEST_FILE, f"give the file of a model; {SEE}")
    return read_model(text, printable(path), Path(path).stem)


def read_model(text: str, name: str = "model", id: str = "model") -> Problem:
    """Return the model that a text states.

    Args:
        text: TOML of the form in docs/models.md.
        name: what errors call the text.
        id: what the model is called.

    Raises:
        InvalidInput: when it states no model; the line says where and why.
    """
    content = _toml(text, name)
    source = _Source(text, name)
    _only(SECTIONS, content, source, "a file of a model")
    _data(_section(content, "data", source), source)
    model = _section(content, "model", source)
    _only(KEYS["model"], model, source, "[model]")
    parts = Parts(
        id=id,
        title=_text(content, "title", source),
        steps=_text(model, "steps", source),
        prediction=_text(model, "prediction", source),
        target=_text(model, "target", source),
        weights=_weights(_section(content, "weights", source), source),
        notation=_notation(content.get("notation", {}), source),
    )
    return problem(parts, source.refused)


def _toml(text: str, name: str) -> Content:
    import tomllib  # for files only

    try:
        return tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise InvalidInput(f"{name}: not a TOML file ({reason}); {SEE}") from None


class _Source:
    """The text of a file, in which errors find their lines."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name

    def error(self, key: str, reason: str) -> InvalidInput:
        """Return an error about a key of the file."""
        found = re.search(rf"^[ \t\[]*{re.escape(key)}\b", self._text, re.MULTILINE)
        where = f":{self._text.count(chr(10), 0, found.start()) + 1}" if found else ""
        return InvalidInput(f"{self._name}{where}: {key}: {reason}")

    def refused(self, key: str, value: str, error: Misstated) -> InvalidInput:
        """Return an error about a place in the value of a key."""
        start = self._start(key, value)
        if start is None:
            return self.error(key, f"{error.reason}; {SEE}")
        before = self._text[:start].split("\n")
        line = len(before) + error.place.line - 1
        column = error.place.column + (len(before[-1]) if error.place.line == 1 else 0)
        return InvalidInput(f"{self._name}:{line}:{column}: {key}: {error.reason}; {SEE}")

    def _start(self, key: str, value: str) -> int | None:
        """Return where a value begins, if it stands in the file as it is."""
        found = re.search(rf"^[ \t]*{re.escape(key)}\s*=", self._text, re.MULTILINE)
        start = self._text.find(value, found.end()) if found and value else -1
        return start if start >= 0 else None


def _only(known: Iterable[str], content: Content, source: _Source, of: str) -> None:
    known = tuple(known)
    for key in content:
        if key not in known:
            there = f"choose from {', '.join(known)}{nearest(key, known)}"
            raise source.error(key, f"no key of {of}; {there}")


def _section(content: Content, key: str, source: _Source) -> Content:
    found = content.get(key)
    if not isinstance(found, Mapping):
        raise source.error(key, f"a section [{key}] is missing; {SEE}")
    return found


def _text(content: Content, key: str, source: _Source) -> str:
    found = content.get(key)
    if not isinstance(found, str) or not found.strip():
        raise source.error(key, f'missing, or no text; write {key} = "..."; {SEE}')
    return found


def _data(data: Content, source: _Source) -> None:
    _only(KEYS["data"], data, source, "[data]")
    process = _text(data, "process", source)
    if process not in PROCESSES:
        known = f"choose from {', '.join(PROCESSES)}{nearest(process, PROCESSES)}"
        raise source.error("process", f"{quoted(process)} is no process; {known}")


def _weights(weights: Content, source: _Source) -> Mapping[str, str]:
    return {block: _text(weights, block, source) for block in weights}


def _notation(notation: Any, source: _Source) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(notation, Mapping):
        raise source.error("notation", f"no section; {SEE}")
    found: dict[str, dict[str, str]] = {}
    for scale, about in notation.items():
        if not isinstance(about, Mapping):
            raise source.error(scale, 'write { latex = "...", typical = "1/3", words = "..." }')
        _only(ABOUT_A_SCALE, about, source, "a scale's notation")
        found[scale] = {key: _text(about, key, source) for key in about}
    return found
