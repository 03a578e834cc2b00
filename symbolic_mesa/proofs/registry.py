"""Which derivations are registered: this package's, those of installed packages, those named."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from derivations import REGISTRY, Entry
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import quoted

GROUP = "symbolic_mesa.derivations"
"""The entry-point group: each entry point names a module with ENTRIES."""


def registered(modules: Iterable[str] = ()) -> Mapping[str, Entry]:
    """Return every registered derivation by its id.

    Args:
        modules: modules to import besides; each holds ``ENTRIES``, a tuple of `derivations.Entry`.

    Raises:
        InvalidInput: when a module cannot be imported, holds no entries, or repeats an id.
    """
    found = dict(REGISTRY)
    installed = sorted(point.value for point in entry_points(group=GROUP))
    for module in dict.fromkeys([*installed, *modules]):
        for entry in _entries(module):
            if entry.id in found:
                raise InvalidInput(f"{module}: the id {quoted(entry.id)} is taken; choose another")
            found[entry.id] = entry
    return found


def _entries(module: str) -> tuple[Entry, ...]:
    try:
        loaded: Any = import_module(module)
    except (Exception, SystemExit) as error:  # whatever a module does that is not ours
        reason = f"{type(error).__name__}: {error}"
        raise InvalidInput(
            f"{quoted(module)}: cannot be imported ({reason}); check its name, or mend it"
        ) from None
    entries = getattr(loaded, "ENTRIES", None)
    if not isinstance(entries, tuple) or not all(isinstance(one, Entry) for one in entries):
        raise InvalidInput(
            f"{quoted(module)}: has no ENTRIES; give it a tuple of derivations.Entry"
        )
    return entries
