"""A derivation step by step, as a tree: claim, why, what it rests on, checks and their outcome."""

import os
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from symbolic_mesa.export.terminal import width_of
from symbolic_mesa.export.text import DOUBTFUL, STYLES
from symbolic_mesa.notation.sides import equation, equations
from symbolic_mesa.notation.words import exception_in_words, in_words
from symbolic_mesa.record import Check, Step
from symbolic_mesa.results.results import Results

INDENT = 12  # columns that the tree's lines take


def show(results: Results, stream: TextIO) -> None:
    """Write the steps that the results rest on: in colour to a terminal, plain elsewhere."""
    plain = not stream.isatty() or bool(os.environ.get("NO_COLOR"))
    console = Console(
        file=stream,
        highlight=False,
        no_color=plain,
        color_system=None if plain else "auto",
        width=width_of(stream) if plain else None,
        legacy_windows=False,
    )
    unicode = (stream.encoding or "ascii").lower().startswith("utf")
    console.print(_tree(results, console.width - INDENT, unicode))


def _tree(results: Results, width: int, unicode: bool) -> Tree:
    law = results.setting.law
    tree = Tree(Text(f"law: {law.name}: {law.phrase}"), guide_style="dim")
    for derivation in results.explained:
        trunk = tree.add(Text(f"{derivation.id}: {derivation.title}", style="bold"))
        for step in derivation.steps:
            heading = Text.assemble((step.id, "bold cyan"), "  ", _styled(step.status))
            branch = trunk.add(heading)
            for line in _lines(step, width, unicode):
                branch.add(line)
    return tree


def _lines(step: Step, width: int, unicode: bool) -> Iterator[Text]:
    yield Text(step.claim.statement)
    if step.obstacle:
        yield Text(str(step.obstacle.error))
        return
    for lines in equations(step.claim, width, unicode):
        yield Text(lines, no_wrap=True, overflow="ignore")
    if step.claim.reason:
        yield Text(f"because {in_words(step.claim.reason, unicode)}")
    for one in step.claim.exceptions:
        yield Text(exception_in_words(one, unicode))
    yield Text(f"why: {step.why}")
    for letter in step.letters:
        yield Text(equation(letter.name, letter.value, width, unicode), no_wrap=True)
    if step.premises:
        yield Text(f"rests on: {', '.join(step.premises)}")
    for assumption in step.assumptions:
        yield Text(f"assumes: {assumption.statement}: {assumption.status}")
        if assumption.caveat:
            yield Text(assumption.caveat)
    yield from map(_check, step.checks)


def _check(check: Check) -> Text:
    error = "" if check.error is None else f"; relative difference {check.error:.1g}"
    return Text.assemble(f"{check.kind} ", _styled(check.outcome), f": {check.detail}{error}")


def _styled(word: str) -> tuple[str, str]:
    return word, STYLES.get(word, DOUBTFUL)
