"""Both sides say something of every law of the catalogue, each in one file."""

from numeric_check.laws.catalogue import COMPOUNDS, LAWS
from symbolic_mesa.laws.catalogue import COMPOUNDS as ROWS
from symbolic_mesa.laws.catalogue import FAMILIES, MAKERS


def test_both_tables_are_complete() -> None:
    assert list(LAWS) == [*FAMILIES, *MAKERS]
    assert list(COMPOUNDS) == list(ROWS)
