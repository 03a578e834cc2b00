"""A head without x_{t-1} in its tokens cannot learn to predict: training turns it off.

Statement. Train the head ŷ_t = Σ_{s<=t} PV12 x_s (x_s^* KQ22 x_t)/t on x_{t+1} = W x_t by gradient
flow on the population loss, from multiples of I. Then a' = −C ab², b' = −C a²b: ab goes to 0.

Proof. Prediction and target are uncorrelated, as the phases of x_s x̄_s x_t never make up those of
x_{t+1}: the loss is that of predicting 0 and a multiple of (ab)² (`_loss`), whose gradient the flow
follows (`_flow`). It conserves a² − b² (`_charge`) and rests where ab = 0 (`_fixed_point`), where
the loss is that of predicting 0, and least (`_minimum_loss`).
"""

from dataclasses import dataclass
from functools import cached_property

from sympy.polys.fields import FracElement

from derivations.coordinates import every_coordinate
from derivations.exact_checks import vanishes
from derivations.stated import PopulationLoss, ScaleVelocity, SquareVelocity, StationaryProduct
from symbolic_mesa.engine.loss import population_loss
from symbolic_mesa.engine.velocity_field import diagonal_flow
from symbolic_mesa.formulas.fields import field_of
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.models.single_token_head import DIAGONAL, PROBLEM, single_token_head
from symbolic_mesa.record import Assumption, Claim, Derivation, Letter, Step, attempted
from symbolic_mesa.setting import Setting

ID = "single-token-head"
TITLE = "a head whose tokens hold x_t alone: loss, gradient flow, and that it learns nothing"
SOURCE = "the statement of the model (this derivation)"
ON_DIAGONAL = Assumption("KQ22 = a I, PV12 = b I")

LOSS = population_loss(single_token_head(), DIAGONAL)
FLOW = diagonal_flow(single_token_head(), DIAGONAL)


@dataclass(frozen=True)
class _Head:
    """The head in a setting.

    Attributes:
        setting: the law, d and T.
        field: where its formulas live.
    """

    setting: Setting
    field: Algebra

    @cached_property
    def loss(self) -> FracElement:
        """L(a, b)."""
        return self.field.evaluate(LOSS, self.setting)

    def velocity(self, scale: str) -> FracElement:
        """Return a' or b'."""
        return every_coordinate(FLOW[scale], self.setting, self.field)

    @property
    def at_rest(self) -> FracElement:
        """L where ab = 0."""
        _, b = self.field.scales
        return self.field.at_scales(self.loss, (self.field.field.zero, b))

    def formula(self, element: FracElement) -> Formula:
        """Return an element on its way out."""
        return Formula(element, self.field)


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    field = field_of(PROBLEM, setting, DIAGONAL.scales, (LOSS, *FLOW.values()))
    head = _Head(setting, field)
    steps = (
        _loss(head),
        *(_flow(scale, head) for scale in DIAGONAL.scales),
        _charge(head),
        _fixed_point(head),
        _minimum_loss(head),
    )
    return Derivation(ID, TITLE, steps)


def _loss(head: _Head) -> Step:
    """L = Σ_t ½ E‖ŷ_t − x_{t+1}‖²: of the cross terms none is left."""
    step = Step(
        "loss",
        Claim("population loss where both blocks are multiples of I", "L", "L"),
        why="a product of tokens has mean 0 unless the exponent of every phase vanishes: that of "
        "prediction and target never does",
        assumptions=(ON_DIAGONAL,),
        source=SOURCE,
        observable=PopulationLoss(),
    )
    a, b = head.field.scales
    of_the_product = vanishes(
        "a dL/da - b dL/db, and L less its value at ab = 0 and (ab)^2 times that at a = b = 1,",
        lambda loss: a * head.field.derivative(loss, "a") - b * head.field.derivative(loss, "b"),
        lambda loss: loss - head.at_rest - (a * b) ** 2 * (_at_one(head, loss) - head.at_rest),
    )
    return attempted(step, lambda: head.formula(head.loss), of_the_product)


