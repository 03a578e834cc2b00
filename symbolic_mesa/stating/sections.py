"""The sections of a file that states a model, and texts in them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from symbolic_mesa.stating.source import Source
from symbolic_mesa.text.nearest import nearest

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}", re.ASCII)

Content = Mapping[str, Any]


def refuse_others(
    known: Iterable[str], content: Content, source: Source, of: str, section: str = ""
) -> None:
    """Refuse keys that are not known."""
    known = tuple(known)
    for key in content:
        if key not in known:
            there = f"choose from {', '.join(known)}{nearest(key, known)}"
            raise source.error(key, f"no key of {of}; {there}", section)


def section_of(content: Content, key: str, source: Source) -> Content:
    """Return a section, which must be there."""
    found = content.get(key)
    if not isinstance(found, Mapping):
        raise source.error(key, f"a section [{key}] is missing; {source.see}")
    return found


def text_of(content: Content, key: str, source: Source, section: str = "") -> str:
    """Return the text of a key, which must be there."""
    found = content.get(key)
    if not isinstance(found, str) or not found.strip():
        raise source.error(key, f'missing, or no text; write {key} = "..."; {source.see}', section)
    return found


def refuse_no_names(content: Content, section: str, source: Source) -> None:
    """Refuse keys that are no names."""
    for key in content:
        if not NAME.fullmatch(key):
            reason = "no name; write letters, digits and _, from a letter on, as in A1"
            raise source.error(key, reason, section)


def title_of(content: Content, source: Source) -> str:
    """Return the title, on one line."""
    title = text_of(content, "title", source)
    if not title.isprintable():
        raise source.error("title", "holds a character that cannot be printed; leave it out")
    return " ".join(title.split())
