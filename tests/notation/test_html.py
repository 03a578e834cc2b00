"""A table for a notebook: its caption, its head and its rows."""

from symbolic_mesa.notation.html import LEFT, cell, mathematics, table


def test_a_table_has_its_head_and_its_rows_in_order() -> None:
    rows = [["1", cell("<")], [mathematics("d"), ""]]
    assert table("a < b", ["x & y", "z"], rows).splitlines() == [
        f"<table><caption{LEFT}>a &lt; b</caption>",
        "<thead><tr>",
        f"<th{LEFT}>x &amp; y</th>",
        f"<th{LEFT}>z</th>",
        "</tr></thead><tbody>",
        f"<tr><td{LEFT}>1</td><td{LEFT}>&lt;</td></tr>",
        rf"<tr><td{LEFT}>$\displaystyle d$</td><td{LEFT}></td></tr>",
        "</tbody></table>",
    ]
