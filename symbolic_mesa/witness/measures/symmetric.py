"""What is compared with what on the symmetric manifold."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from derivations.observables import StationaryProduct
from derivations.symmetric import observables as states
from numeric_check.checks import exact_zeros
from numeric_check.estimates import Estimate
from numeric_check.model.attention import TRAINED
from symbolic_mesa.record import Claim
from symbolic_mesa.witness import law_free, trained_ends
from symbolic_mesa.witness.at_its_size import AtItsSize
from symbolic_mesa.witness.full_routes import ANYWHERE, FULL_QUADRATURE
from symbolic_mesa.witness.measure import Compared, Measure, WithoutLaw, once
from symbolic_mesa.witness.measured import Pairs, minus, scaled
from symbolic_mesa.witness.measures import diagonal
from symbolic_mesa.witness.routes import QUADRATURE
from symbolic_mesa.witness.verdicts import Judged

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial

_HESSIAN = (FULL_QUADRATURE,)

_DOUBLES = (QUADRATURE,)

ENTRIES = {
    f"{scale}'": (block, 0, column)
    for block, scales in zip(TRAINED, (("a", "alpha"), ("b", "beta")), strict=True)
    for column, scale in enumerate(scales)
}


def _symmetric_velocity(trial: "Trial", claim: Claim, of: states.SymmetricVelocity) -> Pairs:
    for name, entry in ENTRIES.items():
        yield trial.at(claim.parts[name]), minus(trial.scene.gradient("symmetric", *entry))
    if "balance" in claim.parts:
        yield trial.at(claim.parts["balance"]), _balance(trial.scene)


def _balance(scene: Any) -> Any:
    """(‖K‖² − ‖P‖²)/d of the trained blocks of the scene's weights."""
    a, alpha, b, beta = (scene.scales[name] for name in ("a", "alpha", "b", "beta"))
    others = scene.dim - 1
    value = a**2 - b**2 + others * (alpha**2 - beta**2)
    if isinstance(value, Fraction):
        return value
    return Estimate(value, a**2 + b**2 + others * (alpha**2 + beta**2))


def _symmetric_square_velocity(
    trial: "Trial", claim: Claim, of: states.SymmetricSquareVelocity
) -> Pairs:
    """The speed of ‖W‖²/d for both trained blocks: −2 Σ W ∂L/∂W over the entries of a row."""
    scales = trial.scene.scales
    for block, names in zip(TRAINED, (("a", "alpha"), ("b", "beta")), strict=True):
        total: Any = None
        for column in range(trial.scene.dim):
            scale = scales[names[0] if column == 0 else names[1]]
            measured = trial.scene.gradient("symmetric", block, 0, column)
            term = scaled(measured, -2 * scale)
            total = term if total is None else total + term
        yield trial.at(claim.value), total


MEASURES: Mapping[type, Measure] = {
    StationaryProduct: diagonal.MEASURES[StationaryProduct],
    states.StaysSymmetric: Judged(
        lambda scene: bool(scene.stays("symmetric")), exact_zeros.alike, ANYWHERE, by_symmetry=True
    ),
    states.SymmetricLoss: Compared(once(lambda trial: trial.scene.loss("symmetric")), ANYWHERE),
    states.SymmetricVelocity: Compared(_symmetric_velocity, ANYWHERE),
    states.SymmetricSquareVelocity: Compared(_symmetric_square_velocity, ANYWHERE),
    states.SymmetricEnd: AtItsSize(trained_ends.limit, _HESSIAN),
    states.SymmetricComparison: AtItsSize(trained_ends.comparison, _HESSIAN),
    states.PreconditionedStep: WithoutLaw(None, law_free.is_preconditioned, _DOUBLES),
}
"""The measures by the type of what is stated."""
