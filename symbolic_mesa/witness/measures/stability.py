"""What is compared with what where training ends, in all six blocks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from derivations.stability import observables as of
from numeric_check.checks import exact_zeros
from symbolic_mesa.witness import stability, trained_ends
from symbolic_mesa.witness.at_its_size import AtItsSize
from symbolic_mesa.witness.full_routes import FULL_QUADRATURE
from symbolic_mesa.witness.measure import Compared, Measure
from symbolic_mesa.witness.routes import QUADRATURE
from symbolic_mesa.witness.trials import affordable
from symbolic_mesa.witness.verdicts import Judged

if TYPE_CHECKING:
    pass

_HESSIAN = (FULL_QUADRATURE,)

_DOUBLES = (QUADRATURE,)


MEASURES: Mapping[type, Measure] = {
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
}
"""The measures by the type of what is stated."""
