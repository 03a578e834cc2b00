"""The measures of all theorems of the paper together, for whoever compares claims of several."""

from collections.abc import Mapping

from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures import (
    capability,
    coordinates,
    diagonal,
    dynamics,
    sharp,
    stability,
    symmetric,
)

MEASURES: Mapping[type, Measure] = {
    **diagonal.MEASURES,
    **sharp.MEASURES,
    **coordinates.MEASURES,
    **symmetric.MEASURES,
    **dynamics.MEASURES,
    **stability.MEASURES,
    **capability.MEASURES,
}
"""The measures of every theorem of the paper."""
