"""Formulas in two dimensions of text, broken into pieces: never inside a number or a name."""

import textwrap
from collections.abc import Iterator

BARS = "─-"  # a piece of a fraction's bar is a bar
APART = " ⋅*()⎛⎜⎝⎞⎟⎠"  # what stands between numbers and names


def wrapped(text: str, width: int) -> list[str]:
    """Return words as lines of at most `width` columns, unless a number is longer."""
    lines = textwrap.wrap(text, width, break_long_words=False)
    return [rows[0].strip() for line in lines for rows in _pieces([line], 0, width)]


def broken(rows: list[str], baseline: int, width: int, unicode: bool) -> str:
    """Return rows of a formula as lines of at most `width` columns, if its numbers are shorter.

    Args:
        rows: the rows, of which all are continued in the next piece.
        baseline: the row on which the formula's operators are.
        width: how many columns there are.
        unicode: whether the mark of a broken line may be an arrow.
    """
    long = max(map(len, rows))
    rows = [f"{row:{long}}" for row in rows]
    if long <= width:
        return "\n".join(row.rstrip() for row in rows)
    mark = "↪" if unicode else ">"
    pieces = list(_pieces(rows, baseline, width - 4))
    shown = []
    for k, piece in enumerate(pieces):
        before, after = (f"{mark} " if k else ""), (f" {mark}" if piece is not pieces[-1] else "")
        shown.append("\n".join(f"{before}{row}{after}".rstrip() for row in piece))
    return "\n\n".join(shown)


def _pieces(rows: list[str], baseline: int, room: int) -> Iterator[list[str]]:
    while len(rows[0]) > room:
        place = _place(rows, baseline, room)
        yield [row[:place] for row in rows]
        rows = [row[place:] for row in rows]
    if rows[0]:
        yield rows


def _place(rows: list[str], baseline: int, room: int) -> int:
    """Return where the rows are cut: before a sign if there is one in the last two thirds."""
    long = len(rows[0])
    before = range(min(room, long - 1), 0, -1)
    signs = (c for c in before if c > room // 3 and _is_before_sign(rows, baseline, c))
    words = (c for c in [*before, *range(room + 1, long)] if all(_parts(row, c) for row in rows))
    return next(signs, None) or next(words, long)


def _is_before_sign(rows: list[str], baseline: int, c: int) -> bool:
    others = (row for k, row in enumerate(rows) if k != baseline)
    return rows[baseline][c - 1 : c + 2] in (" + ", " - ") and all(
        row[c - 1 : c + 2].isspace() for row in others
    )


def _parts(row: str, c: int) -> bool:
    """Whether a row can be cut before a column without splitting a number or a name."""
    left, right = row[c - 1], row[c]
    return left in APART or right in APART or (left == right and left in BARS)
