"""A stated model as something that can be derived: its entry, beside those of the registry."""

from functools import partial

from derivations.any_model import theorem
from derivations.entry import Entry
from symbolic_mesa import laws
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.manifolds import Entries
from symbolic_mesa.text.errors import NotApplicable

SETTINGS = (
    Setting(laws.gaussian()),
    Setting(laws.two_point()),
    Setting(laws.generic()),
    Setting(laws.sphere()),
)


def entry_of(problem: Problem) -> Entry:
    """Return the entry of a stated model.

    Raises:
        NotApplicable: when a weight has a number for each coordinate.
    """
    for block, form in next(iter(problem.manifolds.values())).blocks:
        if isinstance(form, Entries):
            raise NotApplicable(
                f"{block}: diag({form.scale}) has a number for each coordinate, of which nothing "
                f'is derived so far; write "{form.scale} I"'
            )
    return Entry(
        problem.id,
        problem.title or f"the stated model {problem.id}",
        theorem.__name__,
        problem,
        theorem.results(problem),
        SETTINGS,
        deriver=partial(theorem.derive, problem),
    )
