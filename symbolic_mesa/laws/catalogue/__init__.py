"""The catalogue of parametric laws: one row a law, moments as formulas in the parameters.

- `conditions`: what a parameter must satisfy, and what is tried for it;
- `family`: what a row says;
- `symmetric`, `skewed`, `counts`: rows of i.i.d. coordinates; `dependent`: rows of others;
- `affine`: `mean` and `variance` of any of them;
- `mixtures`: families that are made from a text of parts.
"""

from collections.abc import Mapping

from symbolic_mesa.laws.catalogue import counts, dependent, skewed, symmetric
from symbolic_mesa.laws.catalogue.conditions import Condition
from symbolic_mesa.laws.catalogue.family import Family, Powers

__all__ = ["FAMILIES", "Condition", "Family", "Powers"]

FAMILIES: Mapping[str, Family] = {
    family.name: family for family in (*symmetric.ROWS, *skewed.ROWS, *counts.ROWS, *dependent.ROWS)
}
"""The families by name."""
