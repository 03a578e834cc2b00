"""Theorem 4.1 of arXiv 2405.16845: where gradient flow from diagonal initialization ends.

Statement. Train one layer of linear causal attention on x_{t+1} = W x_t by gradient flow on the
population loss, from KQ32 = aI, PV12 = bI, all else 0. While it stays there, (a, b) follows
a' = b (B − C ab), b' = a (B − C ab), and ab converges to s* = B/C.

No formula of the theorem is written below: L, B, C and s* are read off from what the engine
computes from the model.
"""

from sympy.polys.fields import FracElement

from derivations import observables
from derivations.coordinates import Coordinates, moment
from derivations.diagonal import ON_DIAGONAL, PAPER, Problem, at_rest, engine, problem
from derivations.exact_checks import symbolic_zero
from symbolic_mesa.engine.expectation import Block
from symbolic_mesa.engine.reduction import on_manifold
from symbolic_mesa.engine.velocity_field import COORDINATE
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.causal_linear_attention import DIAGONAL, MOMENTS, causal_linear_attention
from symbolic_mesa.notation.keys import moment_words
from symbolic_mesa.record import Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "theorem-4.1"
TITLE = "gradient flow from diagonal initialization: loss, ODE of (a, b), fixed point of ab"


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    here = problem(setting)
    steps = (
        *(_moment(name, here) for name in MOMENTS),
        _data(here),
        _prediction(),
        _phase_selection(here),
        _loss(here),
        *(_flow(scale, here) for scale in DIAGONAL.scales),
        _conserved(here),
        _fixed_point(here),
        _minimum_loss(here),
    )
    return Derivation(ID, TITLE, steps)


def _moment(name: str, problem: Problem) -> Step:
    """κ1, κ2, κ3 and m2: what the law gives."""
    pattern = MOMENTS[name]
    claim = Claim(moment_words(pattern), name, f"\\{name}" if name.startswith("k") else name)
    step = Step(
        name.replace("m_2", "m2").replace("_", "-"),
        claim,
        why="a moment of the law of the initial token",
        source=f"{PAPER}, Assumption 4.1" if name != "m_2" else PAPER,
        observable=observables.Moment(name),
    )

    def value() -> Formula | dict[Coordinates, Formula]:
        by_coordinate = moment(pattern, problem.setting, problem.field)
        if len(set(by_coordinate.values())) == 1:
            return Formula(by_coordinate[0], problem.field)
        return {
            Coordinates(((COORDINATE, j),)): Formula(value, problem.field)
            for j, value in by_coordinate.items()
        }

    return attempted(step, value)


def _data(problem: Problem) -> Step:
    """What is to be predicted: x_{t+1}, of which no phase changes the size."""
    step = Step(
        "data",
        Claim("half the energy of the targets: the loss of predicting 0", "L(0)", "L(0)"),
        why="x_t[j] = lambda_j^(t-1) x_1[j], so that E|x_{t+1}[j]|^2 = E x_1[j]^2 at every t",
        premises=("m2",),
        source=f"{PAPER}, Section 3 (data)",
        observable=observables.Energy(),
    )
    zero = problem.field.field.zero
    at_zero = (zero, zero)
    return attempted(
        step, lambda: Formula(problem.field.at_scales(problem.loss, at_zero), problem.field)
    )


def _prediction() -> Step:
    """ŷ_t on the manifold: two of the six blocks are left, and each is a multiple of I."""
    claim = Claim(
        "the prediction in coordinates",
        "y_t[i]",
        r"\hat y_{t,i}",
        value=on_manifold(causal_linear_attention().prediction, DIAGONAL),
    )
    return Step(
        "prediction",
        claim,
        why="only PV12 = bI and KQ32 = aI are not zero, and their indices are equal in pairs",
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Section 3 (linear causal attention)",
        observable=observables.Prediction(),
    )


