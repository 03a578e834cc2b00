"""A model in words as something that can be derived: its entry, beside those of the registry."""

from dataclasses import replace
from functools import partial

from derivations.entry import Entry
from derivations.in_words import theorem
from derivations.in_words.least import NORMAL_MATRIX
from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Drawn, Regression
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import Whole, whole

SAMPLES = "N"
WITNESS = "symbolic_mesa.witness.measures.word_models"


def entry_of(problem: Problem, model: Regression) -> Entry:
    """Return the entry of a model in words."""
    law = AsStated(_phrase(model))
    problem = replace(problem, regression=model)
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
        gamma=(problem.id, NORMAL_MATRIX),
    )


def sampled(model: Regression, samples: Whole | None) -> Regression:
    """Return a model with a number of samples; None leaves it a symbol.

    Raises:
        InvalidInput: when it is no positive whole number, or the model has no samples.
    """
    if samples is None:
        return model
    if SAMPLES not in model.spaces:
        raise InvalidInput(f"samples={samples}: the model has no dimension N; leave it out")
    size = whole(samples, "samples", "give one that is >= 1")
    if size < 1:
        raise InvalidInput(f"samples={samples}: no number of samples; give a whole number >= 1")
    return replace(model, sizes=((SAMPLES, size),))


def _phrase(model: Regression) -> str:
    """Return what is random, and how."""
    drawn = ", ".join(map(_drawn, model.drawn))
    if not drawn:
        return "nothing is random"
    return f"the Gaussian matrices {drawn} have mean 0 and are independent of each other"


def _drawn(one: Drawn) -> str:
    columns = f", its columns of covariance {one.covariance}" if one.covariance else ""
    return f"{one.name} ({one.rows} by {one.columns}{columns})"
