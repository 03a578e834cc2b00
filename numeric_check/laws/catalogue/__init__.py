"""All that this side says of each law of the catalogue, law by law.

Nodes with the law's moments up to degree 6, the mixed moments themselves as fractions, and how to
draw tokens. The moments come from generating functions, supports and constructions, not from the
formulas of `symbolic_mesa.laws.catalogue`, which they are to check.
"""

from numeric_check.laws.law import Compound, Law
from symbolic_mesa.laws.loading import Loaded

__all__ = ["COMPOUNDS", "LAWS"]

FILES = (
    *("symmetric", "skewed", "counts", "transcendental", "dependent", "constructed"),
    *("complex_tokens", "mixtures", "permutations"),
)

LAWS: Loaded[Law] = Loaded(tuple(f"{__name__}.{file}" for file in FILES), "LAWS")
"""The laws of the catalogue by name; a file is loaded when those before it lack a name."""

COMPOUNDS: Loaded[Compound] = Loaded((f"{__name__}.compounds",), "COMPOUNDS")
"""Laws that are made from a law, likewise."""
