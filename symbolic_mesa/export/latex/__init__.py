"""Results in LaTeX: theorems to be pasted into a paper, with proofs or without."""

from collections.abc import Iterator
from dataclasses import replace

from symbolic_mesa.export.latex.context import Context, context_of
from symbolic_mesa.export.latex.document import document, references
from symbolic_mesa.export.latex.model import models
from symbolic_mesa.export.latex.options import Options
from symbolic_mesa.export.latex.packages import header, packages_of
from symbolic_mesa.export.latex.proof import proof
from symbolic_mesa.export.latex.theorem import comment, equations, theorem
from symbolic_mesa.notation.names import spelled
from symbolic_mesa.results.results import Results
from symbolic_mesa.text.errors import InvalidInput

__all__ = ["Options", "body", "dumps", "packages_of", "standalone"]

DEFAULT = Options()


def dumps(results: Results, options: Options = DEFAULT) -> str:
    """Return the results as LaTeX to paste, a theorem for each derivation.

    Its first lines say which packages it needs. Labels are ``eq:LAW:THEOREM:RESULT``, such as
    ``eq:gaussian:theorem-4.1:fixed-point``, and ``thm:LAW:THEOREM``.
    """
    text = body(results, options)
    return f"{header(text)}\n{text}"


def body(results: Results, options: Options = DEFAULT) -> str:
    """Return the same without its first lines."""
    with spelled(results.spelled):
        return _written(_contexts(results, options), options)


def standalone(results: Results, options: Options, bibliography: str) -> tuple[str, str]:
    """Return a whole document and its references as BibTeX.

    Args:
        results: the results.
        options: how they are written; proofs follow the theorems in any case.
        bibliography: the name of the file of references, without its ending.

    Raises:
        InvalidInput: when none of the results could be derived.
    """
    options = replace(options, proof=True, cited=True)
    with spelled(results.spelled):
        contexts = _contexts(results, options)
        stated = [context for context in contexts if context.claims]
        if not stated:
            raise InvalidInput("--standalone: no result could be derived; see them as text for why")
        text = _written(contexts, options)
        return document(stated, text, options, bibliography), references(stated)


def _contexts(results: Results, options: Options) -> list[Context]:
    return [context_of(results, one, ids, options) for one, ids in results.wanted]


def _written(contexts: list[Context], options: Options) -> str:
    said = [""] * len(contexts) if options.cited else models(contexts)
    parts = (_parts(*one, options) for one in zip(contexts, said, strict=True))
    return "\n\n".join(text for part in parts for text in part) + "\n"


def _parts(context: Context, model: str, options: Options) -> Iterator[str]:
    if context.obstacles:
        yield "\n".join(
            comment(f"{id}: {step.status}: {step.obstacle and step.obstacle.error}")
            for id, step in context.obstacles.items()
        )
    if not context.claims:
        return
    stated = equations(context) if options.bare else theorem(context, model)
    yield stated
    if options.proof:
        yield proof(context, stated)
