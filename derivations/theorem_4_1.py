"""Theorem 4.1 of arXiv 2405.16845: where gradient flow from diagonal initialization ends.

Statement. Train one layer of linear causal attention on x_{t+1} = W x_t by gradient flow on the
population loss, from KQ32 = aI, PV12 = bI, all else 0. While it stays there, (a, b) follows
a' = b (B − C ab), b' = a (B − C ab), and ab converges to s* = B/C.

Proof. On the diagonal the loss is a polynomial L(a, b) (`diagonal_loss`). Each of the d entries a
follows its own gradient, a d-th of dL/da, and so does b (`_flow`). The flow conserves a² − b²
(`_conserved`) and rests, a and b not both 0, only where ab = s* (`_fixed_point`). There L is least:
L is its value there and a square (`_minimum_loss`), which the flow makes smaller all the time. So
ab goes to s*, unless a + b = 0 at the start; in closed form in `dynamics`.

No formula of the theorem is written below: L, B, C and s* are read off from what the engine
computes from the model.
"""

from sympy.polys.fields import FracElement

from derivations import observables
from derivations.diagonal import LIMIT, ON_DIAGONAL, PAPER, Diagonal, at_rest, diagonal
from derivations.diagonal_loss import up_to_the_loss
from derivations.exact_checks import vanishes
from symbolic_mesa.models.causal_linear_attention import DIAGONAL, PROBLEM
from symbolic_mesa.record import Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting

ID = "theorem-4.1"
TITLE = "gradient flow from diagonal initialization: loss, ODE of (a, b), fixed point of ab"


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    problem = diagonal(setting)
    steps = (
        *up_to_the_loss(problem),
        *(_flow(scale, problem) for scale in DIAGONAL.scales),
        _conserved(problem),
        _fixed_point(problem),
        _minimum_loss(problem),
    )
    return Derivation(ID, TITLE, steps)


def _flow(scale: str, problem: Diagonal) -> Step:
    """The velocity of a scale is minus the gradient in one diagonal entry of its block."""
    step = Step(
        f"flow-{scale}",
        Claim(f"gradient flow of {scale}", f"{scale}'", rf"\dot{{{scale}}}"),
        why="each of the d diagonal entries of the block follows its own gradient, and they agree",
        premises=("loss",),
        assumptions=(ON_DIAGONAL, problem.stays),
        source=f"{PAPER}, Theorem 4.1 (dynamics of a and b)",
        observable=observables.Velocity(PROBLEM.block_of(scale)),
    )
    against_loss = vanishes(
        f"{scale}' + (1/d) dL/d{scale}",
        lambda velocity: velocity + problem.slope(scale) / problem.field.dim,
    )
    return attempted(step, lambda: problem.formula(problem.velocity(scale)), against_loss)


def _conserved(problem: Diagonal) -> Step:
    """a² and b² change at the same speed, so that a² − b² never changes."""
    a, b = problem.field.scales
    step = Step(
        "conserved",
        Claim(
            "a^2 - b^2 is conserved: a^2 and b^2 change at the same speed",
            "(a^2)' = (b^2)'",
            r"\frac{d}{d\tau} a^2 = \frac{d}{d\tau} b^2",
        ),
        why="a' = b (B - C ab) and b' = a (B - C ab), so that 2 a a' = 2 b b'",
        premises=("flow-a", "flow-b"),
        assumptions=(ON_DIAGONAL, problem.stays),
        source=f"{PAPER}, proof of Theorem 4.1 (conserved quantity)",
        observable=observables.SquareVelocity(),
    )
    both_speeds = vanishes(
        "the speed less 2 a a', and less 2 b b',",
        lambda speed: 2 * a * problem.velocity("a") - speed,
        lambda speed: 2 * b * problem.velocity("b") - speed,
    )
    return attempted(
        step,
        lambda: problem.formula(2 * a * b * problem.ode.force(a * b)),
        both_speeds,
        letters=problem.letters,
    )


def _fixed_point(problem: Diagonal) -> Step:
    """Where the two velocities vanish while a and b do not."""
    step = Step(
        "fixed-point",
        Claim("fixed point of ab under gradient flow, a and b not both 0", "ab", LIMIT),
        why="a' = b (B - C ab) and b' = a (B - C ab): they vanish together at ab = B/C",
        premises=("flow-a", "flow-b"),
        assumptions=(ON_DIAGONAL, problem.stays),
        source=f"{PAPER}, Theorem 4.1 (limit of ab)",
        observable=observables.StationaryProduct(),
    )
    return attempted(
        step,
        lambda: problem.formula(problem.ode.product),
        at_rest(problem),
        letters=problem.letters,
    )


def _minimum_loss(problem: Diagonal) -> Step:
    """L is its value at ab = s* and a square."""
    a, b = problem.field.scales
    step = Step(
        "minimum-loss",
        Claim("smallest population loss on the diagonal manifold", "min L", r"\min L"),
        why="L - min L = (d C/2) (ab - B/C)^2, and C > 0 since kappa_2 > 0 and kappa_3 >= 0",
        premises=("loss", "fixed-point"),
        assumptions=(ON_DIAGONAL,),
        source=f"{PAPER}, Theorem 4.1 (global minimum on the manifold)",
        observable=observables.StationaryLoss(),
    )

    def square() -> FracElement:
        ode = problem.ode
        return problem.field.dim * ode.saturation / 2 * (a * b - ode.product) ** 2

    is_a_square = vanishes(
        "L - min L - (d C/2) (ab - s*)^2", lambda least: problem.loss - least - square()
    )
    return attempted(
        step,
        lambda: problem.formula(problem.least_loss),
        is_a_square,
        letters=problem.letters,
    )
