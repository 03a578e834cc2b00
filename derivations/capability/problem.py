"""The model trained at T and tested at another length: what the steps on its capability share.

The fixed point s = s*(T) is the trained one; a prediction at t = T_test is made by any sequence.
"""

from dataclasses import dataclass
from functools import cache, cached_property

from sympy.polys.fields import FracElement

from derivations.diagonal import engine
from derivations.dynamics.problem import Dynamics, dynamics
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import output_overlap
from symbolic_mesa.engine.patterns import Pattern
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.causal_linear_attention import DIAGONAL, causal_linear_attention
from symbolic_mesa.record import Assumption
from symbolic_mesa.setting import Setting

TEST = "T_test"
OUTPUT = "j"


@cache  # pure: the engine's answers, which hold for every law
def overlaps() -> tuple[MomentSum, MomentSum]:
    """Return Σ_t E conj(x_{t+1,j}) ŷ_{t,j} and Σ_t E |ŷ_{t,j}|² at a fixed coordinate j."""
    model = causal_linear_attention()
    first, second = model.target, model.prediction
    return (
        output_overlap(model, DIAGONAL, first, second, OUTPUT),
        output_overlap(model, DIAGONAL, second, second, OUTPUT),
    )


@dataclass(frozen=True)
class Capability:
    """A law, d, T and T_test, with the field of the formulas.

    Attributes:
        dynamics: the fixed point and the moments, in a field that has T_test too.
    """

    dynamics: Dynamics

    @property
    def setting(self) -> Setting:
        """The law, d, T and T_test."""
        return self.dynamics.setting

    @property
    def field(self) -> Algebra:
        """Where the formulas live."""
        return self.dynamics.field

    @property
    def s(self) -> FracElement:
        """The fixed point of ab."""
        return self.dynamics.product

    @property
    def test(self) -> FracElement:
        """T_test."""
        given = self.setting.test_length
        return self.field.symbol(TEST) if given is None else self.field.field(given)

    def moment(self, name: str) -> FracElement:
        """Return m_2, κ1, κ2 or κ3."""
        return self.dynamics.moment(name)

    def formula(self, element: FracElement) -> Formula:
        """Return an element on its way out."""
        return Formula(element, self.field)

    def at_test(self, total: MomentSum, given_nonzero: bool = False) -> FracElement:
        """Return the last step t = T_test of a sum over t, where ab = s.

        Args:
            total: a sum over steps.
            given_nonzero: whether to take it of a prediction divided by x_j, over x_j ≠ 0: two
                powers of x_j less.
        """
        of = self._nonzero if given_nonzero else self._moment
        by_power: dict[int, list[tuple[FracElement, ...]]] = {}
        for (scales, pattern), over_time in total.last_step.entries:
            steps = over_time.at(self.test + 1, self.field.harmonics.__getitem__, self.field.number)
            by_power.setdefault(len(scales) // 2, []).append((of(pattern), steps))
        last = self.field.field.zero
        for power, terms in by_power.items():
            last = last + self.field.added_up(terms) * self.s**power
        return last

    def _moment(self, pattern: Pattern) -> FracElement:
        law, field = self.setting.law, self.field
        return field.field(law.coordinate_sum(pattern, field.dim, field, {OUTPUT: 0}))

    def _nonzero(self, pattern: Pattern) -> FracElement:
        """Return the moment with x_j² divided out; E[…; x_j ≠ 0] where no power of x_j is left."""
        ((name, power),) = pattern.pinned
        if power == 2:
            return self.beside(pattern.free)
        first, *others = pattern.barred
        held = ((name, power - 2),)
        return self._moment(Pattern(held, pattern.free, (first - 1, *others)))

    @cached_property
    def present(self) -> FracElement:
        """P(x_j ≠ 0)."""
        return self.beside(())

    def beside(self, powers: tuple[int, ...]) -> FracElement:
        """Return Σ E[x_k^p …; x_j ≠ 0] over distinct other coordinates k, a power for each."""
        law, field = self.setting.law, self.field
        return field.field(law.nonzero_sum(powers, field.dim, field))

    @cached_property
    def gap(self) -> FracElement:
        """m2 κ2 − κ1², which is never negative."""
        m2, first, second = map(self.moment, ("m_2", "kappa_1", "kappa_2"))
        return m2 * second - first**2

    @property
    def stays(self) -> Assumption:
        """Whether training stays on the diagonal."""
        return self.dynamics.diagonal.stays


def capability(setting: Setting) -> Capability:
    """Return the problem of a setting."""
    loss, _ = engine()
    names = ("s",) if setting.test_length is not None else ("s", TEST)
    return Capability(dynamics(setting, ("a_0", "b_0", *names), (loss, *overlaps())))
