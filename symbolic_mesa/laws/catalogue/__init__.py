"""The catalogue of parametric laws: one row a law, moments as formulas in the parameters.

- `conditions`: what a parameter must satisfy, and what is tried for it;
- `family`: what a row says;
- `symmetric`, `skewed`, `counts`: rows of i.i.d. coordinates; `transcendental`: those with a
  constant such as π; `dependent`: rows of others; `complex_tokens`: rows of complex coordinates;
- `affine`: `mean` and `variance` of any of them;
- `mixtures`, `permutations`: families that are made from a text, by `MAKERS`;
- `compounds`: families that are made from a law, by `COMPOUNDS`.

A file is loaded when a law is asked for that those before it lack.
"""

from typing import TYPE_CHECKING

from symbolic_mesa.laws.catalogue.conditions import Condition
from symbolic_mesa.laws.catalogue.family import Family, Maker, Powers
from symbolic_mesa.laws.loading import Loaded

if TYPE_CHECKING:
    from symbolic_mesa.laws.catalogue.compounds import Compound

__all__ = ["COMPOUNDS", "FAMILIES", "MAKERS", "Condition", "Family", "Maker", "Powers"]


def _files(*names: str) -> tuple[str, ...]:
    return tuple(f"{__name__}.{name}" for name in names)


FAMILIES: Loaded[Family] = Loaded(
    _files("symmetric", "skewed", "counts", "transcendental", "dependent", "complex_tokens"), "ROWS"
)
"""The families by name."""

MAKERS: Loaded[Maker] = Loaded(_files("mixtures", "permutations"), "MAKERS")
"""What makes a family from a text, by the name of the law."""

COMPOUNDS: "Loaded[Compound]" = Loaded(_files("compounds"), "ROWS")
"""What makes a family from a law, by the name of the law that is made."""
