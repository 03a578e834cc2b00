"""What is compared with what along the flow of (a, b)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from derivations.dynamics.observables import Expansion
from symbolic_mesa.witness import dynamics
from symbolic_mesa.witness.measure import Compared, Measure
from symbolic_mesa.witness.routes import QUADRATURE

if TYPE_CHECKING:
    pass

_DOUBLES = (QUADRATURE,)


MEASURES: Mapping[type, Measure] = {
    **dict.fromkeys(dynamics.MEASURED, Compared(dynamics.pairs, _DOUBLES)),
    Expansion: Compared(dynamics.expansions, _DOUBLES),
}
"""The measures by the type of what is stated."""
