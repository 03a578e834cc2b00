"""The model that theorems are about: said before the first of them, referred to in the others."""

from collections.abc import Iterable, Iterator

from symbolic_mesa.export.latex.context import Context
from symbolic_mesa.export.latex.sentences import capital
from symbolic_mesa.notation.statements import side_latex
from symbolic_mesa.notation.word_nodes import node_latex


def sentences(context: Context) -> str:
    """Return the model of a theorem in sentences; empty where its problem says nothing of it."""
    problem = context.derived.entry.problem
    words = problem.regression
    if words is not None:
        sides = node_latex(words.prediction), node_latex(words.target)
    else:
        sides = side_latex(problem.model.prediction), side_latex(problem.model.target)
    said = (capital(context.words.tex(one, sides)) for one in problem.about)
    return "".join(f"{one}. " for one in said).rstrip()


def models(contexts: Iterable[Context]) -> Iterator[str]:
    """Yield what each theorem says of its model: all of it, or where it was said before."""
    first: dict[str, str] = {}
    for context in contexts:
        problem = context.derived.entry.problem.id
        if problem in first:
            yield rf"The model is that of Theorem~\ref{{{first[problem]}}}."
            continue
        said = sentences(context)
        if said and context.claims:
            first[problem] = context.label(kind="thm")
        yield said
