"""Which proofs are locked, mutated and tested: those of modules and of stated models."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from derivations import Entry
from derivations.lookup import Entries, chosen, of_model
from symbolic_mesa.models.fixed import untrained, with_matrices
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.stating.files import load_model
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.quoting import printable, quoted


def entries(
    modules: Iterable[str] = (),
    models: Iterable[str | Path] = (),
    fixed: Mapping[str, Any] | None = None,
) -> Entries:
    """Return the theorems of modules and of files that state a model.

    Args:
        modules: modules with ENTRIES; where neither is named, every registered theorem is meant.
        models: files that state a model.
        fixed: matrices of blocks that are not trained, each for the models that have such a block.

    Raises:
        InvalidInput: when a module or a file cannot be read, an id is taken, or a matrix is unfit.
    """
    modules, models = tuple(modules), tuple(models)
    found: dict[str, Entry] = dict(chosen(modules)) if modules or not models else {}
    problems = {path: load_model(path) for path in models}
    for name in fixed or ():
        if not any(name in untrained(problem) for problem in problems.values()):
            raise InvalidInput(f"fixed {quoted(name)}: no model has such a block; leave it out")
    for path, problem in problems.items():
        for id, entry in of_model(_complete(problem, fixed or {})).items():
            if id in found:
                raise InvalidInput(
                    f"{printable(path)}: the id {quoted(id)} is taken; give the file another name"
                )
            found[id] = entry
    return found


def _complete(problem: Problem, fixed: Mapping[str, Any]) -> Problem:
    """Return a model with its matrices, which say what d is."""
    own = {name: rows for name, rows in fixed.items() if name in untrained(problem)}
    sizes = [len(rows) for rows in own.values() if getattr(rows, "shape", (1,))]
    return with_matrices(problem, own, sizes[0]) if sizes else problem
