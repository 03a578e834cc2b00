"""The statement of each paper's model is its forward pass; one wrong index is refused."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from numeric_check.interpreter.doubles import Complex, Real, run
from numeric_check.interpreter.reading import at, steps
from symbolic_mesa import models
from symbolic_mesa.statement.contractions import Contraction, Model, fixed_time, time_index

PAPERS = [
    path.stem
    for path in Path(models.__path__[0]).glob("*.py")
    if path.stem not in ("__init__", "fixed", "problem")
    and import_module(f"symbolic_mesa.models.{path.stem}").PROBLEM.model.prediction
]
"""Those with indices and times; what is stated in words has forward passes of its own."""

DIM, LENGTH = 2, 5


def weights(model: Model) -> dict[str, Real]:
    """Return weights that are nothing special, for every block."""
    draw = np.random.default_rng(1)
    return {name: draw.normal(size=(DIM, DIM)) for name in model.blocks}


def sequence() -> Complex:
    """Return tokens that follow no rule."""
    draw = np.random.default_rng(2)
    return draw.normal(size=(LENGTH + 1, DIM)) + 1j * draw.normal(size=(LENGTH + 1, DIM))


def difference(model: Model, paper: str) -> float:
    """Return by how much the stated prediction and the forward pass differ, over all steps."""
    forward = import_module(f"numeric_check.forward.{paper}")
    given, x = weights(model), sequence()
    tokens = {time: x[time - 1 : time] for time in range(1, LENGTH + 2)}
    gaps = [
        run(model.prediction, model, step, given, tokens)[0]
        - forward.prediction(given, x, step[model.steps.name])
        for step in steps(model, LENGTH)
    ]
    return float(np.max(np.abs(gaps)))


def statement(paper: str) -> Model:
    found: Model = import_module(f"symbolic_mesa.models.{paper}").PROBLEM.model
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_a_statement_is_its_forward_pass(paper: str) -> None:
    assert difference(statement(paper), paper) < 1e-12


@pytest.mark.parametrize("paper", PAPERS)
def test_the_target_is_the_next_token(paper: str) -> None:
    model, x = statement(paper), sequence()
    tokens = {time: x[time - 1 : time] for time in range(1, LENGTH + 2)}
    every = list(steps(model, LENGTH))
    assert [at(model.steps.last, step) for step in every] == [LENGTH - 1] * len(every)
    for step in every:
        target = run(model.target, model, step, {}, tokens)[0]
        assert np.array_equal(target, x[step["t"]])


def wrong(model: Model) -> Iterator[Model]:
    """Yield the model with one thing changed in one term of its prediction."""
    for place, term in enumerate(model.prediction):
        for changed in _changes(term):
            terms = list(model.prediction)
            terms[place] = changed
            yield replace(model, prediction=tuple(terms))


def _changes(term: Contraction) -> Iterator[Contraction]:
    for k, token in enumerate(term.tokens):
        others = sorted(set(term.coordinates()) - {token.coordinate})
        for other in (
            replace(token, time=token.time + 1),
            replace(token, time=token.time - 1),
            replace(token, conjugate=not token.conjugate),
            *(replace(token, coordinate=index) for index in others),
        ):
            yield replace(term, tokens=(*term.tokens[:k], other, *term.tokens[k + 1 :]))
    for k, weight in enumerate(term.weights):
        for other in (replace(weight, row=weight.column, column=weight.row),):
            yield replace(term, weights=(*term.weights[:k], other, *term.weights[k + 1 :]))
    for k, span in enumerate(term.sums):
        later = replace(span, first=span.first + 1)  # no other sum where a token then is x_0 = 0
        at_first = {**dict.fromkeys("tT", LENGTH), span.name: at(span.first, {})}
        empty = any(at(token.time, at_first) < 1 for token in term.tokens)
        for changed in (replace(span, last=span.last - 1), *([] if empty else [later])):
            yield replace(term, sums=(*term.sums[:k], changed, *term.sums[k + 1 :]))
    for k, form in enumerate(term.divisors):
        yield replace(term, divisors=(*term.divisors[:k], form + 1, *term.divisors[k + 1 :]))
    yield replace(term, coefficient=-term.coefficient)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_wrong_statement_is_refused(paper: str) -> None:
    model = statement(paper)
    same = [one for one in wrong(model) if difference(one, paper) < 1e-6]
    assert len(list(wrong(model))) >= 19
    assert same == []


def test_forms_in_times_that_are_equal_are_alike() -> None:
    t, s = time_index("t"), time_index("s")
    assert (t - 1) * 0 == t - t == fixed_time(0)
    assert (t - s) * 2 == -(s + s - t - t)
    assert (t - 1) * 3 == t + t + t - 3
