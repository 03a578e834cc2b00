"""What is compared with what: the measures of every observable of linear causal attention.

Each comparing function yields pairs of a predicted number and the scene's own.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import permutations, product
from typing import TYPE_CHECKING, Any

from derivations import observables as of
from derivations.dynamics.observables import Expansion
from derivations.sharp.keys import Harmonic, MomentCondition
from numeric_check.checks import exact_zeros
from numeric_check.estimates import Estimate
from numeric_check.model.attention import BLOCKS, TRAINED
from symbolic_mesa import laws
from symbolic_mesa.record import Claim
from symbolic_mesa.witness import capability, dynamics, law_free, stability, trained_ends
from symbolic_mesa.witness.measure import (
    AsWritten,
    AtItsSize,
    Compared,
    MeanOfLaw,
    Measure,
    WithoutLaw,
    sides,
)
from symbolic_mesa.witness.routes import ANYWHERE, FULL_QUADRATURE, ON_DIAGONAL, QUADRATURE
from symbolic_mesa.witness.trials import affordable, with_four_coordinates, with_zeros
from symbolic_mesa.witness.verdicts import Judged

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial

Pairs = Iterator[tuple[Any, Any]]
PLACES = {"j": 0, "l": 1}  # of the coordinates that a moment holds fixed
FIRST = {"j": 0}  # the coordinate that others are compared with
ENTRIES = {
    f"{scale}'": (block, 0, column)
    for block, scales in zip(TRAINED, (("a", "alpha"), ("b", "beta")), strict=True)
    for column, scale in enumerate(scales)
}


def _by_coordinate(measure: Callable[["Trial", Any, int], Any]) -> Callable[..., Pairs]:
    """Return the comparison of a number that each coordinate has."""

    def pairs(trial: "Trial", claim: Claim, of: Any) -> Pairs:
        for coordinate, side in enumerate(sides(claim, trial.scene.dim)):
            yield trial.at(side), measure(trial, of, coordinate)

    return pairs


def _once(measure: Callable[["Trial"], Any]) -> Callable[..., Pairs]:
    """Return the comparison of one number."""

    def pairs(trial: "Trial", claim: Claim, of: Any) -> Pairs:
        yield trial.at(claim.value), measure(trial)

    return pairs


def _square_velocities(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    for coordinate, side in enumerate(sides(claim, trial.scene.dim)):
        for measured in trial.scene.square_velocities(coordinate):
            yield trial.at(side), measured


def _stationary_product(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    for side in sides(claim, 1):
        for velocity in trial.scene.velocities_at_product(float(trial.at(side))):
            yield 0.0, velocity


def _patterns(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    """Σ coefficient × moment."""
    total: Any = Fraction(0)
    for pattern, coefficient in claim.parts.items():
        total += trial.at(coefficient) * _exact(trial.scene.moment_sum(law_free.occurring(pattern)))
    yield total, trial.scene.loss


def _gradient_patterns(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    """The same for one entry, which holds its coordinates j, or j and l, fixed."""
    total: Any = Fraction(0)
    for pattern, coefficient in claim.parts.items():
        held = {PLACES[index]: power for index, power in pattern.pinned}
        total += trial.at(coefficient) * _exact(trial.scene.pattern_sum(held, pattern.free))
    yield total, trial.scene.gradient("diagonal", of.block, 0, 1 if of.off else 0)


def _conditions(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    """Σ coefficient × moment; a coefficient may be a harmonic number at T = `of.length`."""
    for condition, side in claim.parts.items():
        places = dict(condition.at.places) or PLACES
        value = _combined(trial.scene, condition, places, of.length)
        if condition.less_first:
            first = _combined(trial.scene, condition, FIRST, of.length)
            value = value + _scaled(first, -1)
        yield trial.at(side), value


def _combined(
    scene: Any, condition: MomentCondition, places: Mapping[str, int], length: int | None
) -> Any:
    total: Any = None
    for pattern, coefficient in condition.terms:
        held = {places[index]: power for index, power in pattern.pinned}
        moment = scene.pattern_sum(held, pattern.free)
        scaled = _scaled(moment, _number(coefficient, length))
        total = scaled if total is None else total + scaled
    return total


def _number(coefficient: Fraction | Harmonic, length: int | None) -> Fraction:
    if isinstance(coefficient, Fraction):
        return coefficient
    steps = range(1, (length or 0) - 1)
    return sum((Fraction(1, k**coefficient.order) for k in steps), Fraction(0))


def _gradient_diagonal(trial: "Trial", of: Any, coordinate: int) -> Any:
    return trial.scene.gradient("diagonal", of.block, coordinate, coordinate)


def _gradient_off(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    pairs = list(permutations(range(trial.scene.dim), 2))
    for (row, column), side in zip(pairs, sides(claim, len(pairs)), strict=True):
        yield trial.at(side), trial.scene.gradient("diagonal", of.block, row, column)


def _gradient_others(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    for block in (block for block in BLOCKS if block not in TRAINED):
        for measured in trial.scene.gradients("diagonal", block):
            yield trial.at(claim.value), measured


def _coordinate_velocity(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    entries = product(TRAINED, range(trial.scene.dim))
    for (block, j), side in zip(entries, claim.parts.values(), strict=True):
        yield trial.at(side), _minus(trial.scene.gradient("coordinates", block, j, j))


def _symmetric_velocity(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    for name, entry in ENTRIES.items():
        yield trial.at(claim.parts[name]), _minus(trial.scene.gradient("symmetric", *entry))
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


def _symmetric_square_velocity(trial: "Trial", claim: Claim, of: Any) -> Pairs:
    """The speed of ‖W‖²/d for both trained blocks: −2 Σ W ∂L/∂W over the entries of a row."""
    scales = trial.scene.scales
    for block, names in zip(TRAINED, (("a", "alpha"), ("b", "beta")), strict=True):
        total: Any = None
        for column in range(trial.scene.dim):
            scale = scales[names[0] if column == 0 else names[1]]
            measured = trial.scene.gradient("symmetric", block, 0, column)
            term = _scaled(measured, -2 * scale)
            total = term if total is None else total + term
        yield trial.at(claim.value), total


def _stays_diagonal(scene: Any) -> bool:
    return bool(scene.stays("diagonal") and scene.stays("another diagonal"))


def _minus(measured: Any) -> Any:
    return _scaled(measured, -1)


def _scaled(measured: Any, factor: Any) -> Any:
    if isinstance(measured, Estimate):
        return Estimate(factor * measured.value, abs(factor) * measured.scale)
    return factor * measured


def _exact(measured: Estimate | Fraction) -> Fraction:
    return Fraction(measured.value) if isinstance(measured, Estimate) else measured


_HESSIAN = (FULL_QUADRATURE,)
_DOUBLES = (QUADRATURE,)

MEASURES: Mapping[type, Measure] = {
    of.Moment: MeanOfLaw(
        Compared(
            _by_coordinate(lambda trial, of, j: trial.scene.moment(of.name, j)),
            ON_DIAGONAL,
            of_law=True,
        ),
        lambda of: str(of.name),
    ),
    of.Energy: Compared(_once(lambda trial: trial.scene.energy), ON_DIAGONAL),
    of.Prediction: WithoutLaw(law_free.prediction, law_free.visible_prediction, ON_DIAGONAL),
    of.LossByMoment: Compared(_patterns, ON_DIAGONAL, laws.generic()),
    of.Loss: Compared(_once(lambda trial: trial.scene.loss), ON_DIAGONAL),
    of.Velocity: Compared(
        _by_coordinate(lambda trial, of, j: trial.scene.velocity(of.block, j)), _DOUBLES
    ),
    of.SquareVelocity: Compared(_square_velocities, _DOUBLES),
    of.StationaryProduct: Compared(_stationary_product, _DOUBLES),
    of.StationaryLoss: Compared(_once(lambda trial: trial.scene.stationary_loss), _DOUBLES),
    of.Charge: WithoutLaw(law_free.charge, law_free.visible_charge, ON_DIAGONAL),
    of.DiagonalGradient: Compared(_by_coordinate(_gradient_diagonal), ANYWHERE),
    of.OffDiagonalGradient: Compared(_gradient_off, ANYWHERE),
    of.OtherGradients: Compared(_gradient_others, ANYWHERE, laws.exchangeable()),
    of.GradientByMoment: Compared(_gradient_patterns, ANYWHERE, laws.exchangeable()),
    of.AssumptionAsWritten: AsWritten(ANYWHERE),
    of.Conditions: Compared(_conditions, ANYWHERE, kept=with_four_coordinates, one_length=True),
    of.StaysDiagonal: Judged(_stays_diagonal, exact_zeros.stays_diagonal, ANYWHERE),
    of.Response: WithoutLaw(law_free.responds, law_free.visibly_responds, ON_DIAGONAL),
    of.CoordinateVelocity: Compared(_coordinate_velocity, ANYWHERE),
    of.Alike: Judged(
        lambda scene: bool(scene.alike()), exact_zeros.alike, ANYWHERE, by_symmetry=True
    ),
    of.StaysSymmetric: Judged(
        lambda scene: bool(scene.stays("symmetric")), exact_zeros.alike, ANYWHERE, by_symmetry=True
    ),
    of.SymmetricLoss: Compared(_once(lambda trial: trial.scene.loss("symmetric")), ANYWHERE),
    of.SymmetricVelocity: Compared(_symmetric_velocity, ANYWHERE),
    of.SymmetricSquareVelocity: Compared(_symmetric_square_velocity, ANYWHERE),
    of.SymmetricEnd: AtItsSize(trained_ends.limit, _HESSIAN),
    of.SymmetricComparison: AtItsSize(trained_ends.comparison, _HESSIAN),
    of.PreconditionedStep: WithoutLaw(None, law_free.is_preconditioned, _DOUBLES),
    **dict.fromkeys(dynamics.MEASURED, Compared(dynamics.pairs, _DOUBLES)),
    Expansion: Compared(dynamics.expansions, _DOUBLES),
    of.Spectrum: Compared(stability.spectrum, _HESSIAN, kept=affordable),
    of.SpectrumNumbers: AtItsSize(trained_ends.spectrum, _HESSIAN),
    of.Minimum: Judged(
        lambda scene: bool(scene.is_minimum()),
        exact_zeros.stays_diagonal,
        _HESSIAN,
        by_symmetry=True,
        kept=affordable,
    ),
    of.StepLimit: Compared(stability.step_limit, _HESSIAN, kept=affordable),
    of.StepLimitNumbers: AtItsSize(trained_ends.step_limit, _HESSIAN),
    of.SafeStep: Compared(stability.step_safe, _DOUBLES),
    of.GradientStep: WithoutLaw(
        law_free.is_gradient_step, law_free.visibly_is_gradient_step, ON_DIAGONAL
    ),
    of.GradientStepSize: WithoutLaw(law_free.step_size, law_free.visible_step_size, ON_DIAGONAL),
    of.Unexplained: Compared(capability.unexplained, _DOUBLES),
    of.RecoveryCondition: Compared(capability.recovery_condition, _DOUBLES),
    of.RecoveryGap: Compared(capability.recovery_gap, _DOUBLES),
    of.Recoverable: Compared(capability.recoverable, _DOUBLES),
    of.PredictionRatio: Compared(capability.ratio, _DOUBLES, kept=with_zeros),
    of.PredictionRatioVariance: Compared(capability.ratio_variance, _DOUBLES, kept=with_zeros),
    of.TestError: Compared(capability.test_error, _DOUBLES),
}
"""The measures by the type of what is stated."""


def pairs_of(kind: type) -> Callable[..., Pairs]:
    """Return the comparing function of what is compared trial by trial.

    Raises:
        KeyError: when claims of this type are measured otherwise.
    """
    measure = MEASURES[kind]
    measure = measure.compared if isinstance(measure, MeanOfLaw) else measure
    if isinstance(measure, Compared):
        return measure.pairs
    raise KeyError(kind.__name__)
