"""What is compared with what for one layer on prompts: its loss, and what becomes of training."""

from collections.abc import Mapping

from symbolic_mesa.witness.measure import Measure
from symbolic_mesa.witness.measures import (
    random_covariance,
    regression,
    starting,
    stationary,
    steepness,
    testing,
)

MEASURES: Mapping[type, Measure] = {
    **regression.MEASURES,
    **stationary.MEASURES,
    **steepness.MEASURES,
    **random_covariance.MEASURES,
    **starting.MEASURES,
    **testing.MEASURES,
}
"""The measure of each type of observable."""
