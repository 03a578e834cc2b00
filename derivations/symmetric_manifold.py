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

from collections.abc import Mapping
from typing import Any

import mpmath
from sympy.polys.fields import FracElement

from derivations.diagonal import problem
from derivations.exact_checks import symbolic_zero
from derivations.in_context import is_preconditioned_step
from derivations.symmetric import START, SYMMETRIC, Symmetric, symmetric
from symbolic_mesa.algebra import Formula, real
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.decimals import Decimals, decimals
from symbolic_mesa.errors import NotApplicable
from symbolic_mesa.polynomials import Polynomial, value
from symbolic_mesa.record import (
    Check,
    Claim,
    Derivation,
    Observable,
    Outcome,
    Reasoned,
    Step,
    attempted,
)

ID = "symmetric-manifold"
TITLE = "exchangeable laws beyond Assumption 4.1: the flow, its end, the masked one"
PAPER = "arXiv 2405.16845"
ON_MANIFOLD = "KQ32 = a I + alpha (J - I), PV12 = b I + beta (J - I), all other blocks 0"
DIGITS = 30  # of numbers that are solved for
ZERO = mpmath.mpf(10) ** -40  # what is at most that beside the largest scale is 0
ROUNDED = mpmath.mpf(10) ** -27  # what rounding to 30 digits leaves of a velocity


def derive(setting: Setting) -> Derivation:
    """Return the derivation for a law, a dimension and a length."""
    here = symmetric(setting)
    steps = (
        _symmetry(here),
        _loss(here),
        _flow(here),
        _conserved(here),
        _preconditioned(),
        _masked(setting),
        _fixed_point(here),
        _comparison(here),
    )
    return Derivation(ID, TITLE, steps)


def _symmetry(here: Symmetric) -> Step:
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
        observable=Observable("symmetry"),
    )

    def value() -> Reasoned:
        here.require()
        return Reasoned(True, ("the coordinates of x_1 are exchangeable, the phases i.i.d.",))

    return attempted(step, value)


def _loss(here: Symmetric) -> Step:
    step = Step(
        "symmetric-loss",
        Claim("population loss on the symmetric manifold", "L", "L"),
        why="index patterns in which every phase cancels; an index pair of a block is equal or not",
        premises=("permutation-symmetry",),
        assumptions=(ON_MANIFOLD,),
        source=f"{PAPER}, Section 3 (population loss), Section 4.3 (full-one tokens)",
        observable=Observable("symmetric-loss"),
    )
    return attempted(step, lambda: Formula(here.loss, here.field))


def _flow(here: Symmetric) -> Step:
    """Each entry follows its own gradient: d diagonal ones, d(d − 1) others."""

    def against_loss(claim: Claim) -> Check:
        def gap(scale: str, part: Formula) -> FracElement:
            off_diagonal = scale in ("alpha", "beta")
            entries = here.field.dim * (here.field.dim - 1 if off_diagonal else 1)
            return entries * part.element + here.field.derivative(here.loss, scale)

        parts = zip(SYMMETRIC.scales, claim.parts.values(), strict=True)
        gaps = [lambda s=s, p=p: gap(s, p) for s, p in parts]
        return symbolic_zero("velocity x number of entries + dL/dscale, for each scale,", *gaps)

    step = Step(
        "symmetric-flow",
        Claim("gradient flow of the four scales", "", ""),
        why="minus the gradient in one entry of each kind: the d diagonal entries of a block "
        "agree, and so do the d(d-1) others",
        premises=("permutation-symmetry", "symmetric-loss"),
        assumptions=(ON_MANIFOLD,),
        source="Theorem on the symmetric manifold (this derivation)",
        observable=Observable("symmetric-velocity"),
        obligations=(against_loss,),
    )
    return attempted(step, lambda: _velocities(here))


def _velocities(here: Symmetric) -> dict[str, Formula]:
    return {f"{scale}'": Formula(v, here.field) for scale, v in here.velocities.items()}


