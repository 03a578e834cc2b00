"""A proof, made of the steps of a derivation: what follows, from which equations, and why."""

from collections.abc import Iterator, Mapping

from symbolic_mesa.export.latex.context import Context
from symbolic_mesa.export.latex.sentences import listed
from symbolic_mesa.export.latex.theorem import claim_text, loosely
from symbolic_mesa.export.latex.trusted import measured
from symbolic_mesa.record import Step

Group = tuple[tuple[str, ...], Step]  # steps that follow from the same for the same reason


def proof(context: Context) -> str:
    """Return the proof as an environment of amsthm."""
    steps = [
        (id, step)
        for id, step in _in_order(context)
        if id in context.claims or id in context.lemmas
    ]
    parts = [_part(ids, step, context) for ids, step in _groups(steps, context)]
    text = "\n".join(["\n\n".join(parts), *_measured(dict(steps), context)])
    lines = [
        rf"\begin{{proof}}[Proof of Theorem~\ref{{{context.label(kind='thm')}}}]",
        *loosely(text, context.options.width),
        text,
        r"\end{proof}",
    ]
    return "\n".join(lines)


def _in_order(context: Context) -> Iterator[tuple[str, Step]]:
    known = {**context.claims, **context.lemmas}
    for step in context.derived.derivation.steps:
        if step.id in known:
            yield step.id, known[step.id]


def _groups(steps: list[tuple[str, Step]], context: Context) -> Iterator[Group]:
    """Yield claims with the same reason together, and each lemma by itself."""
    ids: list[str] = []
    for k, (id, step) in enumerate(steps):
        ids.append(id)
        after = steps[k + 1][1] if k + 1 < len(steps) else None
        alike = after is not None and (after.why, after.premises) == (step.why, step.premises)
        stated = id in context.claims and after is not None and after.id in context.claims
        if not (alike and stated):
            yield tuple(ids), step
            ids = []


def _part(ids: tuple[str, ...], step: Step, context: Context) -> str:
    premises = [context.reference(id) for id in step.premises if _is_known(id, context)]
    by = f"From {listed(premises)}: " if premises else ""
    why = f"{by}{context.words.tex(step.why)}."
    if ids[0] in context.claims:
        shown = listed([context.reference(id) for id in ids])
        return rf"\smallskip\noindent\emph{{Proof of}} {shown}. {_capital(why)}"
    text = claim_text(step.id, step, context)
    head = rf"\smallskip\noindent\emph{{{context.lemma(step.id)}.}}"
    return f"{head} {text}\n{_capital(why)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_known(id: str, context: Context) -> bool:
    return id in context.claims or id in context.lemmas


def _measured(steps: Mapping[str, Step], context: Context) -> Iterator[str]:
    """Yield what was measured only, with the equations."""
    grouped: dict[str, list[str]] = {}
    for id, step in steps.items():
        words = measured(step)
        if words:
            grouped.setdefault(words, []).append(context.reference(id))
    for words, references in grouped.items():
        yield (
            f"\n\\smallskip\\noindent\\emph{{What was measured, not proved.}} "
            f"{listed(references)} {'was' if len(references) == 1 else 'were'} {words}."
        )
