"""Where training on the symmetric manifold ends, and where it ends when it is masked."""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

import mpmath
from sympy.polys.fields import FracElement

from derivations import observables as diagonal_observables
from derivations.diagonal import LIMIT, PAPER, Diagonal, at_rest
from derivations.exact_checks import symbolic_zero
from derivations.symmetric import observables
from derivations.symmetric.problem import ON_MANIFOLD, Symmetric
from symbolic_mesa.formulas.decimals import Decimals, decimals
from symbolic_mesa.formulas.formula import Formula, real
from symbolic_mesa.formulas.polynomials import Polynomial, value
from symbolic_mesa.models.causal_linear_attention import SYMMETRIC
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.text.errors import NotApplicable

DIGITS = 30  # of numbers that are solved for
ZERO = mpmath.mpf(10) ** -40  # what is at most that beside the largest scale is 0
ROUNDED = mpmath.mpf(10) ** -27  # what rounding to 30 digits leaves of a velocity


def masked(problem: Diagonal) -> Step:
    """Theorem 4.1's value, for every law whose coordinates are alike."""
    step = Step(
        "masked-fixed-point",
        Claim("fixed point of ab when off-diagonal gradients are masked", "ab", LIMIT),
        why="masked, training stays on the diagonal for every law whose coordinates are alike: "
        "Theorem 4.1 holds of it",
        assumptions=(Assumption("off-diagonal gradients are masked: KQ32 = a I, PV12 = b I"),),
        source=f"{PAPER}, Section 4.3 (masked off-diagonal gradients)",
        observable=diagonal_observables.StationaryProduct(),
    )
    return attempted(step, lambda: problem.formula(problem.ode.product), at_rest(problem))


def fixed_point(problem: Symmetric) -> Step:
    """Where training from a = b = 1/2 ends, or the equations of all fixed points."""
    numbers = problem.has_numbers
    step = Step(
        "symmetric-fixed-point",
        Claim(_statement(problem) if numbers else _EQUATIONS, "", ""),
        why="the flow is followed from its start until it hardly moves; there "
        "all velocities vanish while everything conserved has its first value, solved to 30 digits"
        if numbers
        else "a fixed point on the balanced leaf |KQ32| = |PV12|",
        premises=("symmetric-flow", "symmetric-conserved"),
        assumptions=(ON_MANIFOLD,),
        source="Theorem on the symmetric manifold (this derivation)",
        observable=observables.SymmetricEnd(_on_surface(problem))
        if numbers
        else observables.SymmetricVelocity(),
    )

    def value() -> Decimals | dict[str, Formula]:
        if numbers:
            return _digits(problem, dict(zip(SYMMETRIC.scales, problem.limit.point, strict=True)))
        return {**problem.velocity_formulas, "balance": Formula(problem.balance, problem.field)}

    return attempted(step, value, partial(_at_rest if numbers else _balance, problem))


_EQUATIONS = (
    "what vanishes at a fixed point on the balanced leaf |KQ32| = |PV12|; give d, T and the law's "
    "parameters for numbers"
)


def _statement(problem: Symmetric) -> str:
    end = f"where gradient flow from {start_words(problem)} ends"
    if problem.isolated:
        return end
    return f"{end}; fixed points are not isolated here, others depend on the initial point"


def _on_surface(problem: Symmetric) -> bool:
    """Whether fixed points are not isolated where the flow ends."""
    return problem.has_numbers and not problem.isolated


def start_words(problem: Symmetric) -> str:
    """Return where training starts, in words."""
    a, alpha, b, beta = problem.start
    return f"a = {a}, b = {b}, alpha = beta = {alpha + beta}"


def _digits(problem: Symmetric, values: Mapping[str, mpmath.mpf]) -> Decimals:
    """Return numbers to 30 digits; a scale that Newton's method leaves next to 0 is 0."""
    with mpmath.workdps(2 * DIGITS):
        size = max(abs(values[scale]) for scale in SYMMETRIC.scales)
        rounding = {} if problem.is_diagonal else dict.fromkeys(SYMMETRIC.scales, ZERO * size)
        return decimals(values, DIGITS, rounding)


def _at_rest(problem: Symmetric, claim: Claim) -> Check:
    """The stated digits put into every velocity and every conserved quantity."""
    worst = _unrest(problem, claim)
    what = (
        "each velocity vanishes at these digits, each conserved quantity has its first value, and "
        "they are the end of the flow"
    )
    return Check.decided("substitution", bool(worst <= ROUNDED), what, float(worst))


def _unrest(problem: Symmetric, claim: Claim) -> mpmath.mpf:
    """Return how far the stated point is from rest, and from what is conserved, relatively."""
    with mpmath.workdps(2 * DIGITS):
        point = [mpmath.mpf(text) for _, text in claim.value.texts[: len(SYMMETRIC.scales)]]
        rest = (
            _vanishing(problem.polynomial(v), point, Fraction(0))
            for v in problem.velocities.values()
        )
        kept = (_vanishing(q, point, value(q, problem.start)) for q in problem.limit.invariants)
        size = max(abs(x) for x in problem.limit.point) or 1
        ends = (abs(x - y) / size for x, y in zip(point, problem.limit.point, strict=True))
        return max((*rest, *kept, *ends))