def _conserved(here: Symmetric) -> Step:
    """‖KQ32‖² and ‖PV12‖² change at the same speed."""

    def both_speeds(claim: Claim) -> Check:
        first, second = SYMMETRIC.scales[:2], SYMMETRIC.scales[2:]
        return symbolic_zero(
            "the speed less that of |KQ32|^2/d, and less that of |PV12|^2/d,",
            lambda: _square_speed(here, first) - claim.value.element,
            lambda: _square_speed(here, second) - claim.value.element,
        )

    step = Step(
        "symmetric-conserved",
        Claim(
            "|KQ32|^2 - |PV12|^2 is conserved: both change at the same speed (Frobenius, over d)",
            "(|KQ32|^2/d)'",
            r"\frac{d}{d\tau} \frac{\|KQ_{32}\|^2}{d}",
        ),
        why="L depends on KQ32 and PV12 through products of an entry of each, so that "
        "<KQ32, dL/dKQ32> = <PV12, dL/dPV12>",
        premises=("symmetric-flow",),
        assumptions=(ON_MANIFOLD,),
        source="Theorem on the symmetric manifold (this derivation)",
        observable=Observable("symmetric-square-velocity"),
        obligations=(both_speeds,),
    )
    return attempted(step, lambda: Formula(_square_speed(here, SYMMETRIC.scales[:2]), here.field))


def _square_speed(here: Symmetric, scales: tuple[str, ...]) -> FracElement:
    diagonal, other = scales
    own = here.field.symbol(diagonal) * here.velocities[diagonal]
    rest = here.field.symbol(other) * here.velocities[other] * (here.field.dim - 1)
    return 2 * (own + rest)


def _preconditioned() -> Step:
    """The prediction is one step of preconditioned gradient descent, for every sequence."""
    reason = (
        "y_t = W_t x_t with W_t = PV12 (-grad L_OLS,t(0)) KQ32 / (t-1), where L_OLS,t(W) = 1/2 sum "
        "of |x_s - W x_{s-1}|^2 over s = 2..t: the left preconditioner is PV12 = b I + beta (J-I), "
        "the right one KQ32 = a I + alpha (J-I)",
    )
    return Step(
        "preconditioned-step",
        Claim(
            "the prediction is one step of preconditioned gradient descent from 0 on the "
            "in-context least-squares problem",
            "preconditioned step",
            r"\text{preconditioned step}",
            value=is_preconditioned_step(),
            reason=reason,
        ),
        why="-grad L_OLS,t(0) = sum of x_s x_{s-1}^*; the contraction of the prediction is that of "
        "the step, index by index",
        assumptions=("all blocks but KQ32 and PV12 are 0",),
        source=f"{PAPER}, Corollary 4.1 (there with multiples of I)",
        observable=Observable("preconditioned"),
        obligations=(_same_contraction,),
    )


def _same_contraction(claim: Claim) -> Check:
    holds = is_preconditioned_step()
    outcome: Outcome = "passed" if claim.value is holds else "failed"
    verb = "is" if holds else "is not"
    detail = f"the contraction of PV12 KQ32 in the prediction {verb} that of the step"
    return Check("symbolic-zero", outcome, detail)


def _masked(setting: Setting) -> Step:
    here = problem(setting)

    def flow_vanishes(claim: Claim) -> Check:
        product = claim.value.element
        return symbolic_zero(
            "each of a' and b' at b = s*/a",
            lambda: here.velocity_at("a", product),
            lambda: here.velocity_at("b", product),
        )

    step = Step(
        "masked-fixed-point",
        Claim("fixed point of ab when off-diagonal gradients are masked", "ab", "ab"),
        why="masked, training stays on the diagonal for every law whose coordinates are alike: "
        "Theorem 4.1 holds of it",
        assumptions=("off-diagonal gradients are masked: KQ32 = a I, PV12 = b I",),
        source=f"{PAPER}, Section 4.3 (masked off-diagonal gradients)",
        observable=Observable("stationary-product"),
        obligations=(flow_vanishes,),
    )
    return attempted(step, lambda: Formula(here.ode.product, here.field))


