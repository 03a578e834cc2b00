"""Results as a notebook shows them, and as a data frame."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol

from symbolic_mesa.notation.html import cell, mathematics, table
from symbolic_mesa.notation.phrases import in_tex
from symbolic_mesa.notation.sides import (
    latex_label,
    rounded,
    side_expr,
    side_latex,
    side_relation,
    side_value,
    sides,
)
from symbolic_mesa.notation.words import exception_as_mathematics
from symbolic_mesa.record import Status, Step, Trust
from symbolic_mesa.text.errors import InvalidInput

HEAD = ("result", "formula", "value", "status")
MOST_PARTS = 12  # of a result that are shown


class Shown(Protocol):
    """What is shown of a result."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def step(self) -> Step:
        """The step of a derivation that it is."""

    @property
    def status(self) -> Status:
        """What the checks show."""

    @property
    def trust(self) -> Trust:
        """How far it is known to be true of the model."""

    @property
    def caveats(self) -> tuple[str, ...]:
        """What is to be said of its assumptions."""

    @property
    def source(self) -> str:
        """Where the paper states it."""


def html(caption: str, results: Mapping[str, Shown]) -> str:
    """Return a table of id, formula, value where there is one, and status."""
    rows = [row for result in results.values() for row in _rows(result)]
    kept = [k for k, name in enumerate(HEAD) if name != "value" or any(row[k] for row in rows)]
    return table(caption, [HEAD[k] for k in kept], ([row[k] for k in kept] for row in rows))


def _rows(result: Shown) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each part of a result, the first with its id and status."""
    status = cell(_status(result))
    if result.step.obstacle:
        yield cell(result.id), cell(str(result.step.obstacle.error)), "", status
        return
    claim = result.step.claim
    every = list(sides(claim).items())
    for k, (part, side) in enumerate(every[:MOST_PARTS]):
        formula = f"{latex_label(claim, part)} {side_relation(side)} {side_latex(side)}"
        own = (cell(result.id), status) if k == 0 else ("", "")
        yield own[0], mathematics(formula), cell(_value(side)), own[1]
    if len(every) > MOST_PARTS:
        yield "", cell(f"and {len(every) - MOST_PARTS} more"), "", ""


def _status(result: Shown) -> str:
    """Return the status, how far it is trusted, and what it assumes that is not known."""
    trust = f" ({result.trust})" if result.status == "verified" else ""
    return "; ".join([f"{result.status}{trust}", *result.caveats])


def _value(side: Any) -> str:
    number = rounded(side)
    return "" if number is None else f"≈ {number:.10g}"


def frame(results: Mapping[str, Shown]) -> Any:
    """Return a pandas data frame: a row for each part of each result.

    Raises:
        InvalidInput: when pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise InvalidInput("to_frame: pandas is not installed; install it") from None
    rows = [row for result in results.values() for row in _records(result)]
    columns = ["id", "part", "formula", "value", "status", "trust", "source"]
    return pandas.DataFrame(rows, columns=columns)


def _records(result: Shown) -> Iterator[dict[str, Any]]:
    common = {
        "id": result.id,
        "status": result.status,
        "trust": result.trust,
        "source": result.source,
    }
    if result.step.obstacle:
        yield {**common, "part": "", "formula": None, "value": None}
        return
    for part, side in sides(result.step.claim).items():
        yield {**common, "part": part, "formula": side_expr(side), "value": side_value(side)}


def equations(result: Shown) -> str:
    """Return the equation of a result in LaTeX, or one for each part, and what it excepts."""
    claim = result.step.claim
    if result.step.obstacle:
        return rf"$\displaystyle {claim.latex}: \text{{{result.status}}}$"
    lines = [
        f"{latex_label(claim, name)} &{side_relation(side)} {side_latex(side)}"
        for name, side in sides(claim).items()
    ]
    lines += [f"&{exception_as_mathematics(one)}" for one in claim.exceptions]
    lines += [rf"&\text{{{in_tex(words)}}}" for words in result.step.caveats]
    if len(lines) == 1:
        return rf"$\displaystyle {lines[0].replace('&', '', 1)}$"
    body = r" \\ ".join(lines)
    return rf"$\displaystyle \begin{{aligned}} {body} \end{{aligned}}$"
