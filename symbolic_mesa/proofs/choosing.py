"""Which proofs are locked, mutated and tested: those of modules and of stated models."""

from collections.abc import Iterable
from pathlib import Path

from derivations import Entry
from derivations.lookup import Entries, chosen, of_model
from symbolic_mesa.stating.files import load_model
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted


def entries(modules: Iterable[str] = (), models: Iterable[str | Path] = ()) -> Entries:
    """Return the theorems of modules and of files that state a model.

    Args:
        modules: modules with ENTRIES; where neither is named, every registered theorem is meant.
        models: files that state a model.

    Raises:
        InvalidInput: when a module or a file cannot be read, or an id is taken.
    """
    modules, models = tuple(modules), tuple(models)
    found: dict[str, Entry] = dict(chosen(modules)) if modules or not models else {}
    for path in models:
        for id, entry in of_model(load_model(path)).items():
            if id in found:
                raise InvalidInput(
                    f"{printable(path)}: the id {quoted(id)} is taken; give the file another name"
                )
            found[id] = entry
    return found