def _fixed_point(here: Symmetric) -> Step:
    """Where training from a = b = 1/2 ends, or the equations of all fixed points."""
    numbers = here.has_numbers
    step = Step(
        "symmetric-fixed-point",
        Claim(_statement(here) if numbers else _EQUATIONS, "", ""),
        why="the flow is followed from a = b = 1/2, alpha = beta = 0 until it hardly moves; there "
        "all velocities vanish while everything conserved has its first value, solved to 30 digits"
        if numbers
        else "a fixed point on the balanced leaf |KQ32| = |PV12|",
        premises=("symmetric-flow", "symmetric-conserved"),
        assumptions=(ON_MANIFOLD,),
        source="Theorem on the symmetric manifold (this derivation)",
        observable=Observable("symmetric-limit" if numbers else "symmetric-velocity"),
        obligations=(
            (lambda claim: _at_rest(here, claim))
            if numbers
            else (lambda claim: _balance(here, claim)),
        ),
    )

    def value() -> Decimals | dict[str, Formula]:
        if numbers:
            return _digits(dict(zip(SYMMETRIC.scales, here.limit.point, strict=True)))
        return {**_velocities(here), "balance": Formula(here.balance, here.field)}

    return attempted(step, value)


_EQUATIONS = (
    "what vanishes at a fixed point on the balanced leaf |KQ32| = |PV12|; give d, T and the law's "
    "parameters for numbers"
)


def _statement(here: Symmetric) -> str:
    start = "where gradient flow from a = b = 1/2, alpha = beta = 0 ends (|KQ32| = |PV12|)"
    if here.isolated:
        return start
    return f"{start}; fixed points are not isolated here, others depend on the initial point"


def _digits(values: Mapping[str, mpmath.mpf]) -> Decimals:
    with mpmath.workdps(2 * DIGITS):
        return decimals(values, DIGITS, float(ZERO * max(abs(x) for x in values.values())))


def _at_rest(here: Symmetric, claim: Claim) -> Check:
    """The stated digits put into every velocity and every conserved quantity."""
    worst = _unrest(here, claim)
    outcome: Outcome = "passed" if worst <= ROUNDED else "failed"
    what = (
        "each velocity vanishes at these digits, each conserved quantity has its first value, and "
        "they are the end of the flow"
    )
    return Check("substitution", outcome, what, float(worst))


def _unrest(here: Symmetric, claim: Claim) -> mpmath.mpf:
    """Return how far the stated point is from rest, and from what is conserved, relatively."""
    with mpmath.workdps(2 * DIGITS):
        point = [mpmath.mpf(text) for _, text in claim.value.texts[: len(START)]]
        rest = (_vanishing(here.polynomial(v), point, 0) for v in here.velocities.values())
        kept = (_vanishing(q, point, value(q, START)) for q in here.limit.invariants)
        size = max(abs(x) for x in here.limit.point)
        ends = (abs(x - y) / size for x, y in zip(point, here.limit.point, strict=True))
        return max((*rest, *kept, *ends))


def _vanishing(polynomial: Polynomial, point: list[mpmath.mpf], level: Any) -> mpmath.mpf:
    """Return |p(point) − level| relative to the sum of absolute terms; 0 where there are none."""
    terms = _real(polynomial)
    found = value(terms, point) - real(level)
    size = value({m: abs(c) for m, c in terms.items()}, [abs(x) for x in point]) + abs(level)
    return abs(found) / size if size else mpmath.mpf(0)


