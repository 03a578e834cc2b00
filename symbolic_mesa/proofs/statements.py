"""What a stated model says, as plain data for a lock file: another statement is told apart.

Names of summed indices are replaced by their order, and terms are sorted: neither means anything.
"""

from collections.abc import Iterator

from symbolic_mesa.models.fixed import matrix_text
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.statement.contractions import Contraction
from symbolic_mesa.statement.manifolds import Entries, Fixed, Form
from symbolic_mesa.statement.regression import Regression
from symbolic_mesa.statement.words import node_text
from symbolic_mesa.stating.times import written
from symbolic_mesa.text.json_values import Object

STATEMENT = "statement"
"""Under which it stands beside the steps of a proof."""


def statement_data(problem: Problem) -> Object:
    """Return the statement in the form of a step, with a part for each term and each weight."""
    parts = {name: {"kind": "value", "value": text} for name, text in _parts(problem)}
    return {"claim": parts, "premises": [], "status": "stated", "checks": []}


def _parts(problem: Problem) -> Iterator[tuple[str, str]]:
    if problem.regression is not None:
        yield from _words(problem.regression)
        return
    model = problem.model
    steps = model.steps
    yield "steps", f"{steps.name} = {written(steps.first)} .. {written(steps.last)}"
    for side, terms in (("prediction", model.prediction), ("target", model.target)):
        texts = sorted(_term(term, model.output) for term in terms)
        yield from ((f"{side}: term {k}", text) for k, text in enumerate(texts, start=1))
    manifold = next(iter(problem.manifolds.values()))
    for block in sorted(model.blocks):
        yield f"weight {block}", _form(manifold.block(block))


def _words(model: Regression) -> Iterator[tuple[str, str]]:
    """Yield what a model in words says."""
    for one in sorted(model.matrices, key=lambda matrix: matrix.name):
        yield f"matrix {one.name}", str(one)
    yield "prediction", node_text(model.prediction)
    yield "target", node_text(model.target)


def _form(form: Form) -> str:
    if isinstance(form, Entries):
        return f"diag({form.scale})"
    if isinstance(form, Fixed):
        return "fixed" if form.rows is None else f"fixed {matrix_text(form.rows)}"
    parts = [f"{form.diagonal} I"] if form.diagonal else []
    parts += [f"{form.off_diagonal} (J - I)"] if form.off_diagonal else []
    return " + ".join(parts) or "0"


def _term(term: Contraction, output: str) -> str:
    """Return a term as it could be written in a file, its indices named by their order."""
    summed = [name for name in term.coordinates() if name != output]
    coordinates = {name: f"k{n}" for n, name in enumerate(summed, start=1)}
    times = {span.name: f"s{n}" for n, span in enumerate(term.sums, start=1)}
    term = term.renamed({**coordinates, output: "i"}, times)
    words = [
        *(f"sum({x.name} = {written(x.first)} .. {written(x.last)})" for x in term.sums),
        str(term.coefficient),
        *(f"{weight.block}[{weight.row},{weight.column}]" for weight in term.weights),
    ]
    for token in term.tokens:
        text = f"x[{written(token.time)},{token.coordinate}]"
        words.append(f"conj({text})" if token.conjugate else text)
    words += [f"delta[{left},{right}]" for left, right in term.deltas]
    words += [f"/ ({written(form)})" for form in term.divisors]
    return " ".join(words)
