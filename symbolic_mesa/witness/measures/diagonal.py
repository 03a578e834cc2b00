"""What is compared with what on the diagonal manifold: Theorem 4.1."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from derivations import observables as states
from symbolic_mesa import laws
from symbolic_mesa.record import Claim
from symbolic_mesa.witness import law_free
from symbolic_mesa.witness.measure import (
    Compared,
    MeanOfLaw,
    Measure,
    WithoutLaw,
    by_coordinate,
    once,
)
from symbolic_mesa.witness.measured import Pairs, exact, sides
from symbolic_mesa.witness.routes import ON_DIAGONAL, QUADRATURE

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial

_DOUBLES = (QUADRATURE,)


def _square_velocities(trial: "Trial", claim: Claim, of: states.SquareVelocity) -> Pairs:
    for coordinate, side in enumerate(sides(claim, trial.scene.dim)):
        for measured in trial.scene.square_velocities(coordinate):
            yield trial.at(side), measured


def _stationary_product(trial: "Trial", claim: Claim, of: states.StationaryProduct) -> Pairs:
    for side in sides(claim, 1):
        for velocity in trial.scene.velocities_at_product(float(trial.at(side))):
            yield 0.0, velocity


def _patterns(trial: "Trial", claim: Claim, of: states.LossByMoment) -> Pairs:
    """Σ coefficient × moment."""
    total: Any = Fraction(0)
    for pattern, coefficient in claim.parts.items():
        total += trial.at(coefficient) * exact(trial.scene.moment_sum(law_free.occurring(pattern)))
    yield total, trial.scene.loss


MEASURES: Mapping[type, Measure] = {
    states.Moment: MeanOfLaw(
        Compared(
            by_coordinate(lambda trial, of, j: trial.scene.moment(of.name, j)),
            ON_DIAGONAL,
            of_law=True,
        ),
        lambda of: str(of.name),
    ),
    states.Energy: Compared(once(lambda trial: trial.scene.energy), ON_DIAGONAL),
    states.Prediction: WithoutLaw(law_free.prediction, law_free.visible_prediction, ON_DIAGONAL),
    states.LossByMoment: Compared(_patterns, ON_DIAGONAL, laws.generic()),
    states.Loss: Compared(once(lambda trial: trial.scene.loss), ON_DIAGONAL),
    states.Velocity: Compared(
        by_coordinate(lambda trial, of, j: trial.scene.velocity(of.block, j)), _DOUBLES
    ),
    states.SquareVelocity: Compared(_square_velocities, _DOUBLES),
    states.StationaryProduct: Compared(_stationary_product, _DOUBLES),
    states.StationaryLoss: Compared(once(lambda trial: trial.scene.stationary_loss), _DOUBLES),
}
"""The measures by the type of what is stated."""
