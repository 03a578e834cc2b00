"""Tables for a notebook: text is escaped, formulas are mathematics."""

from collections.abc import Iterable, Sequence
from html import escape

LEFT = ' style="text-align: left"'


def mathematics(latex: str) -> str:
    r"""Return LaTeX as a notebook sets it.

    >>> mathematics(r"a < b")
    '$\\displaystyle a &lt; b$'
    """
    return rf"$\displaystyle {escape(latex, quote=False)}$"


def cell(text: str) -> str:
    """Return text as a page shows it.

    >>> cell("<b> & c")
    '&lt;b&gt; &amp; c'
    """
    return escape(text)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are HTML already, caption and head are text."""
    lines = [f"<table><caption{LEFT}>{escape(caption)}</caption>", "<thead><tr>"]
    lines += [f"<th{LEFT}>{escape(name)}</th>" for name in head]
    lines.append("</tr></thead><tbody>")
    for row in rows:
        cells = "".join(f"<td{LEFT}>{one}</td>" for one in row)
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</tbody></table>"])
