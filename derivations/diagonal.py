"""The paper's model on the diagonal manifold, in one setting: what its theorems start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from sympy.polys.fields import FracElement

from derivations.coordinates import every_coordinate
from derivations.exact_checks import vanishes
from derivations.product_flow import ProductFlow, product_flow
from derivations.sharp.off_diagonal import off_diagonal
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.engine.loss import population_loss
from symbolic_mesa.engine.velocity_field import diagonal_flow
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.causal_linear_attention import (
    DIAGONAL,
    MOMENTS,
    PROBLEM,
    causal_linear_attention,
)
from symbolic_mesa.record import Assumption, Letter, Obligation, Standing
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import CoordinatesDiffer, MissingMoment

PAPER = "arXiv 2405.16845"
LIMIT = r"\widetilde{a} \widetilde{b}"  # the paper's notation for where ab ends
ON_DIAGONAL = Assumption("KQ32 = a I, PV12 = b I, all other blocks 0 (Assumption 3.1)")
STAYS = "training stays on that manifold (Assumption 4.1; see emergence)"
MASKED = "the claim is about the masked model, in which off-diagonal gradients are set to 0"


@dataclass(frozen=True)
class Diagonal:
    """A law, d and T with the field of their formulas; what several steps need, computed once.

    Attributes:
        setting: the law, d and T.
        field: where the formulas live.
    """

    setting: Setting
    field: Algebra

    @cached_property
    def loss(self) -> FracElement:
        """The population loss L(a, b)."""
        loss, _ = engine()
        return self.field.evaluate(loss, self.setting)

    @property
    def energy(self) -> FracElement:
        """L(0, 0), the loss of predicting 0."""
        zero = self.field.field.zero
        return self.field.at_scales(self.loss, (zero, zero))

    @property
    def least_loss(self) -> FracElement:
        """L at the fixed point of ab."""
        product = self.ode.product
        return self._along(self.loss, product)

    def slope(self, scale: str) -> FracElement:
        """Return dL/da or dL/db."""
        return self.field.derivative(self.loss, scale)

    def velocity(self, scale: str) -> FracElement:
        """Return a' or b', the same for every coordinate; raises `CoordinatesDiffer`."""
        _, flow = engine()
        return every_coordinate(flow[scale], self.setting, self.field)

    def velocity_at(self, scale: str, product: FracElement) -> FracElement:
        """Return a' or b' where ab is `product` and a is not 0."""
        return self._along(self.velocity(scale), product)

    def _along(self, element: FracElement, product: FracElement) -> FracElement:
        """Return an element where ab is `product` and a is not 0."""
        a, _ = self.field.scales
        return self.field.at_scales(element, (a, product / a))

    def formula(self, element: FracElement) -> Formula:
        """Return an element on its way out."""
        return Formula(element, self.field)

    @cached_property
    def ode(self) -> ProductFlow:
        """The coefficients B and C of the flow."""
        first, second = map(self.velocity, DIAGONAL.scales)
        return product_flow((first, second), self.field)

    def letters(self) -> tuple[Letter, ...]:
        """Return B and C for the reasons that use them."""
        ode = self.ode
        return (
            Letter("B", self.formula(ode.growth)),
            Letter("C", self.formula(ode.saturation)),
        )

    @cached_property
    def stays(self) -> Assumption:
        """Whether training stays on the diagonal, decided for the law, d and T."""
        return Assumption(STAYS, _stays(self.setting), MASKED)


def _stays(setting: Setting) -> Standing:
    law = setting.law
    if law.exchangeable and law.symmetric:
        return "holds"  # every condition is on a moment with an odd power
    try:
        violation = next(off_diagonal(setting, ()).violations(), None)
    except (MissingMoment, CoordinatesDiffer):
        return "not-decided"
    return "holds" if violation is None else "fails"


def at_rest(problem: Diagonal) -> Obligation:
    """Return the obligation that a' and b' vanish where ab is what a claim states."""
    return vanishes(
        "each of a' and b' at b = s*/a",
        lambda product: problem.velocity_at("a", product),
        lambda product: problem.velocity_at("b", product),
    )


@cache  # pure: the engine's answers, which hold for every law
def engine() -> tuple[MomentSum, Mapping[str, MomentSum]]:
    """Return the loss and the velocities of the scales, before any law is named."""
    model = causal_linear_attention()
    return population_loss(model, DIAGONAL), diagonal_flow(model, DIAGONAL)


@lru_cache(maxsize=16)  # pure; several theorems speak of one setting
def diagonal(setting: Setting) -> Diagonal:
    """Return the problem of a setting."""
    loss, flow = engine()
    sums = (loss, *flow.values())
    return Diagonal(setting, field_of(PROBLEM, setting, DIAGONAL.scales, sums, MOMENTS.values()))
