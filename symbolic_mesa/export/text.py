"""Results as a person reads them in a terminal.

Rows of a label and text are laid out once; rich, which gives them colour and a terminal's width, is
loaded only where there is a terminal.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TextIO

from symbolic_mesa.export.meanings import has_harmonics, meanings
from symbolic_mesa.export.remarks import assumed, obstacles
from symbolic_mesa.export.terminal import PLAIN_WIDTH, width_of
from symbolic_mesa.formulas.matrix_sums import Entries
from symbolic_mesa.notation.lines import wrapped
from symbolic_mesa.notation.matrix_sums import entries_text
from symbolic_mesa.notation.printing import about
from symbolic_mesa.notation.sides import equations, label, rounded, sides
from symbolic_mesa.notation.words import exception_in_words, in_words
from symbolic_mesa.record import Check, Claim
from symbolic_mesa.results.prompt_points import covariance_of
from symbolic_mesa.results.results import Result, Results
from symbolic_mesa.text.expressions import Quantity

LONGEST_VALUE = 30  # characters of a parameter
MARGIN = 19  # columns to the left of a text or formula, at least

STYLES = {"verified": "green", "passed": "green", "failed": "bold red", "": ""}
DOUBTFUL = "yellow"


@dataclass(frozen=True, slots=True)
class Row:
    """A label in the margin and what stands beside it.

    Attributes:
        label: the label; empty for a row that goes on.
        text: words to be wrapped, or lines to be kept as they are.
        status: a word that is coloured, before or after the words.
        keep: whether the text is lines of a formula.
        after: whether the status comes after the words.
        more: what comes last, without colour.
    """

    label: str
    text: str
    status: str = ""
    keep: bool = False
    after: bool = False
    more: str = ""


GAP = Row("", "")


def dumps(results: Results, encoding: str = "utf-8", columns: int = PLAIN_WIDTH) -> str:
    """Return the results as plain text that an encoding can hold, so many columns wide."""
    lines = [line for title in results.titles for line in wrapped(title, columns)]
    margin = _margin(results)
    width = columns - margin
    for row in _rows(results, width, encoding):
        first, *rest = _lines(row, width)
        lines.append(f"{row.label:{margin}}{first}".rstrip())
        lines += [f"{'':{margin}}{line}".rstrip() for line in rest]
    return "\n".join(lines) + "\n"


def show(results: Results, stream: TextIO) -> None:
    """Write the results to a stream: in colour to a terminal, plain elsewhere or with NO_COLOR."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        stream.write(dumps(results, stream.encoding or "utf-8", width_of(stream)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream, highlight=False)
    grid = Table.grid(padding=0)
    margin = _margin(results)
    grid.add_column(style="bold cyan", no_wrap=True, min_width=margin)
    grid.add_column(overflow="fold")
    for row in _rows(results, console.width - margin, stream.encoding):
        text = Text("\n".join(_lines(row, console.width - margin)))
        start = text.plain.rfind(row.status) if row.after else 0
        text.stylize(STYLES.get(row.status, DOUBTFUL), start, start + len(row.status))
        grid.add_row(row.label, text)
    console.print(Text("\n".join(results.titles), style="bold"))
    console.print(grid)


def _lines(row: Row, width: int) -> list[str]:
    """Return the text of a row as lines, the first of them first."""
    words = [row.text, row.status] if row.after else [row.status, row.text]
    text = " ".join(word for word in words if word) + row.more
    return (text.split("\n") if row.keep else wrapped(text, width)) or [""]


def _margin(results: Results) -> int:
    return max(MARGIN, *(len(id) + 1 for id in results))


def _rows(results: Results, width: int, encoding: str) -> Iterator[Row]:
    yield from _setting(results, _is_unicode(encoding))
    yield from (Row("" if k else "assumed", line) for k, line in enumerate(assumed(results)))
    reasons = obstacles(results)
    for id, result in results.items():
        yield GAP
        yield from _result(result, reasons.get(id), width, encoding)
    explained = list(_legend(results))
    yield from [GAP, *explained] if explained else []
    checks = list(_checks(results))
    yield from [GAP, *checks] if checks else []


