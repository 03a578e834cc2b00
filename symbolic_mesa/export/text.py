"""Results as a person reads them in a terminal."""

import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from symbolic_mesa.algebra import Formula
from symbolic_mesa.export.json import symbols
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.glossary import meaning
from symbolic_mesa.notation.printing import pretty, reads_as_number
from symbolic_mesa.record import Check
from symbolic_mesa.results import Result, Results

LONGEST_VALUE = 30  # characters of a parameter
PLAIN_WIDTH = 100  # columns where there is no terminal to ask
MARGIN = 16  # columns to the left of a formula

_STYLES = {"verified": "green", "failed": "bold red", "unchecked": "yellow"}


def dumps(results: Results, encoding: str = "utf-8") -> str:
    """Return the results as plain text that an encoding can hold."""
    stream = io.StringIO()
    console = Console(file=stream, width=PLAIN_WIDTH, no_color=True, highlight=False)
    write(results, console, encoding)
    lines = stream.getvalue().splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def show(results: Results, stream: TextIO) -> None:
    """Write the results to a stream: in colour to a terminal, plain elsewhere."""
    if stream.isatty():
        write(results, Console(file=stream, highlight=False), stream.encoding)
    else:
        stream.write(dumps(results, stream.encoding or "utf-8"))


def write(results: Results, console: Console, encoding: str) -> None:
    """Write the results to a console of rich."""
    derivation = results.derivation
    console.print(Text(f"{derivation.id}: {derivation.title}", style="bold"))
    console.print(_heading(results))
    for result in results.values():
        console.print()
        console.print(_block(result, console.width, encoding))
    console.print()
    console.print(_legend(results))
    checks = _checks(results)
    if checks.row_count:
        console.print()
        console.print(checks)


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True, min_width=MARGIN - 2)
    grid.add_column(overflow="fold")
    return grid


def _heading(results: Results) -> Table:
    setting = results.setting
    law = setting.law
    grid = _grid()
    given = [f"{name} = {_short(value)}" for name, value in law.parameters.items() if value != name]
    words = "; ".join([law.phrase, *given[:6], *law.conditions])
    grid.add_row("law", Text(f"{law.name}: {words}"))
    for name, size in (("d", setting.dim), ("T", setting.length)):
        grid.add_row(name, str(size or "any, a symbol"))
    return grid


def _short(value: Fraction | str) -> str:
    """Return a parameter as it was given, or rounded where it has many digits."""
    text = str(value)
    if isinstance(value, str) or len(text) <= LONGEST_VALUE:
        return text
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.6g}"


def _block(result: Result, width: int, encoding: str) -> Table:
    grid = _grid()
    status = Text(result.status, style=_STYLES.get(result.status, "yellow"))
    grid.add_row(Text(result.id, style="bold cyan"), Text(f"{result.statement}  ") + status)
    if result.step.obstacle:
        grid.add_row("", Text(str(result.step.obstacle.error)))
        return grid
    name = result.step.claim.name
    sides = result.parts or {"": result.step.claim.value}
    for part, formula in sides.items():
        label = f"{name} ({part})" if part else name
        grid.add_row("", Text(_equation(label, formula, width, encoding)))
        if formula.value is not None and not reads_as_number(arranged(formula)):
            grid.add_row("", f"{label} = {formula.value:.10g}")
    if result.standard_error is not None:
        grid.add_row("", f"standard error {result.standard_error:.3g}")
    return grid


def _equation(name: str, formula: Formula, width: int, encoding: str) -> str:
    unicode = encoding.lower().startswith("utf")
    return pretty(name, arranged(formula), width - MARGIN, unicode)


def _legend(results: Results) -> Table:
    grid = _grid()
    words = [f"{name}: {meaning(name, results.setting)}" for name in symbols(results)]
    if words:
        grid.add_row("symbols", Text("\n".join(words)))
    if _has_harmonics(results):
        grid.add_row("", "H_{n} = 1 + 1/2 + ... + 1/n")
    return grid


def _has_harmonics(results: Results) -> bool:
    formulas = [result.step.claim.value for result in results.values()]
    found = (g for formula in formulas if formula is not None for g in formula.generators)
    return any(not generator.is_Symbol for generator in found)


def _checks(results: Results) -> Table:
    """Return how the results were checked, alike checks in one row."""
    grid = _grid()
    grouped: dict[Check, list[tuple[str, float | None]]] = {}
    for result in results.values():
        for check in result.checks:
            grouped.setdefault(replace(check, error=None), []).append((result.id, check.error))
    for check, found in grouped.items():
        style = {"passed": "green", "failed": "bold red"}.get(check.outcome, "yellow")
        errors = [error for _, error in found if error is not None]
        worst = f"; largest relative difference {max(errors):.1g}" if errors else ""
        ids = ", ".join(id for id, _ in found)
        words = Text(f"{check.outcome} ", style=style) + Text(f"{ids}: {check.detail}{worst}")
        grid.add_row(check.kind, words)
    return grid
