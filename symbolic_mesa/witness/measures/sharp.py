"""What is compared with what when training leaves the diagonal."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any

from derivations.sharp import observables as states
from derivations.sharp.keys import Harmonic, MomentCondition
from numeric_check.checks import exact_zeros
from numeric_check.estimates import Estimate
from numeric_check.model.attention import BLOCKS, TRAINED
from symbolic_mesa import laws
from symbolic_mesa.record import Claim
from symbolic_mesa.witness import law_free
from symbolic_mesa.witness.full_routes import ANYWHERE
from symbolic_mesa.witness.measure import Compared, Measure, WithoutLaw, by_coordinate
from symbolic_mesa.witness.measured import Pairs, exact, scaled, sides
from symbolic_mesa.witness.routes import ON_DIAGONAL
from symbolic_mesa.witness.trials import with_four_coordinates
from symbolic_mesa.witness.verdicts import AsWritten, Judged

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial

PLACES = {"j": 0, "l": 1}  # of the coordinates that a moment holds fixed
FIRST = {"j": 0}  # the coordinate that others are compared with


def _gradient_patterns(trial: "Trial", claim: Claim, of: states.GradientByMoment) -> Pairs:
    """The same for one entry, which holds its coordinates j, or j and l, fixed."""
    total: Any = Fraction(0)
    for pattern, coefficient in claim.parts.items():
        held = {PLACES[index]: power for index, power in pattern.pinned}
        total += trial.at(coefficient) * exact(trial.scene.pattern_sum(held, pattern.free))
    yield total, trial.scene.gradient("diagonal", of.block, 0, 1 if of.off else 0)


def _conditions(trial: "Trial", claim: Claim, of: states.Conditions) -> Pairs:
    """Σ coefficient × moment; a coefficient may be a harmonic number at T = `of.length`."""
    for condition, side in claim.parts.items():
        places = dict(condition.at.places) or PLACES
        value = _combined(trial.scene, condition, places, of.length)
        if condition.less_first:
            first = _combined(trial.scene, condition, FIRST, of.length)
            value = value + scaled(first, -1)
        yield trial.at(side), value


def _combined(
    scene: Any, condition: MomentCondition, places: Mapping[str, int], length: int | None
) -> Any:
    total: Any = None
    for pattern, coefficient in condition.terms:
        held = {places[index]: power for index, power in pattern.pinned}
        moment = scene.pattern_sum(held, pattern.free, pattern.barred)
        term = scaled(moment, _number(coefficient, length))
        total = term if total is None else total + term
    return total


def _number(coefficient: Fraction | Harmonic, length: int | None) -> Fraction:
    if isinstance(coefficient, Fraction):
        return coefficient
    steps = range(1, (length or 0) - 1)
    return sum((Fraction(1, k**coefficient.order) for k in steps), Fraction(0))


def _gradient_diagonal(
    trial: "Trial", of: states.DiagonalGradient, coordinate: int
) -> Estimate | Fraction:
    found: Estimate | Fraction = trial.scene.gradient("diagonal", of.block, coordinate, coordinate)
    return found


def _gradient_off(trial: "Trial", claim: Claim, of: states.OffDiagonalGradient) -> Pairs:
    pairs = list(permutations(range(trial.scene.dim), 2))
    for (row, column), side in zip(pairs, sides(claim, len(pairs)), strict=True):
        yield trial.at(side), trial.scene.gradient("diagonal", of.block, row, column)


def _gradient_others(trial: "Trial", claim: Claim, of: states.OtherGradients) -> Pairs:
    for block in (block for block in BLOCKS if block not in TRAINED):
        for measured in trial.scene.gradients("diagonal", block):
            yield trial.at(claim.value), measured


def _stays_diagonal(scene: Any) -> bool:
    return bool(scene.stays("diagonal") and scene.stays("another diagonal"))


MEASURES: Mapping[type, Measure] = {
    states.Charge: WithoutLaw(law_free.charge, law_free.visible_charge, ON_DIAGONAL),
    states.DiagonalGradient: Compared(by_coordinate(_gradient_diagonal), ANYWHERE),
    states.OffDiagonalGradient: Compared(_gradient_off, ANYWHERE),
    states.OtherGradients: Compared(_gradient_others, ANYWHERE, laws.exchangeable()),
    states.GradientByMoment: Compared(_gradient_patterns, ANYWHERE, laws.exchangeable()),
    states.AssumptionAsWritten: AsWritten(ANYWHERE),
    states.Conditions: Compared(_conditions, ANYWHERE, kept=with_four_coordinates, one_length=True),
    states.StaysDiagonal: Judged(_stays_diagonal, exact_zeros.stays_diagonal, ANYWHERE),
    states.Response: WithoutLaw(law_free.responds, law_free.visibly_responds, ON_DIAGONAL),
}
"""The measures by the type of what is stated."""
