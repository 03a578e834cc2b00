"""A file that states a model, as a `Problem`: sections, what may stand in them, and where."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from symbolic_mesa.models.problem import Problem
from symbolic_mesa.stating.in_words.files import read_regression
from symbolic_mesa.stating.sections import (
    Content,
    refuse_no_names,
    refuse_others,
    section_of,
    text_of,
    title_of,
)
from symbolic_mesa.stating.source import SEE, SEE_WORDS, Source
from symbolic_mesa.stating.stated import Parts, problem
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import briefly, printable, quoted
from symbolic_mesa.text.sized_files import read_text

LARGEST_FILE = 8_000  # bytes; a key of thousands of parts takes tomllib their square

SECTIONS = ("title", "data", "model", "weights", "notation")
GAUSSIAN = "gaussian"
PROCESSES = ("diagonal-phases", GAUSSIAN)
MODEL = ("steps", "prediction", "target")
ABOUT_A_SCALE = ("latex", "typical", "words")
LONGEST_ID = 60
_TOML_PLACE = re.compile(r" ?\(at line (\d+), column (\d+)\)")


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
    if _process(section_of(content, "data", source), source) == GAUSSIAN:
        return read_regression(content, Source(text, name, SEE_WORDS), _id(id))
    return _indexed(content, source, _id(id))


def _indexed(content: Content, source: Source, id: str) -> Problem:
    """Return the model that is stated with indices."""
    refuse_others(SECTIONS, content, source, "a file of a model")
    model = section_of(content, "model", source)
    refuse_others(MODEL, model, source, "[model]", "model")
    parts = Parts(
        id=id,
        title=title_of(content, source),
        steps=text_of(model, "steps", source, "model"),
        prediction=text_of(model, "prediction", source, "model"),
        target=text_of(model, "target", source, "model"),
        weights=_weights(section_of(content, "weights", source), source),
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


def _process(data: Content, source: Source) -> str:
    """Return how tokens come about."""
    refuse_others(("process",), data, source, "[data]", "data")
    process = text_of(data, "process", source, "data")
    if process not in PROCESSES:
        known = f"choose from {', '.join(PROCESSES)}{nearest(process, PROCESSES)}"
        raise source.error("process", f"{quoted(process)} is no process; {known}", "data")
    return process


def _weights(weights: Content, source: Source) -> Mapping[str, str]:
    refuse_no_names(weights, "weights", source)
    return {block: text_of(weights, block, source, "weights") for block in weights}


def _notation(notation: Any, source: Source) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(notation, Mapping):
        raise source.error("notation", f"no section; {SEE}")
    refuse_no_names(notation, "notation", source)
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
