"""Which theorems there are, and whose a result is: every command asks here.

There are this package's theorems, those of installed packages (entry points of the group
``symbolic_mesa.derivations``), and those of modules that are named.
"""

import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from derivations import REGISTRY
from derivations.entry import Entry
from symbolic_mesa.models.fixed import require_matrices
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import Whole
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import briefly, quoted

GROUP = "symbolic_mesa.derivations"
"""The entry-point group: each entry point names a module with ENTRIES."""

PACKAGE = "derivations"
"""The name by which this package's own theorems are asked for, as those of a module."""

Entries = Mapping[str, Entry]
"""Theorems by their ids."""


def registered(modules: Iterable[str] = ()) -> Entries:
    """Return every registered theorem by its id.

    Args:
        modules: modules to import besides; each holds ``ENTRIES``, a tuple of `derivations.Entry`.

    Raises:
        InvalidInput: when a module cannot be imported, holds no entries, or repeats an id.
    """
    from importlib.metadata import entry_points  # slow to load, and asked for last

    return named([*sorted(point.value for point in entry_points(group=GROUP)), *modules])


def chosen(modules: Iterable[str] = ()) -> Entries:
    """Return the theorems of the modules that are named; where none is, every registered one.

    Raises:
        InvalidInput: when a module cannot be imported, holds no entries, or repeats an id.
    """
    modules = tuple(modules)
    if not modules:
        return registered()
    every = named(modules)
    return {id: e for id, e in every.items() if id not in REGISTRY or PACKAGE in modules}


def look_in(*folders: str | Path) -> None:
    """Find modules in these folders too, after all others, so that none is hidden by a file there.

    An installed command does not look into the current folder by itself, as ``python -m`` does.
    """
    for folder in map(str, folders):
        if folder not in sys.path:
            sys.path.append(folder)


def named(modules: Iterable[str] = ()) -> Entries:
    """Return this package's theorems and those of the modules that are named, by their ids.

    Raises:
        InvalidInput: when a module cannot be imported, holds no entries, or repeats an id.
    """
    entries = dict(REGISTRY)
    for module in dict.fromkeys(modules):
        if module == PACKAGE:
            continue
        for entry in _entries(module):
            if entry.id in entries:
                raise InvalidInput(f"{module}: the id {quoted(entry.id)} is taken; choose another")
            entries[entry.id] = entry
    return entries


def _entries(module: str) -> tuple[Entry, ...]:
    if not all(part.isidentifier() for part in module.split(".")):
        raise InvalidInput(
            f"{quoted(module)}: cannot be imported (no module has such a name); write the name as "
            "in an import, such as my_lemmas"
        )
    try:
        loaded: Any = import_module(module)
    except (Exception, SystemExit) as error:  # whatever a module does that is not ours
        reason = f"{type(error).__name__}: {error}"
        raise InvalidInput(
            f"{quoted(module)}: cannot be imported ({briefly(reason)}); check its name, or mend it"
        ) from None
    entries = getattr(loaded, "ENTRIES", None)
    if not isinstance(entries, tuple) or not all(isinstance(one, Entry) for one in entries):
        raise InvalidInput(
            f"{quoted(module)}: has no ENTRIES; give it a tuple of derivations.Entry"
        )
    return entries


def of_theorem(id: str, modules: Iterable[str] = ()) -> Entries:
    """Return the one theorem that is called so.

    What is installed is imported only for an id that is not known without it.

    Raises:
        InvalidInput: when there is none.
    """
    modules = tuple(modules)
    entries = named(modules)
    entries = entries if id in entries else registered(modules)
    if id not in entries:
        known = ", ".join(entries) + nearest(id, entries)
        raise InvalidInput(f"theorem {quoted(id)}: choose from {known}")
    return {id: entries[id]}


def of_model(
    problem: Problem,
    theorem: str | None = None,
    modules: Iterable[str] = (),
    samples: Whole | None = None,
) -> Entries:
    """Return what is derived of a stated model.

    Args:
        problem: the model.
        theorem: the id of a theorem, which must not be named too.
        modules: modules, likewise.
        samples: the number of samples N of a model in words; None leaves it a symbol.

    Raises:
        InvalidInput: when a theorem or a module is named as well, when what is given is no model,
            it has no N, or a block is fixed and its matrix is not given.
    """
    for module in modules:
        raise InvalidInput(f"module {quoted(module)}: a model has its own; leave one of them out")
    if theorem is not None:
        raise InvalidInput(f"theorem {quoted(theorem)}: a model has its own; leave one of them out")
    if not isinstance(problem, Problem):
        raise InvalidInput("model: no stated model; take one from symbolic_mesa.load_model")
    if problem.regression is not None:
        from derivations.in_words.entry import entry_of as entry_in_words  # loads SymPy
        from derivations.in_words.entry import sampled

        return {problem.id: entry_in_words(problem, sampled(problem.regression, samples))}
    if samples is not None:
        raise InvalidInput(f"samples={samples}: the model is not in words; leave it out")
    require_matrices(problem)
    from derivations.any_model.entry import entry_of  # likewise

    return {problem.id: entry_of(problem)}


def by_default(entries: Entries) -> Entries:
    """Return the theorems that are meant where none is named.

    They are those about the paper of the first, and other people's.
    """
    paper = next(iter(REGISTRY.values())).problem
    return {id: e for id, e in entries.items() if id not in REGISTRY or e.problem is paper}


def extended(entries: Entries, ids: Iterable[str]) -> Entries:
    """Return theorems with those of these results that they do not list and can derive.

    What another theorem lists is left to it.
    """
    found, listed = dict(entries), every_result(entries)
    for id in ids:
        if id not in listed:
            found = {name: entry.with_result(id) for name, entry in found.items()}
    return found


def every_result(entries: Entries) -> tuple[str, ...]:
    """Return the ids of all results of theorems, in their order."""
    return tuple(dict.fromkeys(id for entry in entries.values() for id in entry.results))


def owners(ids: Iterable[str], entries: Entries) -> Entries:
    """Return the theorem of each result, by the id of the result.

    Of several theorems of this package the first listed is meant; the others are asked for by name.

    Raises:
        InvalidInput: when no theorem has such a result, or several have.
    """
    return {id: _owner(id, entries) for id in ids}


def _owner(id: str, entries: Entries) -> Entry:
    having = [entry for entry in entries.values() if id in entry.results]
    if not having:
        known = ", ".join(every_result(by_default(entries) or entries))
        known += nearest(id, every_result(entries))
        raise InvalidInput(f"result {quoted(id)}: choose from {known}")
    if len(having) > 1 and all(entry.id in REGISTRY for entry in having):
        return having[0]
    if len(having) > 1:
        names = ", ".join(quoted(entry.id) for entry in having)
        raise InvalidInput(
            f"result {quoted(id)}: of several theorems; choose with --theorem one of {names}"
        )
    return having[0]