def _vanishing(
    polynomial: Polynomial, point: list[mpmath.mpf], level: Fraction | mpmath.mpf
) -> mpmath.mpf:
    """Return |p(point) − level| relative to the sum of absolute terms; 0 where there are none."""
    terms = _real(polynomial)
    gap = value(terms, point) - real(level)
    size = value({m: abs(c) for m, c in terms.items()}, [abs(x) for x in point]) + abs(level)
    return abs(gap) / size if size else mpmath.mpf(0)


def _balance(problem: Symmetric, claim: Claim) -> Check:
    """The stated equations: the velocities, and what they conserve and equal blocks make 0."""
    names = [*(f"{scale}'" for scale in SYMMETRIC.scales), "balance"]
    if list(claim.parts) != names:
        return Check.decided("symbolic-zero", False, f"the equations are not {', '.join(names)}")
    balance = claim.parts["balance"].element
    a, alpha, _, _ = problem.field.scales

    def drift() -> FracElement:
        slopes = ((problem.field.derivative(balance, k), v) for k, v in problem.velocities.items())
        return sum((slope * v for slope, v in slopes), problem.field.field.zero)

    def less_the_flow(scale: str, velocity: FracElement) -> FracElement:
        return claim.parts[f"{scale}'"].element - velocity

    gaps = [partial(less_the_flow, *one) for one in problem.velocities.items()]
    return symbolic_zero(
        "each velocity less that of the flow, the velocity of the balance, and the balance of "
        "equal blocks",
        *gaps,
        drift,
        lambda: problem.field.at_scales(balance, (a, alpha, a, alpha)),
        lambda: problem.field.derivative(balance, "a") - 2 * a,
    )


def comparison(problem: Symmetric) -> Step:
    """How far from Theorem 4.1's value, and by how much below the masked loss."""
    step = Step(
        "masked-comparison",
        Claim(
            f"where training from {start_words(problem)} ends, its loss, and beside it the product "
            "ab and the loss with the off-diagonal gradients masked",
            "",
            "",
        ),
        why="both losses are the polynomial of symmetric-loss, at the limit and at the masked ab, "
        "alpha = beta = 0, of which it depends on the product alone",
        premises=("symmetric-fixed-point", "masked-fixed-point", "symmetric-loss"),
        assumptions=(ON_MANIFOLD,),
        source=f"{PAPER}, Section 4.3 (masked off-diagonal gradients)",
        observable=observables.SymmetricComparison(_on_surface(problem)),
    )

    def value() -> Decimals:
        _ = problem.velocities  # refuses a law that gives too few moments
        if not problem.has_numbers:
            raise NotApplicable("d, T or a parameter is a symbol; give numbers for all of them")
        return _digits(problem, _compared(problem))

    return attempted(step, value, partial(_consistent, problem))


def _compared(problem: Symmetric) -> dict[str, mpmath.mpf]:
    with mpmath.workdps(2 * DIGITS):
        loss = _real(problem.polynomial(problem.loss))
        product = real(problem.masked_product.at({}))
        scale, zero = mpmath.sqrt(product), mpmath.mpf(0)
        return {
            **dict(zip(SYMMETRIC.scales, problem.limit.point, strict=True)),
            "loss": value(loss, problem.limit.point),
            "masked-product": product,
            "masked-loss": value(loss, (scale, zero, scale, zero)),
        }


def _real(polynomial: Polynomial) -> dict[tuple[int, ...], mpmath.mpf]:
    return {m: real(c) for m, c in polynomial.items()}


def _consistent(problem: Symmetric, claim: Claim) -> Check:
    """Both losses put in again, and the masked flow at its product."""
    with mpmath.workdps(2 * DIGITS):
        stated = {name: mpmath.mpf(text) for name, text in claim.value.texts}
        point = [stated[scale] for scale in SYMMETRIC.scales]
        loss = problem.polynomial(problem.loss)
        scale, zero = mpmath.sqrt(abs(stated["masked-product"])), mpmath.mpf(0)
        there = [scale, zero, stated["masked-product"] / (scale or 1), zero]
        product = real(problem.masked_product.at({}))
        gaps = [
            abs(stated["masked-product"] - product) / (abs(product) or 1),
            _vanishing(loss, point, stated["loss"]),
            _vanishing(loss, there, stated["masked-loss"]),
            _vanishing(problem.polynomial(problem.velocities["a"]), there, mpmath.mpf(0)),
            _unrest(problem, claim),
        ]
    what = "the losses at these digits are these, and so is the masked product"
    return Check.decided("substitution", max(gaps) <= ROUNDED, what, float(max(gaps)))
