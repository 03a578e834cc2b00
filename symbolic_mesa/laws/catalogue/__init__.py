"""The catalogue of parametric laws: one row a law, moments as formulas in the parameters.

- `conditions`: what a parameter must satisfy, and what is tried for it;
- `family`: what a row says;
- `symmetric`, `skewed`, `counts`: rows of i.i.d. coordinates; `transcendental`: those with a
  constant such as π; `dependent`: rows of others;
- `affine`: `mean` and `variance` of any of them;
- `mixtures`: families that are made from a text of parts, by `MAKERS`.
"""

from collections.abc import Mapping

from symbolic_mesa.laws.catalogue import (
    counts,
    dependent,
    mixtures,
    skewed,
    symmetric,
    transcendental,
)
from symbolic_mesa.laws.catalogue.conditions import Condition
from symbolic_mesa.laws.catalogue.family import Family, Maker, Powers

__all__ = ["FAMILIES", "MAKERS", "Condition", "Family", "Maker", "Powers"]

FAMILIES: Mapping[str, Family] = {
    family.name: family
    for rows in (symmetric, skewed, counts, transcendental, dependent)
    for family in rows.ROWS
}
"""The families by name."""

MAKERS: Mapping[str, Maker] = {maker.name: maker for maker in mixtures.MAKERS}
"""What makes a family from a text, by the name of the law."""
