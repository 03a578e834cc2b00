"""Theorem 4.1 of arXiv 2405.16845: where gradient flow from diagonal initialization ends.

Statement. Train one layer of linear causal attention on x_{t+1} = W x_t by gradient flow on the
population loss, from KQ32 = aI, PV12 = bI, all else 0. While it stays there, (a, b) follows
a' = b (B − C ab), b' = a (B − C ab), and ab converges to s* = B/C.

No formula of the theorem is written below: L, B, C and s* are read off from what the engine
computes from the model.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from symbolic_mesa.algebra import Algebra, Formula, algebra
from symbolic_mesa.assumptions import MOMENTS, Setting
from symbolic_mesa.coordinates import every_coordinate, moment, moment_words
from symbolic_mesa.engine.expectation import MomentSum
from symbolic_mesa.equilibria import ProductFlow, product_flow
from symbolic_mesa.flow import diagonal_flow
from symbolic_mesa.loss import population_loss
from symbolic_mesa.model import DIAGONAL, causal_linear_attention
from symbolic_mesa.record import Check, Claim, Derivation, Observable, Step, attempted

ID = "theorem-4.1"
TITLE = "gradient flow from diagonal initialization: loss, ODE of (a, b), fixed point of ab"
PAPER = "arXiv 2405.16845"
ON_DIAGONAL = "KQ32 = a I, PV12 = b I, all other blocks 0 (Assumption 3.1)"
STAYS = "training stays on that manifold (Assumption 4.1)"


@dataclass(frozen=True)
class _Problem:
    """A law, d and T with the field of their formulas; what several steps need, computed once."""

    setting: Setting
    field: Algebra

    @cached_property
    def loss(self) -> FracElement:
        loss, _ = _engine()
        return self.field.evaluate(loss, self.setting)

    def velocity(self, scale: str) -> FracElement:
        _, flow = _engine()
        return every_coordinate(flow[scale], self.setting, self.field)

    @cached_property
    def ode(self) -> ProductFlow:
        first, second = map(self.velocity, DIAGONAL.scales)
        return product_flow((first, second), self.field)


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    problem = _Problem(setting, _field(setting))
    steps = (
        *(_moment(name, problem) for name in MOMENTS),
        _loss(problem),
        *(_flow(scale, problem) for scale in DIAGONAL.scales),
        _fixed_point(problem),
        _minimum_loss(problem),
    )
    return Derivation(ID, TITLE, steps)


@cache  # pure: the engine's answers, which hold for every law
def _engine() -> tuple[MomentSum, Mapping[str, MomentSum]]:
    model = causal_linear_attention()
    return population_loss(model, DIAGONAL), diagonal_flow(model, DIAGONAL)


def _field(setting: Setting) -> Algebra:
    loss, flow = _engine()
    sums = (loss, *flow.values())
    patterns = (*MOMENTS.values(), *(pattern for total in sums for pattern in total.patterns))
    orders = {order for total in sums for order in total.harmonic_orders}
    return algebra(setting, DIAGONAL.scales, patterns, orders)


def _moment(name: str, problem: _Problem) -> Step:
    """κ1, κ2, κ3 and m2: what the law gives."""
    pattern = MOMENTS[name]
    claim = Claim(moment_words(pattern), name, f"\\{name}" if name.startswith("k") else name)
    step = Step(
        name.replace("m_2", "m2").replace("_", "-"),
        claim,
        why="a moment of the law of the initial token",
        source=f"{PAPER}, Assumption 4.1" if name != "m_2" else PAPER,
        observable=Observable("moment", name),
    )

    def value() -> Formula | dict[str, Formula]:
        by_coordinate = moment(pattern, problem.setting, problem.field)
        if len(set(by_coordinate.values())) == 1:
            return Formula(by_coordinate[0], problem.field)
        return {f"j={j + 1}": Formula(value, problem.field) for j, value in by_coordinate.items()}

    return attempted(step, value)


def _loss(problem: _Problem) -> Step:
    """L = Σ_t ½ E‖ŷ_t − x_{t+1}‖²: only patterns whose phases cancel survive."""
    step = Step(
        "loss",
        Claim("population loss on the diagonal manifold", "L", "L"),
        why="the expectation over phases keeps the index patterns in which every phase cancels; "
        "each leaves a moment, a number of coordinate choices and a sum over t",
        premises=("m2", "kappa-1", "kappa-2", "kappa-3"),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Section 3 (population loss)",
        observable=Observable("loss"),
    )
    return attempted(step, lambda: Formula(problem.loss, problem.field))


def _flow(scale: str, problem: _Problem) -> Step:
    """The velocity of a scale is minus the gradient in one diagonal entry of its block."""

    def against_loss(claim: Claim) -> Check:
        return symbolic_zero(
            f"{scale}' + (1/d) dL/d{scale}",
            lambda: (
                claim.value.element
                + problem.field.derivative(problem.loss, scale) / problem.field.dim
            ),
        )

    step = Step(
        f"flow-{scale}",
        Claim(f"gradient flow of {scale}", f"{scale}'", rf"\dot{{{scale}}}"),
        why="each of the d diagonal entries of the block follows its own gradient, and they agree",
        premises=("kappa-1", "kappa-2", "kappa-3"),
        assumptions=(ON_DIAGONAL, STAYS),
        source=f"{PAPER}, Theorem 4.1 (dynamics of a and b)",
        observable=Observable("velocity", _block(scale)),
        obligations=(against_loss,),
    )
    return attempted(step, lambda: Formula(problem.velocity(scale), problem.field))


def _block(scale: str) -> str:
    """Return the name of the weight block whose diagonal is the scale."""
    return next(name for name, block in DIAGONAL.blocks if block.diagonal == scale)


def _fixed_point(problem: _Problem) -> Step:
    """Where the two velocities vanish while a and b do not."""

    def flow_vanishes(claim: Claim) -> Check:
        a, _ = problem.field.scales

        def velocity(scale: str) -> FracElement:
            there = (a, claim.value.element / a)
            return problem.field.at_scales(problem.velocity(scale), there)

        return symbolic_zero(
            "each of a' and b' at b = s*/a", lambda: velocity("a"), lambda: velocity("b")
        )

    step = Step(
        "fixed-point",
        Claim("fixed point of ab under gradient flow, a and b not both 0", "ab", "ab"),
        why="a' = b (B - C ab) and b' = a (B - C ab): they vanish together at ab = B/C",
        premises=("flow-a", "flow-b"),
        assumptions=(ON_DIAGONAL, STAYS),
        source=f"{PAPER}, Theorem 4.1 (limit of ab)",
        observable=Observable("stationary-product"),
        obligations=(flow_vanishes,),
    )
    return attempted(step, lambda: Formula(problem.ode.product, problem.field))


def _minimum_loss(problem: _Problem) -> Step:
    """L is its value at ab = s* plus a square."""

    def is_a_square(claim: Claim) -> Check:
        def gap() -> FracElement:
            a, b = problem.field.scales
            ode = problem.ode
            square = ode.saturation * problem.field.dim * (a * b - ode.product) ** 2 / 2
            return problem.loss - claim.value.element - square

        return symbolic_zero("L - min L - (d C/2) (ab - s*)^2", gap)

    def value() -> Formula:
        a, _ = problem.field.scales
        at_fixed_point = (a, problem.ode.product / a)
        return Formula(problem.field.at_scales(problem.loss, at_fixed_point), problem.field)

    step = Step(
        "minimum-loss",
        Claim("smallest population loss on the diagonal manifold", "min L", r"\min L"),
        why="L - min L = (d C/2) (ab - s*)^2, and C > 0 since kappa_2 > 0 and kappa_3 >= 0",
        premises=("loss", "fixed-point"),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Theorem 4.1 (global minimum on the manifold)",
        observable=Observable("stationary-loss"),
        obligations=(is_a_square,),
    )
    return attempted(step, value)
