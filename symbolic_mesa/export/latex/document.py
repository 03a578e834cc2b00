"""A whole document: the model, theorems with proofs, symbols, references; and its .bib."""

from collections.abc import Iterator

from symbolic_mesa.export.latex.context import Context
from symbolic_mesa.export.latex.model import sentences
from symbolic_mesa.export.latex.options import ARTICLE, Options
from symbolic_mesa.export.latex.packages import packages_of
from symbolic_mesa.export.latex.sentences import Sentences, capital
from symbolic_mesa.export.latex.theorem import symbols
from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import Paper
from symbolic_mesa.notation.names import escaped, name_latex

SOFTWARE = Paper(
    "symbolic-mesa",
    "symbolic-mesa: derive and check results about in-context learning",
    "{The symbolic-mesa authors}",
    2026,
    "software",
)
WIDE = 0.7  # of the width of the text, that the second column of a table may take


def document(contexts: list[Context], body: str, options: Options, bibliography: str) -> str:
    """Return a document that compiles by itself.

    Args:
        contexts: the theorems.
        body: theorems and proofs in LaTeX.
        options: how they are written.
        bibliography: the name of the file of references, without its ending.
    """
    words = contexts[0].words
    content = "\n\n".join(
        [
            r"\section{The model}",
            *_model(contexts, words),
            r"\section{Results}",
            body.strip(),
            *_symbols(contexts, options),
            "\\bibliographystyle{plain}\n" + rf"\bibliography{{{bibliography}}}",
        ]
    )
    preamble = [r"\documentclass{article}"]
    if options.width != ARTICLE:
        preamble.append(rf"\usepackage[textwidth={options.width:g}pt]{{geometry}}")
    preamble += [
        rf"\usepackage{{{','.join(packages_of(content))}}}",
        r"\newtheorem{theorem}{Theorem}",
        rf"\title{{{_title(contexts, words)}}}",
        r"\author{}",
        r"\date{}",
    ]
    return "\n".join(
        [*preamble, r"\begin{document}", r"\maketitle", content, r"\end{document}", ""]
    )


def references(contexts: list[Context]) -> str:
    """Return the references as BibTeX."""
    return "\n".join(map(_entry, [*_papers(contexts), SOFTWARE]))


def _papers(contexts: list[Context]) -> list[Paper]:
    every = (context.derived.entry.problem.paper for context in contexts)
    return list(dict.fromkeys(paper for paper in every if paper is not None))


def _entry(paper: Paper) -> str:
    fields = {
        "title": f"{{{escaped(paper.title)}}}",
        "author": paper.authors,
        "year": str(paper.year),
        "note": escaped(paper.where),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{paper.key},", *lines, "}", ""])


def _title(contexts: list[Context], words: Sentences) -> str:
    law = contexts[0].derived.setting.law
    of_law = "" if isinstance(law, AsStated) else f" ({words.tex(law.name)})"
    if len(contexts) == 1:
        phrase = contexts[0].derived.entry.phrase.partition(":")[0]
        return capital(words.tex(phrase)) + of_law
    return f"In-context learning of sequences{of_law}"


def _model(contexts: list[Context], words: Sentences) -> Iterator[str]:
    first: dict[str, Context] = {}
    for context in contexts:
        first.setdefault(context.derived.entry.problem.id, context)
    for context in first.values():
        problem = context.derived.entry.problem
        cited = rf" This is the model of~\cite{{{problem.paper.key}}}." if problem.paper else ""
        said = sentences(context)
        yield f"{said}{cited}" if said else f"The model is that of {words.tex(problem.id)}.{cited}"
    yield r"What follows was derived from this definition with~\cite{symbolic-mesa}."


def _symbols(contexts: list[Context], options: Options) -> Iterator[str]:
    """Yield the section that lists the symbols, if there are any."""
    known: dict[str, str] = {}
    for context in contexts:
        known |= dict(symbols(context))
    if known:
        rows = [rf"${name_latex(name)}$ & {words} \\" for name, words in sorted(known.items())]
        column = f"p{{{WIDE * options.width:.0f}pt}}"
        lines = [rf"\begin{{tabular}}{{l{column}}}", *rows, r"\end{tabular}"]
        yield "\\section{Symbols}\n\n\\noindent\n" + "\n".join(lines)
