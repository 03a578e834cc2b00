"""A theorem: its hypotheses in words, its claims with their equations, what the names mean."""

import re
from collections.abc import Collection, Iterator, Sequence

from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.export.latex.context import Context, is_moment, symbols_of
from symbolic_mesa.export.latex.displays import display, in_words, system
from symbolic_mesa.export.latex.hypotheses import hypotheses
from symbolic_mesa.export.latex.rows import Row, laid_out, rows_of, verdicts_of
from symbolic_mesa.export.latex.sentences import capital
from symbolic_mesa.export.latex.trusted import remark
from symbolic_mesa.export.latex.verdicts import said
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.notation.glossary import meaning
from symbolic_mesa.notation.names import escaped, name_latex
from symbolic_mesa.notation.phrases import as_formula
from symbolic_mesa.notation.sides import PRODUCT
from symbolic_mesa.notation.widths import width
from symbolic_mesa.record import Step

LIST_BEGINS = (
    r"\begin{enumerate}",
    r"\renewcommand{\theenumi}{\textup{(\roman{enumi})}}\renewcommand{\labelenumi}{\theenumi}",
)
LOOSE = 0.15  # of the width of the text: from a formula so wide on
NARROW = 300.0  # points; a narrower text is set loosely in any case
_SAID = re.compile(r"(?:the|a|b|sum|tr)\b|E\[|\|")  # words that need no article
_WORD = re.compile(r"[A-Za-z]\w+")
_ORDER = re.compile(r"H_\{[^{}]*\}\^\{\((\d+)\)\}")


def theorem(context: Context, model: str = "") -> str:
    """Return the theorem as an environment of amsthm, what it says of its model first."""
    entry = context.derived.entry
    title = capital(context.words.tex(entry.phrase.partition(":")[0]))
    items = "\n\n".join(items_of(context))
    before = list(
        hypotheses(
            context.derived.setting,
            entry.problem,
            {id: (context.item(id), step) for id, step in context.claims.items()},
            context.words,
        )
    )
    text = "\n".join(
        [
            *([model] if model else []),
            *before,
            *_shared(context),
            "Then the following holds.",
            *LIST_BEGINS,
            items,
            r"\end{enumerate}",
            *_closing(context, items),
        ]
    )
    lines = [
        rf"\begin{{theorem}}[{{{title}}}]",
        rf"\label{{{context.label(kind='thm')}}}",
        *loosely(text, context.options.width),
        text,
        r"\end{theorem}",
    ]
    return "\n".join(lines)


def loosely(text: str, room: float) -> list[str]:
    """Return what lets TeX set lines loosely where wide formulas in sentences ask for it."""
    inline = re.findall(r"(?<!\\)\$([^$]+)\$", text)
    wide = room < NARROW or any(width(one) > LOOSE * room for one in inline)
    return [r"\sloppy"] if wide else []


def equations(context: Context) -> str:
    """Return the claims alone, without an environment around them."""
    items = "\n\n".join(items_of(context))
    return "\n".join([*_shared(context), "", items, "", *_closing(context, items)])


def items_of(context: Context) -> Iterator[str]:
    """Yield each claim with its number in the theorem."""
    for ids in context.items:
        context.names.write({})
        steps = [context.claims[id] for id in ids]
        comments = [comment(f"{step.id}: {_known(step)}") for step in steps]
        number = "" if context.options.bare else rf"\item\label{{{context.label(ids[0], 'it')}}} "
        moments = is_moment(steps[0].claim)
        text = _moments(steps, context) if moments else claim_text(ids[0], steps[0], context)
        yield "\n".join([*comments, number + text])


def _known(step: Step) -> str:
    return f"{step.status}; {step.source}" if step.source else step.status


def comment(words: str) -> str:
    """Return words as one line that LaTeX passes over."""
    return f"% {' '.join(words.split())}"


def claim_text(id: str, step: Step, context: Context) -> str:
    """Return a claim: its sentence, its equations, its definitions, and what is so elsewhere."""
    claim, words = step.claim, context.words
    context.names.write(context.meanings.symbols[id])
    verdicts = verdicts_of(claim)
    reason = words.reason(claim.reason, context.names)
    doubt = "" if context.doubt else remark(step)
    if verdicts:
        text = said(claim, verdicts, reason, words)
        return "\n".join([text + (f" ({doubt})" if doubt else ""), *_after(step, context)])
    rows = rows_of(claim, context.room, context.names)
    head = capital(words.tex(claim.statement)) + (f" ({doubt})" if doubt else "") + ":"
    lines = [head, *_displays(id, rows, context)]
    lines += [f"This is so because {reason}."] if reason else []
    return "\n".join([*lines, *_after(step, context)])


def _moments(steps: Sequence[Step], context: Context) -> str:
    """Return moments as equations that each have a number."""
    doubts = [] if context.doubt else sorted({remark(step) for step in steps} - {""})
    lines = ["Moments of the initial token" + (f" ({'; '.join(doubts)})" if doubts else "") + ":"]
    equations = []
    for step in steps:
        left = f"{step.claim.latex} = {as_formula(step.claim.statement)}"
        equations.append((Row(left, "=", ()), step.claim.value))
    rows = laid_out(equations, context.room, context.names)
    labels = [context.label(step.id) for step in steps]
    where = list(_where([], context))
    pairs = list(zip(rows, labels, strict=True))
    lines.append(system(pairs, context.room, "," if where else "."))
    more = [line for step in steps for line in _after(step, context)]
    return "\n".join([*lines, *where, *more])


