"""What the trained model can do, held against the full model: its errors, ratios and verdict."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from derivations.capability import observables as states
from numeric_check.checks import exact_zeros
from numeric_check.estimates import TOLERANCE, Estimate
from numeric_check.model.moments import MOMENTS
from symbolic_mesa.exceptional import said_at
from symbolic_mesa.record import Claim
from symbolic_mesa.witness.measured import Pairs

if TYPE_CHECKING:
    from symbolic_mesa.witness.trials import Trial

TEST = "T_test"
OUTCOMES = ("never", "limit", "every-length")  # the more vanishes, the later
VANISHING = {"limit": exact_zeros.recovers_in_the_limit, "every-length": exact_zeros.recovers}
TEST_LENGTHS = (2, 3, 6)  # where claims about every test length are compared; others than T


def _moments(trial: "Trial") -> tuple[Estimate, Estimate, Estimate, Estimate]:
    m2, first, second, third = (trial.scene.moment(name, 0) for name in MOMENTS)
    return first, second, third, m2


def _gap(trial: "Trial") -> Estimate:
    """m2 κ2 − κ1² of the scene."""
    first, second, _, m2 = _moments(trial)
    products = m2.value * second.value, first.value**2
    return Estimate(products[0] - products[1], sum(products))


def recovery_condition(trial: "Trial", claim: Claim, of: states.RecoveryCondition) -> Pairs:
    """The gap of moments."""
    yield trial.at(claim.value), _gap(trial)


def recovery_gap(trial: "Trial", claim: Claim, of: states.RecoveryGap) -> Pairs:
    """The gap of moments beside m2 κ2."""
    _, second, _, m2 = _moments(trial)
    gap, whole = _gap(trial), m2.value * second.value
    yield trial.at(claim.value), Estimate(gap.value / whole, gap.scale / whole)


def recoverable(trial: "Trial", claim: Claim, of: states.Recoverable) -> Pairs:
    """The verdict by what is measured: the gap, and the loss that remains at this length."""
    gap, scene = _gap(trial), trial.scene
    exact = scene.stationary_loss.value <= TOLERANCE * scene.energy.value
    found = "never" if gap.value > TOLERANCE * gap.scale else "every-length" if exact else "limit"
    said = said_at(claim.value, claim.exceptions, trial.at)
    if said in OUTCOMES[: OUTCOMES.index(found)] and not VANISHING[found](
        trial.case.law, scene.dim
    ):
        return  # what is said not to vanish is below the rounding of doubles
    yield float(said == found), Estimate(1.0, 1.0)


def unexplained(trial: "Trial", claim: Claim, of: states.Unexplained) -> Pairs:
    """The smallest loss beside that of predicting 0."""
    least, whole = trial.scene.stationary_loss, trial.scene.energy.value
    yield trial.at(claim.value), Estimate(least.value / whole, least.scale / whole)


def test_error(trial: "Trial", claim: Claim, of: states.TestError) -> Pairs:
    """Twice the last step of the loss at T_test + 1, at the product that is trained at T."""
    for time, more in _tests():
        product = trial.scene.flow.growth / trial.scene.flow.saturation
        losses = [
            trial.scene.at_length(length).loss_at_product(product)
            for length in (time + 1, time)[: 1 if time == 2 else 2]
        ]
        value = losses[0].value - sum(one.value for one in losses[1:])
        scale = sum(one.scale for one in losses)
        yield trial.at(claim.value, more), Estimate(2 * value, 2 * scale)


def ratio(trial: "Trial", claim: Claim, of: states.PredictionRatio) -> Pairs:
    """The mean ratio of prediction to truth."""
    for time, more in _tests():
        mean, _ = _ratios(trial, time)
        yield trial.at(claim.value, more), mean


def ratio_variance(trial: "Trial", claim: Claim, of: states.PredictionRatioVariance) -> Pairs:
    """Its second absolute moment less the square of the mean."""
    for time, more in _tests():
        mean, square = _ratios(trial, time)
        value = square.value - mean.value**2
        yield trial.at(claim.value, more), Estimate(value, square.scale + mean.value**2)


def _ratios(trial: "Trial", time: int) -> tuple[Estimate, Estimate]:
    product = trial.scene.flow.growth / trial.scene.flow.saturation
    found: tuple[Estimate, Estimate] = trial.scene.ratio_moments(product, time)
    return found


def _tests() -> list[tuple[int, Mapping[str, Fraction]]]:
    return [(time, {TEST: Fraction(time)}) for time in TEST_LENGTHS]
