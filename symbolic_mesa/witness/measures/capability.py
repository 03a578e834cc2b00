"""What is compared with what of the trained model."""

from collections.abc import Mapping

from derivations.capability import observables as of
from symbolic_mesa.witness import capability, law_free
from symbolic_mesa.witness.measure import Compared, Measure, WithoutLaw
from symbolic_mesa.witness.routes import ON_DIAGONAL, QUADRATURE
from symbolic_mesa.witness.trials import with_zeros

_DOUBLES = (QUADRATURE,)


MEASURES: Mapping[type, Measure] = {
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