def _at_one(head: _Head, element: FracElement) -> FracElement:
    one = head.field.field.one
    return head.field.at_scales(element, (one, one))


def _flow(scale: str, head: _Head) -> Step:
    """The velocity of a scale is minus the gradient in one diagonal entry of its block."""
    step = Step(
        f"flow-{scale}",
        Claim(f"gradient flow of {scale}", f"{scale}'", rf"\dot{{{scale}}}"),
        why="each of the d diagonal entries of the block follows its own gradient, and they agree",
        premises=("loss",),
        assumptions=(ON_DIAGONAL,),
        source=SOURCE,
        observable=ScaleVelocity(scale),
    )
    against_loss = vanishes(
        f"{scale}' + (1/d) dL/d{scale}",
        lambda velocity: velocity + head.field.derivative(head.loss, scale) / head.field.dim,
    )
    return attempted(step, lambda: head.formula(head.velocity(scale)), against_loss)


def _charge(head: _Head) -> Step:
    """a² and b² change at the same speed, so that a² − b² never changes."""
    a, b = head.field.scales
    step = Step(
        "charge",
        Claim(
            "a^2 - b^2 is conserved: a^2 and b^2 change at the same speed",
            "(a^2)' = (b^2)'",
            r"\frac{d}{d\tau} a^2 = \frac{d}{d\tau} b^2",
        ),
        why="the loss depends on ab alone, so that a a' = b b'",
        premises=("flow-a", "flow-b"),
        assumptions=(ON_DIAGONAL,),
        source=SOURCE,
        observable=SquareVelocity(DIAGONAL.scales),
    )
    both_speeds = vanishes(
        "the speed less 2 a a', and less 2 b b',",
        lambda speed: 2 * a * head.velocity("a") - speed,
        lambda speed: 2 * b * head.velocity("b") - speed,
    )
    return attempted(step, lambda: head.formula(2 * a * head.velocity("a")), both_speeds)


def _fixed_point(head: _Head) -> Step:
    """(ab)' = a' b + a b' is −C ab (a² + b²): it has the sign of −ab."""
    step = Step(
        "fixed-point",
        Claim("fixed point of ab under gradient flow", "ab", "ab"),
        why="a' = -C a b^2 and b' = -C a^2 b: they vanish where ab = 0 and nowhere else",
        premises=("flow-a", "flow-b"),
        assumptions=(ON_DIAGONAL,),
        source=SOURCE,
        observable=StationaryProduct("a", "b"),
    )
    a, b = head.field.scales

    def velocity(scale: str, product: FracElement) -> FracElement:
        return head.field.at_scales(head.velocity(scale), (a, product / a))

    at_rest = vanishes(
        "each of a' and b' at b = (ab)/a",
        lambda product: velocity("a", product),
        lambda product: velocity("b", product),
    )
    return attempted(
        step,
        lambda: head.formula(head.field.field.zero),
        at_rest,
        letters=lambda: (Letter("C", head.formula(-head.velocity("a") / (a * b**2))),),
    )


def _minimum_loss(head: _Head) -> Step:
    """What is above the loss of predicting 0 is (ab)² times a second moment of the prediction."""
    step = Step(
        "minimum-loss",
        Claim("smallest population loss there: that of predicting 0", "min L", r"\min L"),
        why="L - min L = (ab)^2 (L(1, 1) - min L), half a mean square of a prediction",
        premises=("loss", "fixed-point"),
        assumptions=(ON_DIAGONAL,),
        source=SOURCE,
        observable=PopulationLoss(at=(("a", 0),)),
    )
    a, b = head.field.scales
    is_a_square = vanishes(
        "L - min L - (ab)^2 (L(1, 1) - min L)",
        lambda least: head.loss - least - (a * b) ** 2 * (_at_one(head, head.loss) - least),
    )
    return attempted(step, lambda: head.formula(head.at_rest), is_a_square)