def _displays(id: str, rows: Sequence[Row], context: Context) -> Iterator[str]:
    """Yield the equations of a claim, and what their names stand for."""
    parts = context.meanings.parts
    common = list(context.meanings.claims.get(id, ()))
    worded = any(row.words for row in rows) or any(parts.get((id, row.part)) for row in rows)
    label = context.label(id)
    if not worded or len(rows) == 1:
        more = [row for one in rows for row in parts.get((id, one.part), ())]
        where = list(_where([*common, *more], context))
        yield display(rows, label, context.room, "," if where else ".")
        yield from where
        return
    every = [_head(row, context) for row in rows]
    heads = [
        "" if head == before else head for before, head in zip(["", *every], every, strict=False)
    ]
    bodies = [_uncased(row) for row in rows]
    groups = [list(parts.get((id, row.part), ())) for row in rows]
    after = [
        [] if group == following else list(_where(group, context))
        for group, following in zip(groups, [*groups[1:], None], strict=True)
    ]
    yield from in_words(bodies, heads, after, label, context.room)
    yield from _where(common, context, "Here")


def _head(row: Row, context: Context) -> str:
    if row.case:
        return f"If ${row.case}$, then"
    return f"For {context.words.tex(row.words)}," if row.words else ""


def _uncased(row: Row) -> Row:
    return Row(row.left, row.relation, row.lines, part=row.part)


def _where(rows: Sequence[Row], context: Context, word: str = "where") -> Iterator[str]:
    """Yield definitions, and the wide sums that got names, as one display."""
    every = list(rows)
    for name, lines in context.names.explained(context.width - 10):
        every.append(Row(name, "=", tuple(lines)))
    if every:
        yield word
        yield display(every, "", context.width)


def _shared(context: Context) -> Iterator[str]:
    rows = context.meanings.shared
    if rows:
        yield "Write"
        yield display(rows, "", context.options.width)


def _after(step: Step, context: Context) -> Iterator[str]:
    """Yield what is so at exceptional places, and what the names there stand for."""
    sentences = [_exception(one, context) for one in step.claim.exceptions]
    yield from sentences
    yield from _where([], context, "Here")


def letters(step: Step, given: Collection[str], context: Context) -> Iterator[str]:
    """Yield what the letters of a step's reason stand for, but for those that are given."""
    context.names.write({})
    new = [
        (Row(name_latex(one.name), "=", ()), one.value)
        for one in step.letters
        if one.name not in given
    ]
    yield from _where(laid_out(new, context.options.width, context.names), context, "Here")


def _exception(one: Exceptional, context: Context) -> str:
    because = context.words.reason(one.reason, context.names)
    answers = {True: "it is so", False: "it is not so", None: "it is not decided"}
    known = isinstance(one.value, bool) or one.value is None
    answer = answers[one.value] if known else rf"it is \emph{{{escaped(str(one.value))}}}"
    reason = f", because {because}" if because else ""
    return f"Where {context.words.place(one.where, context.names)}, {answer}{reason}."


def _closing(context: Context, items: str) -> Iterator[str]:
    """Yield the sentence that says what the symbols are."""
    said = list(denoted([name for name, _ in symbols(context)], context))
    said += list(marks(items, context))
    said += list(harmonics(items))
    if context.doubt:
        yield rf"Every claim here is {context.doubt}."
    if said:
        yield rf"Here {'; '.join(said)}."


def symbols(context: Context) -> Iterator[tuple[str, str]]:
    """Yield the symbols of the claims with what they denote, but for those of the law."""
    setting, problem = context.derived.setting, context.derived.entry.problem
    law = names_in(setting.law.parameters.values())
    claims = [step.claim for step in context.claims.values()]
    every = symbols_of(claims).union(*(_WORD.findall(claim.statement) for claim in claims))
    every |= {scale for claim in claims if claim.name == PRODUCT for scale in problem.scales}
    every -= {claim.name for claim in claims if is_moment(claim)}
    known = {*problem.glossary, "d", "T", *(one.name for one in setting.law.constants)}
    for name in sorted(every):
        if name in law or not (name in known or re.fullmatch(r"mu(_\d+)+|[ab]_\d+", name)):
            continue
        yield name, _meaning(name, context)


def denoted(names: Sequence[str], context: Context) -> Iterator[str]:
    """Yield what symbols denote."""
    for name in names:
        yield f"${name_latex(name)}$ denotes {_meaning(name, context)}"


def _meaning(name: str, context: Context) -> str:
    words = meaning(name, context.derived.entry.problem, context.derived.setting)
    article = "" if _SAID.match(words) or "_" in words[:5] else "the "
    return article + context.words.tex(words)


def marks(text: str, context: Context) -> Iterator[str]:
    """Yield what the notation of the paper that stands in a text denotes."""
    for mark, words in context.derived.entry.problem.marks.items():
        if mark in text:
            yield f"${mark}$ denotes {context.words.tex(words)}"
    if r"\dot{" in text:
        yield r"a dot denotes the derivative in the time $\tau$ of the gradient flow"


def harmonics(items: str) -> Iterator[str]:
    """Yield what the harmonic numbers in a text are."""
    orders = sorted({int(order) for order in _ORDER.findall(items)})
    if re.search(r"H_\{[^{}]*\}(?!\^\{\()", items):
        yield r"$H_n = \sum_{k=1}^{n} 1/k$"
    for order in orders:
        yield rf"$H_n^{{({order})}} = \sum_{{k=1}}^{{n}} 1/k^{{{order}}}$"
