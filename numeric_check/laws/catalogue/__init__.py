"""All that this side says of each law of the catalogue, law by law.

Nodes with the law's moments up to degree 6, the mixed moments themselves as fractions, and how to
draw tokens. The moments come from generating functions, supports and constructions, not from the
formulas of `symbolic_mesa.laws.catalogue`, which they are to check.
"""

from collections.abc import Mapping

from numeric_check.laws.catalogue import (
    constructed,
    counts,
    dependent,
    mixtures,
    permutations,
    skewed,
    symmetric,
    transcendental,
)
from numeric_check.laws.catalogue.compounds import COMPOUNDS
from numeric_check.laws.law import Law

__all__ = ["COMPOUNDS", "LAWS"]

LAWS: Mapping[str, Law] = {
    **symmetric.LAWS,
    **skewed.LAWS,
    **counts.LAWS,
    **transcendental.LAWS,
    **dependent.LAWS,
    **constructed.LAWS,
    **mixtures.LAWS,
    **permutations.LAWS,
}
"""The laws of the catalogue by name."""
