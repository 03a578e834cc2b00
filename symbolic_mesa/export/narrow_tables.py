"""Tables of text that fit a width: what is too long for its cell stands below, numbered."""

from collections.abc import Iterator, Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table

from symbolic_mesa.notation.lines import wrapped

BORDERS = 3  # columns of the terminal that a column takes beside its text
INDENT = 4  # of the second line of a text below the table

Rows = Sequence[Sequence[str]]


def table(headings: Sequence[str], rows: Rows, width: int, unicode: bool) -> str:
    """Return a table with its long texts below, each text once.

    Args:
        headings: those of the columns.
        rows: the texts of the cells, first the name of the row, which stays where it is.
        width: how many columns of the terminal there are.
        unicode: whether lines may be drawn.
    """
    below = _below(headings, rows, width)
    drawn = Table(show_lines=True, box=box.HEAVY_HEAD if unicode else box.ASCII)
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*_shown(row, below))
    stream = StringIO()
    Console(file=stream, width=width, highlight=False, markup=False).print(drawn)
    return stream.getvalue() + "".join(f"{line}\n" for line in _explained(below, width))


def _below(headings: Sequence[str], rows: Rows, width: int) -> list[str]:
    """Return the texts that stand below, in the order of reading: as few as will do."""
    texts = list(dict.fromkeys(text for row in rows for text in row[1:]))
    for longest in sorted({len(text) for text in texts}, reverse=True):
        below = [text for text in texts if len(text) > longest]
        if _width(headings, rows, below) <= width:
            return below
    return [text for text in texts if len(text) > len(f"({len(texts)})")]


def _width(headings: Sequence[str], rows: Rows, below: list[str]) -> int:
    shown = [_shown(row, below) for row in rows]
    columns = zip(headings, *shown, strict=True)
    return 1 + sum(BORDERS + max(map(len, column)) for column in columns)


def _shown(row: Sequence[str], below: list[str]) -> list[str]:
    """Return a row with numbers for what stands below."""
    name, *texts = row
    return [name, *(f"({below.index(t) + 1})" if t in below else t for t in texts)]


def _explained(below: list[str], width: int) -> Iterator[str]:
    for number, text in enumerate(below, start=1):
        first, *rest = wrapped(f"({number}) {text}", width - INDENT)
        yield first
        yield from (" " * INDENT + line for line in rest)
