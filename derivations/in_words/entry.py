"""A model in words as something that can be derived: its entry, beside those of the registry."""

from functools import partial

from derivations.entry import Entry
from derivations.in_words import theorem
from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Drawn, Regression

WITNESS = "symbolic_mesa.witness.measures.regression"


def entry_of(problem: Problem, model: Regression) -> Entry:
    """Return the entry of a model in words."""
    law = AsStated(_phrase(model))
    return Entry(
        problem.id,
        problem.title or f"the stated model {problem.id}",
        theorem.__name__,
        problem,
        theorem.results(model),
        (Setting(law),),
        witness=WITNESS,
        law=law,
        deriver=partial(theorem.derive, problem, model),
    )


def _phrase(model: Regression) -> str:
    """Return what is random, and how."""
    drawn = ", ".join(map(_drawn, model.drawn))
    return f"{drawn} are independent Gaussian matrices of mean 0"


def _drawn(one: Drawn) -> str:
    return f"{one.name} ({one.rows} x {one.columns}, columns {one.covariance or 'I'})"
