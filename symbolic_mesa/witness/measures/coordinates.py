"""What is compared with what where coordinates are not alike."""

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING

from derivations import observables as states
from numeric_check.checks import exact_zeros
from numeric_check.model.attention import TRAINED
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.full_routes import ANYWHERE
from symbolic_mesa.witness.measure import Compared, Measure
from symbolic_mesa.witness.measured import Pairs, minus
from symbolic_mesa.witness.verdicts import Judged

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial


def _coordinate_velocity(trial: "Trial", claim: Claim, of: states.CoordinateVelocity) -> Pairs:
    entries = product(TRAINED, range(trial.scene.dim))
    for (block, j), side in zip(entries, claim.parts.values(), strict=True):
        yield trial.at(side), minus(trial.scene.gradient("coordinates", block, j, j))


MEASURES: Mapping[type, Measure] = {
    states.CoordinateVelocity: Compared(_coordinate_velocity, ANYWHERE),
    states.Alike: Judged(
        lambda scene: bool(scene.alike()), exact_zeros.alike, ANYWHERE, by_symmetry=True
    ),
}
"""The measures by the type of what is stated."""
