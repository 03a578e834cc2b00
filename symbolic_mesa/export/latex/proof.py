"""A proof, made of the steps of a derivation: what follows, from which equations, and why."""

import re
from collections.abc import Iterator, Mapping

from symbolic_mesa.export.latex.context import Context, symbols_of
from symbolic_mesa.export.latex.sentences import listed
from symbolic_mesa.export.latex.theorem import (
    claim_text,
    denoted,
    harmonics,
    letters,
    loosely,
    marks,
    symbols,
)
from symbolic_mesa.export.latex.trusted import measured
from symbolic_mesa.record import Step

Group = tuple[tuple[str, ...], Step]  # steps that follow from the same for the same reason
_NAME = re.compile(r"[A-Za-z]\w+")


def proof(context: Context, stated: str) -> str:
    """Return the proof as an environment of amsthm.

    Args:
        context: the theorem.
        stated: the theorem in LaTeX; what it says that symbols denote is not repeated.
    """
    steps = [
        (id, step)
        for id, step in _in_order(context)
        if id in context.claims or id in context.lemmas
    ]
    given: set[str] = set()
    parts = []
    for ids, step in _groups(steps, context):
        parts.append("\n".join([_part(ids, step, context), *letters(step, given, context)]))
        given |= {one.name for one in step.letters}
    text = "\n".join(["\n\n".join(parts), *_measured(dict(steps), context)])
    text = "\n".join([*_denoted(text, stated, context), text])
    lines = [
        rf"\begin{{proof}}[Proof of Theorem~\ref{{{context.label(kind='thm')}}}]",
        *loosely(text, context.options.width),
        text,
        r"\end{proof}",
    ]
    return "\n".join(lines)


def _denoted(text: str, stated: str, context: Context) -> Iterator[str]:
    """Yield the sentence on the symbols of a proof that its theorem says nothing of."""
    known = {name for name, _ in symbols(context)}
    steps = (*context.claims.values(), *context.lemmas.values())
    known |= {step.claim.name for step in steps}
    used = {name for step in steps for name in _NAME.findall(step.why)}
    used |= symbols_of([step.claim for step in context.lemmas.values()])
    used &= set(context.derived.entry.problem.glossary)
    before = [*marks(stated, context), *harmonics(stated)]
    if any("dot" in words for words in before):
        known.add("tau")
    said = list(denoted(sorted(used - known), context))
    said += [words for words in (*marks(text, context), *harmonics(text)) if words not in before]
    if said:
        yield f"Here {'; '.join(said)}."


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
            yield _as_stated(ids, context), step
            ids = []


def _as_stated(ids: list[str], context: Context) -> tuple[str, ...]:
    """Return claims in the order in which the theorem states them."""
    order = list(context.claims)
    return tuple(sorted(ids, key=order.index)) if set(ids) <= set(order) else tuple(ids)


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
