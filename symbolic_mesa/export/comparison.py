"""Laws of the catalogue side by side: what training ends at, and what the trained model can do."""

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from re import sub
from typing import Any

from symbolic_mesa import laws
from symbolic_mesa.export.json import exception_object
from symbolic_mesa.export.latex.options import ARTICLE
from symbolic_mesa.export.latex.table import tables
from symbolic_mesa.export.narrow_tables import table
from symbolic_mesa.export.terminal import PLAIN_WIDTH
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.notation.lines import wrapped
from symbolic_mesa.notation.printing import about
from symbolic_mesa.notation.sides import side_expr, side_value
from symbolic_mesa.notation.words import place_in_words
from symbolic_mesa.results import checks
from symbolic_mesa.results.deriving import in_setting
from symbolic_mesa.results.results import Result, Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.json_values import Object

COLUMNS = {
    "s*": "masked-fixed-point",
    "emergence": "emergence",
    "recoverable": "recoverable",
    "unexplained": "unexplained-fraction",
    "ratio": "prediction-ratio",
}
"""The columns by heading, each with the result that it shows."""

SHOWN = (
    *("gaussian", "sparse", "full-one", "rademacher", "uniform", "laplace", "bernoulli-gaussian"),
    *("student-t", "two-point", "sphere"),
)
"""The laws that are shown where none are named; all of them take minutes."""

NOTES = (
    "s*: the fixed point of ab. Where emergence is false, every other column is about the masked "
    "model.",
    "unexplained: the fraction of the tokens' energy that is left; "
    "ratio: the mean of prediction/truth where it is not 0; H(n) = 1 + 1/2 + ... + 1/n.",
)


def rows(
    dim: int | None,
    length: int | None,
    check: bool = True,
    names: Iterable[str] | None = None,
) -> dict[str, Results]:
    """Return the results of laws of the catalogue by their names.

    Args:
        dim: d; None leaves it a symbol.
        length: T, likewise.
        check: whether they are checked.
        names: the laws; None for those that are `SHOWN`.

    Raises:
        InvalidInput: for a name of no law, or of one that needs more than a name.
    """
    chosen = SHOWN if names is None else names
    settings = {name: Setting(laws.by_name(name, {}), dim, length) for name in chosen}
    found = {name: in_setting(setting, COLUMNS.values()) for name, setting in settings.items()}
    return {name: checks.check(results) for name, results in found.items()} if check else found


def text(found: Mapping[str, Results], encoding: str = "utf-8", width: int = PLAIN_WIDTH) -> str:
    """Return the table as plain text that an encoding can hold; formulas as in SymPy.

    Args:
        found: results by the names of laws.
        encoding: what the text is written in.
        width: how many columns it may take; what is too long stands below the table.
    """
    unicode = encoding.lower().startswith("utf")
    cells = [
        (name, *(_cell(results[id], unicode) for id in COLUMNS.values()))
        for name, results in found.items()
    ]
    notes = [line for note in NOTES for line in wrapped(note, width)]
    return table(("law", *COLUMNS), cells, width, unicode) + "\n".join([*notes, ""])


def latex(found: Mapping[str, Results], width: float = ARTICLE) -> str:
    """Return tables in LaTeX that fit the width of the text, in points."""
    return tables(found, COLUMNS, width)


def as_json(found: Mapping[str, Results]) -> str:
    """Return the table as JSON: for each law and column the formula, the value and the status."""
    rows = {
        name: {heading: _object(results[id]) for heading, id in COLUMNS.items()}
        for name, results in found.items()
    }
    return json.dumps({"laws": rows}, indent=2, allow_nan=False) + "\n"


def _cell(result: Result, unicode: bool) -> str:
    if result.step.obstacle:
        return str(result.step.obstacle.error)
    side = result.step.claim.value
    if isinstance(side, bool | str):
        others = (f"; at {place_in_words(one)}: {_verdict(one.value)}" for one in result.exceptions)
        return _verdict(side) + "".join(others)
    value = side_value(side)
    if isinstance(value, float):
        number = f"{value:.6g}"
        return number if _is_just(side, number) else f"{about(unicode)} {number}"
    return sub(r"harmonic\(([^()]*)\)", r"H(\1)", side_expr(side) or str(side)).replace("**", "^")


def _is_just(side: Any, number: str) -> bool:
    """Whether a decimal number is what a formula is, and not only near it."""
    exact = side.at({}) if isinstance(side, Formula) else None
    return isinstance(exact, Fraction) and exact == Fraction(number)


def _verdict(value: bool | str | None) -> str:
    known = {True: "yes", False: "no", None: "not decided"}
    return value if isinstance(value, str) else known[value]


def _object(result: Result) -> Object:
    if result.step.obstacle:
        return {"status": result.status, "reason": str(result.step.obstacle.error)}
    side = result.step.claim.value
    found = {"status": result.status, "expr": side_expr(side), "value": side_value(side)}
    listed = [exception_object(one) for one in result.exceptions]
    more = {"exceptions": listed, "caveats": list(result.caveats)}
    return found | {name: value for name, value in more.items() if value}
