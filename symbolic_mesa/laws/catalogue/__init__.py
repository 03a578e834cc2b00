"""The catalogue of parametric laws: one row a law, moments as formulas in the parameters.

- `conditions`: what a parameter must satisfy, and what is tried for it;
- `family`: what a row says;
- `symmetric`, `skewed`, `counts`: rows of i.i.d. coordinates; `transcendental`: those with a
  constant such as π; `dependent`: rows of others;
- `affine`: `mean` and `variance` of any of them;
- `mixtures`, `permutations`: families that are made from a text, by `MAKERS`;
- `compounds`: families that are made from a law, by `COMPOUNDS`.
"""

from collections.abc import Mapping

from symbolic_mesa.laws.catalogue import (
    compounds,
    counts,
    dependent,
    mixtures,
    permutations,
    skewed,
    symmetric,
    transcendental,
)
from symbolic_mesa.laws.catalogue.compounds import Compound
from symbolic_mesa.laws.catalogue.conditions import Condition
from symbolic_mesa.laws.catalogue.family import Family, Maker, Powers

__all__ = ["COMPOUNDS", "FAMILIES", "MAKERS", "Compound", "Condition", "Family", "Maker", "Powers"]

FAMILIES: Mapping[str, Family] = {
    family.name: family
    for rows in (symmetric, skewed, counts, transcendental, dependent)
    for family in rows.ROWS
}
"""The families by name."""

MAKERS: Mapping[str, Maker] = {
    maker.name: maker for maker in (*mixtures.MAKERS, *permutations.MAKERS)
}
"""What makes a family from a text, by the name of the law."""

COMPOUNDS: Mapping[str, Compound] = {row.name: row for row in compounds.ROWS}
"""What makes a family from a law, by the name of the law that is made."""