def _setting(results: Results, unicode: bool) -> Iterator[Row]:
    law = results.setting.law
    given = [
        f"{name} {_short(value, unicode)}"
        for name, value in law.parameters.items()
        if value != name
    ]
    yield Row("law", f"{law.name}: " + "; ".join([law.phrase, *given[:6], *law.conditions]))
    shortest = max(one.entry.problem.shortest_length for one in results.derived)
    symbols = {"d": "any, a symbol", "T": f"any from {shortest} on, a symbol"}
    yield from (Row(name, str(size or symbols[name])) for name, size in results.sizes.items())
    if results.setting.init is not None:
        yield Row("a_0, b_0", ", ".join(map(str, results.setting.init)))
    if results.setting.test_length is not None:
        yield Row("T_test", str(results.setting.test_length))
    if results.point is not None and results.point.covariance is not None:
        name = covariance_of(results.derived[0].entry)
        yield Row(name, entries_text(Entries(results.point.covariance)))


def _short(value: Quantity, unicode: bool) -> str:
    """Return what a parameter is, as it was given, or rounded where it has many digits."""
    text = str(value)
    if not isinstance(value, Fraction) or len(text) <= LONGEST_VALUE:
        return f"= {text}"
    return f"{about(unicode)} {Decimal(value.numerator) / Decimal(value.denominator):.6g}"


def _is_unicode(encoding: str) -> bool:
    return encoding.lower().startswith("utf")


def _result(result: Result, missing: str | None, width: int, encoding: str) -> Iterator[Row]:
    yield Row(result.id, f"{result.statement} ", result.status, after=True, more=_trust(result))
    if missing is not None:
        yield Row("", missing)
        return
    claim, unicode = result.step.claim, _is_unicode(encoding)
    yield from _equations(claim, width, unicode)
    if claim.reason:
        yield Row("", f"because {in_words(claim.reason, unicode)}")
    for one in claim.exceptions:
        yield Row("", exception_in_words(one, unicode))
    there = result.there
    if there is not None:
        yield Row("", f"at {result.where}:")
        yield from _equations(there, width, unicode)
    if result.standard_error is not None:
        yield Row("", f"standard error {result.standard_error:.3g}")
    for words in result.caveats:
        yield Row("", words)


def _equations(claim: Claim, width: int, unicode: bool) -> Iterator[Row]:
    """Yield the equations of a claim, each with its number where it does not read as one."""
    lines = equations(claim, width, unicode)
    for (part, side), line in zip(sides(claim).items(), lines, strict=True):
        yield Row("", line, keep=True)
        if rounded(side) is not None:
            yield Row("", f"{label(claim, part)} {about(unicode)} {rounded(side):.10g}")


def _trust(result: Result) -> str:
    """Return the trust that a status does not say by itself, and of what it is."""
    instead = f"; for {result.step.instead}" if result.step.instead else ""
    return f" ({result.trust}{instead})" if result.status == "verified" else ""


def _legend(results: Results) -> Iterator[Row]:
    words = [f"{name}: {text}" for name, text in meanings(results).items()]
    if has_harmonics(results):
        words.append("H_{n} = 1 + 1/2 + ... + 1/n")
    yield from (Row("" if k else "symbols", line) for k, line in enumerate(words))


def _checks(results: Results) -> Iterator[Row]:
    """Yield how the results were checked, alike checks in one row."""
    grouped: dict[Check, list[tuple[str, float | None]]] = {}
    for result in results.values():
        for check in result.checks:
            grouped.setdefault(replace(check, error=None), []).append((result.id, check.error))
    for check, found in grouped.items():
        errors = [error for _, error in found if error is not None]
        worst = f"; largest relative difference {max(errors):.1g}" if errors else ""
        ids = ", ".join(id for id, _ in found)
        yield Row(check.kind, f"{ids}: {check.detail}{worst}", check.outcome)
