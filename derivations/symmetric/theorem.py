"""Beyond Assumption 4.1: training on the symmetric manifold, for every exchangeable law.

Statement. Let the coordinates of x_1 be exchangeable. Gradient flow from diagonal initialization
stays where KQ32 = aI + α(J − I), PV12 = bI + β(J − I) (J all ones), all other blocks 0. There the
loss is a polynomial of degree 4, ‖KQ32‖ − ‖PV12‖ in squares is conserved, and the prediction is one
step of preconditioned gradient descent on the in-context least-squares problem. With the
off-diagonal gradients masked, training ends at Theorem 4.1's value instead.

Proof. For a permutation matrix P the law of (P x_1, P W Pᵀ) is that of (x_1, W): L does not change
when both blocks are conjugated by P, so that its gradient at blocks that commute with every P
commutes with every P (permutation-symmetry). The four other blocks stay 0 by their charge. Loss and
velocities are what the engine computes (symmetric-loss, symmetric-flow).
"""

from functools import partial

from sympy.polys.fields import FracElement

from derivations.diagonal import PAPER
from derivations.exact_checks import symbolic_zero, vanishes
from derivations.in_context import is_preconditioned_step
from derivations.symmetric import observables
from derivations.symmetric.ends import comparison, fixed_point, masked
from derivations.symmetric.problem import ON_MANIFOLD, Symmetric, symmetric
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.causal_linear_attention import SYMMETRIC
from symbolic_mesa.record import (
    Assumption,
    Check,
    Claim,
    Derivation,
    Reasoned,
    Step,
    attempted,
)
from symbolic_mesa.setting import Setting

ID = "symmetric-manifold"
TITLE = "exchangeable laws beyond Assumption 4.1: the flow, its end, the masked one"


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    problem = symmetric(setting)
    steps = (
        _symmetry(problem),
        _loss(problem),
        _flow(problem),
        _conserved(problem),
        _preconditioned(),
        masked(problem.masked),
        fixed_point(problem),
        comparison(problem),
    )
    return Derivation(ID, TITLE, steps)


def _symmetry(problem: Symmetric) -> Step:
    step = Step(
        "permutation-symmetry",
        Claim(
            "the gradient at a point of the symmetric manifold is of the same form: training "
            "stays there",
            "symmetry",
            r"\text{symmetry}",
        ),
        why="for a permutation matrix P, (P x_1, P W P^T) has the law of (x_1, W), so that L does "
        "not change when KQ32 and PV12 are conjugated by P; the gradient at blocks that commute "
        "with every P commutes with every P, and such matrices are u I + v J",
        source="Theorem on the symmetric manifold (this derivation)",
        observable=observables.StaysSymmetric(),
    )

    def value() -> Reasoned:
        problem.require()
        return Reasoned(True, ("the coordinates of x_1 are exchangeable, the phases i.i.d.",))

    return attempted(step, value)


def _loss(problem: Symmetric) -> Step:
    step = Step(
        "symmetric-loss",
        Claim("population loss on the symmetric manifold", "L", "L"),
        why="index patterns in which every phase cancels; an index pair of a block is equal or not",
        premises=("permutation-symmetry",),
        assumptions=(ON_MANIFOLD,),
        source=f"{PAPER}, Section 3 (population loss), Section 4.3 (full-one tokens)",
        observable=observables.SymmetricLoss(),
    )
    return attempted(step, lambda: Formula(problem.loss, problem.field))


