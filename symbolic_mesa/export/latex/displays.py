"""Equations as LaTeX displays: one line, several, cases, systems, one for each part.

A display is part of a sentence: equations are parted by commas, and the last has the mark that the
sentence goes on with.
"""

from collections.abc import Iterator, Sequence

from symbolic_mesa.export.latex.rows import CASE, MARK, Row
from symbolic_mesa.notation.widths import width

TALLEST = 12  # lines of a display that is kept on one page
MOST_PARTS = 26  # equations with one number and a letter each


def display(rows: Sequence[Row], label: str, room: float, mark: str = ".") -> str:
    """Return equations without words as one display with one number.

    Args:
        rows: the equations.
        label: the label; empty for a display without a number.
        room: the width of the text.
        mark: the mark after the last equation.
    """
    begin, end = _environment("equation", label)
    if _are_cases(rows, room):
        return f"{begin}\n{_cases(rows, mark)}\n{end}"
    if len(rows) == 1 and len(rows[0].lines) == 1 and rows[0].width <= room:
        return f"{begin}\n  {_equation(rows[0])}{mark}\n{end}"
    apart = _stand_apart(rows, room)
    single = len(rows) == 1 and rows[0].left != "" and rows[0].width + MARK > room
    parts = [list(_aligned(row, apart and (single or row.is_wide(room)))) for row in rows]
    lines = [line for part in _marked(parts, mark) for line in part]
    if len(lines) > TALLEST:
        return _over_pages(lines, label)
    body = "\n".join(f"    {line}{_end(line)}" for line in lines[:-1])
    body = f"{body}\n    {lines[-1]}" if body else f"    {lines[-1]}"
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
        heads: the words before each; none where those before another are meant.
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
            yield from [head] if head else []
            yield _numbered(display([row], "", room, "," if more else "."))
            yield from more
        yield r"\end{subequations}"


def system(rows: Sequence[tuple[Row, str]], room: float, mark: str = ".") -> str:
    """Return equations that each have a label, aligned at their relations."""
    if len(rows) == 1:
        return display([rows[0][0]], rows[0][1], room, mark)
    if any(row.width + MARK > room for row, _ in rows):  # no room beside another's left-hand side
        marks = [*[","] * (len(rows) - 1), mark]
        each = [display([r], x, room, m) for (r, x), m in zip(rows, marks, strict=True)]
        return "\n".join(each)
    lines = []
    apart = _stand_apart([row for row, _ in rows], room)
    parts = [list(_aligned(row, apart and row.is_wide(room))) for row, _ in rows]
    for (*before, last), (_, label) in zip(_marked(parts, mark), rows, strict=True):
        lines += [rf"  {line} \notag" for line in before]
        lines.append(rf"  {last} \label{{{label}}}")
    body = " \\\\\n".join(lines)
    return f"\\begin{{align}}\n{body}\n\\end{{align}}"


def _marked(parts: Sequence[Sequence[str]], mark: str) -> Iterator[list[str]]:
    """Yield the lines of equations, with a comma after each and the mark after the last."""
    for k, (*before, last) in enumerate(parts, start=1):
        yield [*before, last + (mark if k == len(parts) else ",")]


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


def _cases(rows: Sequence[Row], mark: str) -> str:
    body = ", \\\\[2pt]\n".join(rf"    {row.lines[0]} & \text{{if }} {row.case}" for row in rows)
    return (
        f"  {rows[0].left} {rows[0].relation}\n  \\begin{{cases}}\n{body}{mark}\n  \\end{{cases}}"
        if rows[0].left
        else f"  \\begin{{cases}}\n{body}{mark}\n  \\end{{cases}}"
    )


def _end(line: str) -> str:
    """Return the end of a line of a display, with more space after fractions."""
    return r" \\[2pt]" if r"\frac" in line or "cases" in line else r" \\"


def _stand_apart(rows: Sequence[Row], room: float) -> bool:
    """Whether wide left-hand sides need lines of their own for equations to be aligned."""
    left = max(width(row.left) for row in rows)
    return left + max(row.width - width(row.left) for row in rows) > room


def _aligned(row: Row, apart: bool) -> Iterator[str]:
    """Yield the lines of an equation, aligned at its relation.

    Args:
        row: the equation.
        apart: whether its left-hand side has a line of its own.
    """
    first, *more = row.lines
    case = rf" \quad\text{{if }} {row.case}" if row.case else ""
    if apart:
        yield rf"& {row.left}"
        lines = [rf"&\quad {row.relation} {first}"]
    elif row.left:
        lines = [f"{row.left} &{row.relation} {first}"]
    else:
        lines = [f"& {first}"]
    for line in more:
        on = line.startswith(r"\approx") and row.left
        lines.append(f"&{line}" if on else rf"&\quad {line}")
    yield from lines[:-1]
    yield lines[-1] + case


def _over_pages(lines: Sequence[str], label: str) -> str:
    """Return a display that may be parted between pages, its number at the last line."""
    *before, last = lines
    body = [rf"  {line} \notag \\" for line in before]
    named = rf" \label{{{label}}}" if label else ""
    begin, end = ("align", "align") if label else ("align*", "align*")
    body = [line.replace(r" \notag", "") if not label else line for line in body]
    lines = [r"{\allowdisplaybreaks", rf"\begin{{{begin}}}", *body, f"  {last}{named}"]
    return "\n".join([*lines, rf"\end{{{end}}}}}"])
