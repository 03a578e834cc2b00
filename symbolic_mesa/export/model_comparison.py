"""Models side by side as a table on the terminal, as JSON, and as a picture against T."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO
from math import floor, log10
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from symbolic_mesa.export.pictures import STYLE, drawn, matplotlib_for
from symbolic_mesa.export.terminal import PLAIN_WIDTH
from symbolic_mesa.results.model_comparison import LIMIT, Comparison, Error
from symbolic_mesa.results.model_curves import Curve, curves
from symbolic_mesa.text.json_values import Object

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LETTERS = {"exact": "", "root": " r", "sampled": "", "unknown": ""}
SHORT = 10  # the longest fraction that is shown
LEFT_OUT = ("2 Chebyshev layers", "3 steps, best sizes")  # left out of the picture, as near others
ROUNDING = 1e-9  # a standard error beside a number that is the same in all sequences
LEAST = 1e-4  # of E |x_t|²: the picture ends there
NOTES = (
    "error: E|prediction - x_{T+1}|^2 after T tokens, not halved; part: of E|x_t|^2.",
    "sum: the errors after t = 2..T-1 tokens added up, twice the loss of training; best sizes are "
    "the best for each column, eta is that of the steps eta/(t-1) of the first.",
    "r: in it a root of a polynomial, to 15 digits; (3): sampled, one standard error in units of "
    "the last digit; all else is exact. -: a moment is not known or not finite.",
)


def text(found: Comparison, encoding: str = "utf-8", width: int = PLAIN_WIDTH) -> str:
    """Return the table as plain text that an encoding can hold, with what its columns mean."""
    lines = box.SIMPLE_HEAD if encoding.lower().startswith("utf") else box.ASCII
    table = Table(box=lines, pad_edge=False, title=_title(found), title_justify="left")
    table.add_column("model", no_wrap=True)
    for heading in ("eta", "error", "part", "sum"):
        table.add_column(heading, justify="right")
    for model in found.models:
        part = _part(model.last, found.energy)
        table.add_row(model.name, _cell(model.size), _cell(model.last), part, _cell(model.total))
    stream = StringIO()
    console = Console(file=stream, width=width, highlight=False, markup=False)
    console.print(table)
    for note in (*NOTES, *_caveats(found)):
        console.print(note)
    return stream.getvalue()


def _title(found: Comparison) -> str:
    return f"{found.setting.name}, E|x_t|^2 = {_cell(found.energy)}"


def _caveats(found: Comparison) -> Iterator[str]:
    for words in found.caveats:
        yield f"trained layer: {words}."


def _cell(error: Error | None) -> str:
    """Return a number: a short fraction as it is, else six digits or those above its error."""
    if error is None:
        return ""
    if error.value is None:
        return "-"
    if error.standard_error and error.standard_error > ROUNDING * error.value:
        return _with_digit(error.value, error.standard_error)
    if error.exact and len(error.exact) <= SHORT:
        return error.exact
    return f"{error.value:.6g}{LETTERS[error.how]}"


def _with_digit(value: float, deviation: float) -> str:
    """Return a number up to the first digit of its standard error, and that in brackets.

    >>> _with_digit(0.04813, 0.00029)
    '0.0481(3)'
    >>> _with_digit(0.0000613, 0.0000021)
    '6.1(2)e-5'
    """
    unit = floor(log10(value)) if 0 < value < LEAST else 0
    value, deviation = value / 10**unit, deviation / 10**unit
    places = max(0, -floor(log10(deviation)))
    power = f"e{unit}" if unit else ""
    return f"{value:.{places}f}({deviation * 10**places:.0f}){power}"


def _part(error: Error, whole: Error) -> str:
    if error.value is None or not whole.value:
        return "-"
    return f"{error.value / whole.value:.3g}"


def as_json(found: Comparison) -> str:
    """Return the comparison as JSON; numbers that are not known are null."""
    setting = found.setting
    rows = [asdict(model) for model in found.models]
    whole: Object = {
        "law": setting.law.name,
        "parameters": {name: str(value) for name, value in setting.law.parameters.items()},
        "dim": setting.dim,
        "length": setting.length,
        "energy": asdict(found.energy),
        "models": rows,
        "caveats": list(found.caveats),
    }
    return json.dumps(whole, indent=2, allow_nan=False) + "\n"


def picture(found: Comparison, format: str) -> bytes:
    """Return errors against T as a picture, svg or png.

    Raises:
        InvalidInput: when matplotlib is not installed or set up.
    """
    rc_context, figure_of = matplotlib_for("--compare-models with a picture")
    every = curves(found)
    with rc_context(STYLE):
        figure = figure_of(figsize=(6.4, 4.2), layout="constrained")
        axes = figure.add_subplot()
        for curve in every:
            if curve.name not in LEFT_OUT:
                _draw(axes, curve)
        axes.set(xlabel="T", ylabel="error / E|x_t|^2", yscale="log", ylim=(LEAST, 1.5))
        axes.set_title(_title(found))
        axes.legend(frameon=False, fontsize=8)
        return drawn(figure, format)


def _draw(axes: "Axes", curve: Curve) -> None:
    """Draw a curve; where it is 0 it is off the scale, and ends at the bottom."""
    shown = [max(value, LEAST) for value in curve.errors]
    style = "k--" if curve.name == LIMIT else "-"
    axes.plot(curve.times, shown, style, linewidth=1.4, label=curve.name)
    if any(curve.standard_errors):
        bars = curve.standard_errors
        axes.errorbar(curve.times, shown, bars, fmt="none", ecolor="black", linewidth=1)