def _flow(problem: Symmetric) -> Step:
    """Each entry follows its own gradient: d diagonal ones, d(d − 1) others."""
    step = Step(
        "symmetric-flow",
        Claim("gradient flow of the four scales of the symmetric manifold", "", ""),
        why="minus the gradient in one entry of each kind: the d diagonal entries of a block "
        "agree, and so do the d(d-1) others",
        premises=("permutation-symmetry", "symmetric-loss"),
        assumptions=(ON_MANIFOLD,),
        source="Theorem on the symmetric manifold (this derivation)",
        observable=observables.SymmetricVelocity(),
    )

    def gap(scale: str, velocity: Formula) -> FracElement:
        off_diagonal = scale in ("alpha", "beta")
        entries = problem.field.dim * (problem.field.dim - 1 if off_diagonal else 1)
        return entries * velocity.element + problem.field.derivative(problem.loss, scale)

    def against_loss(claim: Claim) -> Check:
        parts = zip(SYMMETRIC.scales, claim.parts.values(), strict=True)
        gaps = (partial(gap, scale, velocity) for scale, velocity in parts)
        return symbolic_zero("velocity x number of entries + dL/dscale, for each scale,", *gaps)

    return attempted(step, lambda: problem.velocity_formulas, against_loss)


def _conserved(problem: Symmetric) -> Step:
    """‖KQ32‖² and ‖PV12‖² change at the same speed."""
    first, second = SYMMETRIC.scales[:2], SYMMETRIC.scales[2:]
    step = Step(
        "symmetric-conserved",
        Claim(
            "|KQ32|^2 - |PV12|^2 is conserved: both change at the same speed (Frobenius, over d)",
            "(|KQ32|^2/d)'",
            r"\frac{d}{d\tau} \frac{\|W^{KQ}_{32}\|^2}{d}",
        ),
        why="L depends on KQ32 and PV12 through products of an entry of each, so that "
        "<KQ32, dL/dKQ32> = <PV12, dL/dPV12>",
        premises=("symmetric-flow",),
        assumptions=(ON_MANIFOLD,),
        source="Theorem on the symmetric manifold (this derivation)",
        observable=observables.SymmetricSquareVelocity(),
    )
    both_speeds = vanishes(
        "the speed less that of |KQ32|^2/d, and less that of |PV12|^2/d,",
        lambda speed: _square_speed(problem, first) - speed,
        lambda speed: _square_speed(problem, second) - speed,
    )
    return attempted(
        step, lambda: Formula(_square_speed(problem, first), problem.field), both_speeds
    )


def _square_speed(problem: Symmetric, scales: tuple[str, ...]) -> FracElement:
    diagonal, other = scales
    along = problem.field.symbol(diagonal) * problem.velocities[diagonal]
    rest = problem.field.symbol(other) * problem.velocities[other] * (problem.field.dim - 1)
    return 2 * (along + rest)


def _preconditioned() -> Step:
    """The prediction is one step of preconditioned gradient descent, for every sequence."""
    reason = (
        "ŷ_t = W_t x_t with W_t = PV12 (-grad L_OLS,t(0)) KQ32 / (t-1), where L_OLS,t(W) = 1/2 sum "
        "of |x_s - W x_{s-1}|^2 over s = 2..t: the left preconditioner is PV12 = b I + beta (J-I), "
        "the right one KQ32 = a I + alpha (J-I)",
    )
    return Step(
        "preconditioned-step",
        Claim(
            "where all blocks but KQ32 and PV12 are 0 the prediction is one step of "
            "preconditioned gradient descent from 0 on the in-context least-squares problem",
            "preconditioned step",
            r"\text{preconditioned step}",
            value=is_preconditioned_step(),
            reason=reason,
        ),
        why="-grad L_OLS,t(0) = sum of x_s x_{s-1}^*; the contraction of the prediction is that of "
        "the step, index by index",
        assumptions=(Assumption("all blocks but KQ32 and PV12 are 0"),),
        source=f"{PAPER}, Corollary 4.1 (there with multiples of I)",
        observable=observables.PreconditionedStep(),
        obligations=(_same_contraction,),
    )


def _same_contraction(claim: Claim) -> Check:
    holds = is_preconditioned_step()
    verb = "is" if holds else "is not"
    detail = f"the contraction of PV12 KQ32 in the prediction {verb} that of the step"
    return Check.decided("symbolic-zero", claim.value is holds, detail)
