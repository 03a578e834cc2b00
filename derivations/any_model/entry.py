"""A stated model as something that can be derived: its entry, beside those of the registry."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from derivations.any_model import theorem
from derivations.any_model.lengths import settled
from derivations.any_model.parts import of_coordinates
from derivations.entry import Entry
from symbolic_mesa import laws
from symbolic_mesa.models.fixed import matrices_of
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting

SETTINGS = (
    Setting(laws.gaussian()),
    Setting(laws.two_point()),
    Setting(laws.generic()),
    Setting(laws.sphere()),
)


def entry_of(problem: Problem) -> Entry:
    """Return the entry of a stated model, for the lengths at which its formulas hold."""
    problem = settled(problem)
    return Entry(
        problem.id,
        problem.title or f"the stated model {problem.id}",
        theorem.__name__,
        problem,
        theorem.results(problem),
        tuple(_settings(problem)),
        deriver=partial(theorem.derive, problem),
    )


def _settings(problem: Problem) -> Iterator[Setting]:
    """Yield where it is locked: numbers for each coordinate are listed at a given d alone."""
    for setting in SETTINGS:
        matrices = [*matrices_of(problem).values()]
        if matrices:
            yield replace(setting, dim=len(matrices[0]))
        else:
            yield replace(setting, dim=2) if of_coordinates(problem) else setting
