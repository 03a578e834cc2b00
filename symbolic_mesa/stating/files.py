"""A file that states a model, as a `Problem`: sections, what may stand in them, and where."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from symbolic_mesa.models.problem import Problem
from symbolic_mesa.stating.source import SEE, Source
from symbolic_mesa.stating.stated import Parts, problem
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import briefly, printable, quoted
from symbolic_mesa.text.sized_files import read_text

LARGEST_FILE = 8_000  # bytes; a key of thousands of parts takes tomllib their square

SECTIONS = ("title", "data", "model", "weights", "notation")
PROCESSES = ("diagonal-phases",)
KEYS = {"data": ("process",), "model": ("steps", "prediction", "target")}
ABOUT_A_SCALE = ("latex", "typical", "words")
LONGEST_ID = 60
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}", re.ASCII)
_TOML_PLACE = re.compile(r" ?\(at line (\d+), column (\d+)\)")

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
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")  # as TOML has it
    if len(text) > LARGEST_FILE:
        raise InvalidInput(f"{name}:1:1: longer than {LARGEST_FILE} characters; {SEE}")
    content = _toml(text, name)
    source = Source(text, name)
    _only(SECTIONS, content, source, "a file of a model")
    _data(_section(content, "data", source), source)
    model = _section(content, "model", source)
    _only(KEYS["model"], model, source, "[model]", "model")
    title = _text(content, "title", source)
    if not title.isprintable():
        raise source.error("title", "holds a character that cannot be printed; leave it out")
    parts = Parts(
        id=_id(id),
        title=title,
        steps=_text(model, "steps", source, "model"),
        prediction=_text(model, "prediction", source, "model"),
        target=_text(model, "target", source, "model"),
        weights=_weights(_section(content, "weights", source), source),
        notation=_notation(content.get("notation", {}), source),
    )
    return problem(parts, source.refused)


def _id(text: str) -> str:
    """Return a name of letters, digits and - that stands in labels and in lock files."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text)[:LONGEST_ID].strip("-") or "model"


def _toml(text: str, name: str) -> Content:
    import tomllib  # for files only

    try:
        return tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        found = _TOML_PLACE.search(reason)
        where = f"{found[1]}:{found[2]}" if found else _end_of(text)
        reason = briefly(_TOML_PLACE.sub("", reason))
        raise InvalidInput(f"{name}:{where}: not a TOML file ({reason}); {SEE}") from None


def _end_of(text: str) -> str:
    lines = text.split("\n")
    return f"{len(lines)}:{len(lines[-1]) + 1}"


def _only(
    known: Iterable[str], content: Content, source: Source, of: str, section: str = ""
) -> None:
    known = tuple(known)
    for key in content:
        if key not in known:
            there = f"choose from {', '.join(known)}{nearest(key, known)}"
            raise source.error(key, f"no key of {of}; {there}", section)


def _section(content: Content, key: str, source: Source) -> Content:
    found = content.get(key)
    if not isinstance(found, Mapping):
        raise source.error(key, f"a section [{key}] is missing; {SEE}")
    return found


def _text(content: Content, key: str, source: Source, section: str = "") -> str:
    found = content.get(key)
    if not isinstance(found, str) or not found.strip():
        raise source.error(key, f'missing, or no text; write {key} = "..."; {SEE}', section)
    return found


def _data(data: Content, source: Source) -> None:
    _only(KEYS["data"], data, source, "[data]", "data")
    process = _text(data, "process", source, "data")
    if process not in PROCESSES:
        known = f"choose from {', '.join(PROCESSES)}{nearest(process, PROCESSES)}"
        raise source.error("process", f"{quoted(process)} is no process; {known}", "data")


def _weights(weights: Content, source: Source) -> Mapping[str, str]:
    _named(weights, "weights", source)
    return {block: _text(weights, block, source, "weights") for block in weights}


def _named(content: Content, section: str, source: Source) -> None:
    """Refuse keys that are no names."""
    for key in content:
        if not NAME.fullmatch(key):
            reason = "no name; write letters, digits and _, from a letter on, as in A1"
            raise source.error(key, reason, section)


def _notation(notation: Any, source: Source) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(notation, Mapping):
        raise source.error("notation", f"no section; {SEE}")
    _named(notation, "notation", source)
    return {scale: _about(scale, about, source) for scale, about in notation.items()}


def _about(scale: str, about: Any, source: Source) -> Mapping[str, str]:
    """Return what is said of a scale."""
    if not isinstance(about, Mapping):
        raise source.error(
            scale, 'write { latex = "...", typical = "1/3", words = "..." }', "notation"
        )
    found: dict[str, str] = {}
    for key, value in about.items():
        if key not in ABOUT_A_SCALE:
            there = f"choose from {', '.join(ABOUT_A_SCALE)}{nearest(key, ABOUT_A_SCALE)}"
            raise source.error(scale, f"{quoted(key)} is said of no scale; {there}", "notation")
        text = str(value) if type(value) is int else value
        if not isinstance(text, str) or not text.strip() or not text.isprintable():
            raise source.error(scale, f'{key}: no printable text; write {key} = "..."', "notation")
        found[key] = text
    return found
