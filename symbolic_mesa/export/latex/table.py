"""Laws side by side in LaTeX: tables that fit the width of the text, parted where they must."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from symbolic_mesa.export.latex.displays import display
from symbolic_mesa.export.latex.options import ARTICLE
from symbolic_mesa.export.latex.packages import header
from symbolic_mesa.export.latex.rows import Row
from symbolic_mesa.export.latex.sentences import Sentences
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.laws.parameters import names_in
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.breaking import Names, lines_of
from symbolic_mesa.notation.names import escaped, spelled
from symbolic_mesa.notation.sides import side_latex
from symbolic_mesa.notation.widths import text_width, width
from symbolic_mesa.results.results import Result, Results

GAP = 12.0  # points between columns
TALLEST = 420.0  # points of a table
LINE, FORMULA = 13.0, 31.0  # points that a row of words, and a line of a formula, takes
_HEADINGS = {"s*": r"$s^{*}$"}
_NOTE = (
    r"Where emergence is no, every other column is about the masked model; $s^{*}$ is the fixed "
    r"point of $ab$, and $H_n = \sum_{k=1}^{n} 1/k$."
)


@dataclass(frozen=True)
class Cell:
    """What stands in a table.

    Attributes:
        tex: its LaTeX.
        width: its width in points.
        height: its height in points.
    """

    tex: str
    width: float
    height: float


Column = tuple[str, Sequence[Cell]]  # a heading, and a cell for each law


def tables(found: Mapping[str, Results], columns: Mapping[str, str], room: float = ARTICLE) -> str:
    """Return the laws side by side, in as few tables as fit.

    Args:
        found: results by the names of laws.
        columns: the ids of results by the headings of columns.
        room: the width of the text.
    """
    names = Names("P")
    law = [_words(escaped(name), room) for name in found]
    free = room - max(cell.width for cell in law) - GAP
    every = [
        (heading, [_spelled_cell(results[id], free, names) for results in found.values()])
        for heading, id in columns.items()
    ]
    parts = [_table(law, group) for group in _groups(every, free)]
    rows = [Row(name, "=", tuple(lines)) for name, lines in names.explained(room - GAP)]
    where = [f"Here\n{display(rows, '', room)}"] if rows else []
    text = "\n\n".join([*parts, *where, _NOTE]) + "\n"
    return f"{header(text)}\n{text}"


def _spelled_cell(result: Result, room: float, names: Names) -> Cell:
    with spelled(result.entry.problem.spelled):
        return _cell(result, room, names)


def _cell(result: Result, room: float, names: Names) -> Cell:
    words = Sentences(frozenset(names_in(result.setting.law.parameters.values())), width=room)
    if result.step.obstacle:
        return _words(words.tex(str(result.step.obstacle.error)), room)
    side = result.step.claim.value
    if isinstance(side, bool | str):
        others = (
            f"; at {words.place(one.where, names)}: {words.tex(_verdict(one.value))}"
            for one in result.exceptions
        )
        return _words(words.tex(_verdict(side)) + "".join(others), room)
    lines = (
        lines_of(arranged(side), room, names) if isinstance(side, Formula) else [side_latex(side)]
    )
    return _formula([line or "" for line in lines])


def _verdict(value: bool | str | None) -> str:
    known = {True: "yes", False: "no", None: "not decided"}
    return value if isinstance(value, str) else known[value]


def _words(text: str, room: float) -> Cell:
    """Return a cell of words, on several lines where it is wider than a third of the room."""
    wide = text_width(text)
    if wide <= room / 3:
        return Cell(text, wide, LINE)
    column = room / 3
    box = rf"\parbox[t]{{{column:.0f}pt}}{{\raggedright {text}\strut}}"
    return Cell(box, column, LINE * (1 + wide // (0.8 * column)))


def _formula(lines: Sequence[str]) -> Cell:
    height = FORMULA * len(lines)
    if len(lines) == 1:
        return Cell(rf"$\displaystyle {lines[0]}$", width(lines[0]), height)
    body = r" \\ &\quad ".join(lines)
    wide = max(width(line) for line in lines) + 10
    return Cell(rf"$\begin{{aligned}}[t] &{body} \end{{aligned}}$", wide, height)


def _groups(columns: Sequence[Column], room: float) -> Iterator[list[Column]]:
    """Yield columns that fit beside each other."""
    group: list[Column] = []
    taken = 0.0
    for column in columns:
        wide = max([text_width(column[0]), *(cell.width for cell in column[1])]) + GAP
        if group and taken + wide > room:
            yield group
            group, taken = [], 0.0
        group.append(column)
        taken += wide
    yield group


def _table(law: Sequence[Cell], columns: Sequence[Column]) -> str:
    rows = [
        (" & ".join(cell.tex for cell in cells), max(cell.height for cell in cells))
        for cells in zip(law, *(cells for _, cells in columns), strict=True)
    ]
    head = " & ".join(["law", *(_HEADINGS.get(name, escaped(name)) for name, _ in columns)])
    return "\n\n".join(_tabular(head, part, 1 + len(columns)) for part in _pages(rows))


def _pages(rows: Sequence[tuple[str, float]]) -> Iterator[list[str]]:
    """Yield rows that fit on a page."""
    page: list[str] = []
    taken = 0.0
    for row, height in rows:
        if page and taken + height > TALLEST:
            yield page
            page, taken = [], 0.0
        page.append(row)
        taken += height
    yield page


def _tabular(head: str, rows: Sequence[str], columns: int) -> str:
    body = " \\\\\n\\addlinespace\n".join(rows)
    return "\n".join(
        [
            r"\begin{center}",
            rf"\begin{{tabular}}{{@{{}}{'l' * columns}@{{}}}}",
            r"\toprule",
            rf"{head} \\",
            r"\midrule",
            rf"{body} \\",
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{center}",
        ]
    )
