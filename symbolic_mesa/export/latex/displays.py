"""Equations as LaTeX displays: one line, several, cases, systems, one for each part."""

from collections.abc import Iterator, Sequence

from symbolic_mesa.export.latex.rows import CASE, Row
from symbolic_mesa.notation.widths import width

TALLEST = 12  # lines of a display that is kept on one page
MOST_PARTS = 26  # equations with one number and a letter each


def display(rows: Sequence[Row], label: str, room: float) -> str:
    """Return equations without words as one display with one number.

    Args:
        rows: the equations.
        label: the label; empty for a display without a number.
        room: the width of the text.
    """
    begin, end = _environment("equation", label)
    if _are_cases(rows, room):
        return f"{begin}\n{_cases(rows)}\n{end}"
    if len(rows) == 1 and len(rows[0].lines) == 1 and rows[0].width <= room:
        return f"{begin}\n  {_equation(rows[0])}\n{end}"
    lines = [line for row in rows for line in _aligned(row, room)]
    if len(lines) > TALLEST:
        return _over_pages(lines, label)
    body = " \\\\\n".join(f"    {line}" for line in lines)
    return f"{begin}\n  \\begin{{aligned}}\n{body}\n  \\end{{aligned}}\n{end}"


def in_words(
    rows: Sequence[Row],
    heads: Sequence[str],
    after: Sequence[Sequence[str]],
    label: str,
    room: float,
) -> Iterator[str]:
    """Yield equations that each have words before them, under one number and letters.

    Args:
        rows: the equations.
        heads: the words before each.
        after: what comes after each.
        label: the label of all.
        room: the width of the text.
    """
    for start in range(0, len(rows), MOST_PARTS):
        named = rf"\label{{{label}}}" if start == 0 else ""
        yield rf"\begin{{subequations}}{named}"
        chosen = slice(start, start + MOST_PARTS)
        parts = zip(rows[chosen], heads[chosen], after[chosen], strict=True)
        for row, head, more in parts:
            yield head
            yield _numbered(display([row], "", room))
            yield from more
        yield r"\end{subequations}"


def system(rows: Sequence[tuple[Row, str]], room: float) -> str:
    """Return equations that each have a label, aligned at their relations."""
    if len(rows) == 1:
        return display([rows[0][0]], rows[0][1], room)
    lines = []
    for row, label in rows:
        *before, last = _aligned(row, room)
        lines += [rf"  {line} \notag" for line in before]
        lines.append(rf"  {last} \label{{{label}}}")
    body = " \\\\\n".join(lines)
    return f"\\begin{{align}}\n{body}\n\\end{{align}}"


def _numbered(text: str) -> str:
    """Return a display without a number with one, and its lines but the last without."""
    *before, last, end = (
        text.replace("equation*", "equation").replace("align*", "align").split("\n")
    )
    if r"\begin{align}" not in text.replace("align*", "align"):
        return "\n".join([*before, last, end])
    lines = [line.replace(r" \\", r" \notag \\") for line in before]
    return "\n".join([*lines, last, end])


def _environment(name: str, label: str) -> tuple[str, str]:
    if not label:
        return rf"\begin{{{name}*}}", rf"\end{{{name}*}}"
    return f"\\begin{{{name}}}\n  \\label{{{label}}}", rf"\end{{{name}}}"


def _equation(row: Row) -> str:
    case = rf" \quad\text{{if }} {row.case}" if row.case else ""
    return f"{row.left} {row.relation} ".lstrip(" =") * bool(row.left) + row.lines[0] + case


def _are_cases(rows: Sequence[Row], room: float) -> bool:
    lefts = {(row.left, row.relation) for row in rows}
    if len(rows) < 2 or len(lefts) > 1 or not all(row.case and len(row.lines) == 1 for row in rows):
        return False
    widest = max(width(row.lines[0]) for row in rows) + max(width(row.case) for row in rows)
    return width(f"{rows[0].left} =") + widest + CASE <= room


def _cases(rows: Sequence[Row]) -> str:
    body = ", \\\\\n".join(rf"    {row.lines[0]} & \text{{if }} {row.case}" for row in rows)
    return (
        f"  {rows[0].left} {rows[0].relation}\n  \\begin{{cases}}\n{body}.\n  \\end{{cases}}"
        if rows[0].left
        else f"  \\begin{{cases}}\n{body}.\n  \\end{{cases}}"
    )


def _aligned(row: Row, room: float) -> Iterator[str]:
    """Yield the lines of an equation, aligned at its relation."""
    first, *more = row.lines
    case = rf" \quad\text{{if }} {row.case}" if row.case else ""
    wide = row.is_wide(room) and row.width > room
    if wide:
        yield rf"& {row.left}"
        yield rf"&\quad {row.relation} {first}{case}"
    elif row.left:
        yield f"{row.left} &{row.relation} {first}{case}"
    else:
        yield f"& {first}{case}"
    for line in more:
        yield f"&{line}" if line.startswith(r"\approx") and row.left else rf"&\quad {line}"


def _over_pages(lines: Sequence[str], label: str) -> str:
    """Return a display that may be parted between pages, its number at the last line."""
    *before, last = lines
    body = [rf"  {line} \notag \\" for line in before]
    named = rf" \label{{{label}}}" if label else ""
    begin, end = ("align", "align") if label else ("align*", "align*")
    body = [line.replace(r" \notag", "") if not label else line for line in body]
    lines = [r"{\allowdisplaybreaks", rf"\begin{{{begin}}}", *body, f"  {last}{named}"]
    return "\n".join([*lines, rf"\end{{{end}}}}}"])