def _phase_selection(problem: Problem) -> Step:
    """The index patterns of E‖ŷ_t − x_{t+1}‖² in which every phase cancels, with their number."""
    loss, _ = engine()
    field = problem.field
    parts = {p: Formula(field.coefficient(loss, p), field) for p in loss.patterns}
    return Step(
        "phase-selection",
        Claim(
            "the moments that survive in the loss, with their coefficients", "L", "L", parts=parts
        ),
        why="a product of tokens has mean 0 unless the exponent of every phase vanishes; these are "
        "left, each summed over the times at which it does",
        premises=("prediction",),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, proof of Theorem 4.1 (expectation over W)",
        observable=observables.LossByMoment(),
    )


def _loss(problem: Problem) -> Step:
    """L = Σ_t ½ E‖ŷ_t − x_{t+1}‖²: only patterns whose phases cancel survive."""
    step = Step(
        "loss",
        Claim("population loss on the diagonal manifold", "L", "L"),
        why="the surviving patterns, with the moments of the law; where coordinates are alike, "
        "a sum over coordinates is d times one of its terms",
        premises=("data", "phase-selection", "kappa-1", "kappa-2", "kappa-3"),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Section 3 (population loss)",
        observable=observables.Loss(),
    )
    return attempted(step, lambda: Formula(problem.loss, problem.field))


def _flow(scale: str, problem: Problem) -> Step:
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
        premises=("loss",),
        assumptions=(ON_DIAGONAL, problem.stays),
        source=f"{PAPER}, Theorem 4.1 (dynamics of a and b)",
        observable=observables.Velocity(_block(scale)),
        obligations=(against_loss,),
    )
    return attempted(step, lambda: Formula(problem.velocity(scale), problem.field))


def _block(scale: str) -> str:
    """Return the name of the weight block whose diagonal is the scale."""
    return next(name for name, block in DIAGONAL.blocks if block == Block(scale))


def _conserved(problem: Problem) -> Step:
    """A² and b² change at the same speed, so that a² − b² never changes."""

    def both_speeds(claim: Claim) -> Check:
        def gap(scale: str) -> FracElement:
            own = problem.field.symbol(scale)
            return 2 * own * problem.velocity(scale) - claim.value.element

        what = "the speed less 2 a a', and less 2 b b',"
        return symbolic_zero(what, lambda: gap("a"), lambda: gap("b"))

    step = Step(
        "conserved",
        Claim(
            "a^2 - b^2 is conserved: a^2 and b^2 change at the same speed",
            "(a^2)' = (b^2)'",
            r"\frac{d}{d\tau} a^2 = \frac{d}{d\tau} b^2",
        ),
        why="a' = b f(ab) and b' = a f(ab), so that 2 a a' = 2 b b'",
        premises=("flow-a", "flow-b"),
        assumptions=(ON_DIAGONAL, problem.stays),
        source=f"{PAPER}, proof of Theorem 4.1 (conserved quantity)",
        observable=observables.SquareVelocity(),
        obligations=(both_speeds,),
    )

    def value() -> Formula:
        a, b = problem.field.scales
        ode = problem.ode
        return Formula(2 * a * b * (ode.growth - ode.saturation * a * b), problem.field)

    return attempted(step, value)


def _fixed_point(problem: Problem) -> Step:
    """Where the two velocities vanish while a and b do not."""
    step = Step(
        "fixed-point",
        Claim("fixed point of ab under gradient flow, a and b not both 0", "ab", "ab"),
        why="a' = b (B - C ab) and b' = a (B - C ab): they vanish together at ab = B/C",
        premises=("flow-a", "flow-b"),
        assumptions=(ON_DIAGONAL, problem.stays),
        source=f"{PAPER}, Theorem 4.1 (limit of ab)",
        observable=observables.StationaryProduct(),
        obligations=(lambda claim: at_rest(problem, claim.value.element),),
    )
    return attempted(step, lambda: Formula(problem.ode.product, problem.field))


def _minimum_loss(problem: Problem) -> Step:
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
        observable=observables.StationaryLoss(),
        obligations=(is_a_square,),
    )
    return attempted(step, value)
