"""Results in LaTeX: theorems to be pasted into a paper, with proofs or without."""

from collections.abc import Iterator

from symbolic_mesa.export.latex.context import context_of
from symbolic_mesa.export.latex.options import Options
from symbolic_mesa.export.latex.packages import header, packages_of
from symbolic_mesa.export.latex.proof import proof
from symbolic_mesa.export.latex.theorem import comment, equations, theorem
from symbolic_mesa.results.results import Results

__all__ = ["Options", "body", "dumps", "packages_of"]

DEFAULT = Options()


def dumps(results: Results, options: Options = DEFAULT) -> str:
    """Return the results as LaTeX to paste, a theorem for each derivation.

    Its first lines say which packages it needs. Labels are ``eq:LAW:THEOREM:RESULT``, such as
    ``eq:gaussian:theorem-4.1:fixed-point``, and ``thm:LAW:THEOREM``.
    """
    text = body(results, options)
    return f"{header(text)}\n{text}"


def body(results: Results, options: Options) -> str:
    """Return the same without its first lines."""
    return "\n\n".join(_parts(results, options)) + "\n"


def _parts(results: Results, options: Options) -> Iterator[str]:
    for one, ids in results.wanted:
        context = context_of(results, one, ids, options)
        obstacles = ((id, one.derivation.step(id)) for id in ids if id not in context.claims)
        comments = [
            comment(f"{id}: {step.status}: {step.obstacle and step.obstacle.error}")
            for id, step in obstacles
        ]
        if comments:
            yield "\n".join(comments)
        if not context.claims:
            continue
        yield equations(context) if options.bare else theorem(context)
        if options.proof:
            yield proof(context)