def _balance(here: Symmetric, claim: Claim) -> Check:
    """The stated equations: the velocities, and what they conserve and equal blocks make 0."""
    names = [*(f"{scale}'" for scale in SYMMETRIC.scales), "balance"]
    if list(claim.parts) != names:
        return Check("symbolic-zero", "failed", f"the equations are not {', '.join(names)}")
    balance = claim.parts["balance"].element
    a, alpha, _, _ = here.field.scales

    def drift() -> FracElement:
        slopes = ((here.field.derivative(balance, k), v) for k, v in here.velocities.items())
        return sum((slope * v for slope, v in slopes), here.field.field.zero)

    gaps = [lambda k=k, v=v: claim.parts[f"{k}'"].element - v for k, v in here.velocities.items()]
    return symbolic_zero(
        "each velocity less that of the flow, the velocity of the balance, and the balance of "
        "equal blocks",
        *gaps,
        drift,
        lambda: here.field.at_scales(balance, (a, alpha, a, alpha)),
        lambda: here.field.derivative(balance, "a") - 2 * a,
    )


def _comparison(here: Symmetric) -> Step:
    """How far from Theorem 4.1's value, and by how much below the masked loss."""
    step = Step(
        "masked-comparison",
        Claim(
            "where training ends, its loss, and beside it the product ab and the loss with the "
            "off-diagonal gradients masked",
            "",
            "",
        ),
        why="both losses are the polynomial of symmetric-loss, at the limit and at a = b, "
        "a^2 = s*, alpha = beta = 0; the diagonal is part of the manifold",
        premises=("symmetric-fixed-point", "masked-fixed-point", "symmetric-loss"),
        assumptions=(ON_MANIFOLD,),
        source=f"{PAPER}, Section 4.3 (masked off-diagonal gradients)",
        observable=Observable("symmetric-comparison"),
        obligations=(lambda claim: _consistent(here, claim),),
    )

    def value() -> Decimals:
        here.require()
        if not here.has_numbers:
            raise NotApplicable("d, T or a parameter is a symbol; give numbers for all of them")
        return _digits(_compared(here))

    return attempted(step, value)


def _compared(here: Symmetric) -> dict[str, mpmath.mpf]:
    with mpmath.workdps(2 * DIGITS):
        loss = _real(here.polynomial(here.loss))
        masked = problem(here.setting)
        product = real(Formula(masked.ode.product, masked.field).at({}))
        scale, zero = mpmath.sqrt(product), mpmath.mpf(0)
        return {
            **dict(zip(SYMMETRIC.scales, here.limit.point, strict=True)),
            "loss": value(loss, here.limit.point),
            "masked-product": product,
            "masked-loss": value(loss, (scale, zero, scale, zero)),
        }


def _real(polynomial: Polynomial) -> dict[tuple[int, ...], mpmath.mpf]:
    return {m: real(c) for m, c in polynomial.items()}


def _consistent(here: Symmetric, claim: Claim) -> Check:
    """Both losses put in again, the masked flow at its product, and which loss is smaller."""
    with mpmath.workdps(2 * DIGITS):
        stated = {name: mpmath.mpf(text) for name, text in claim.value.texts}
        point = [stated[scale] for scale in SYMMETRIC.scales]
        loss = here.polynomial(here.loss)
        scale, zero = mpmath.sqrt(abs(stated["masked-product"])), mpmath.mpf(0)
        there = [scale, zero, stated["masked-product"] / (scale or 1), zero]
        gaps = [
            _vanishing(loss, point, stated["loss"]),
            _vanishing(loss, there, stated["masked-loss"]),
            _vanishing(here.polynomial(here.velocities["a"]), there, mpmath.mpf(0)),
            _unrest(here, claim),
        ]
        below = stated["loss"] <= stated["masked-loss"] * (1 + ROUNDED)
    outcome: Outcome = "passed" if below and max(gaps) <= ROUNDED else "failed"
    what = "the losses at these digits are these, and the loss is at most the masked one"
    return Check("substitution", outcome, what, float(max(gaps)))
