"""Second derivatives of the loss of a stated model: in its scales, and in entries of its blocks."""

from functools import partial
from itertools import combinations_with_replacement

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.keys import Pair
from derivations.any_model.parts import DIAGONAL, PINNED, Part
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.exact_checks import symbolic_zero
from derivations.stated import CurvatureOffDiagonal, CurvatureOnDiagonal, ScaleCurvatures
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.notation.names import block_latex
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.text.errors import NotApplicable


def hessian(model: Ansatz) -> Step:
    """Every second derivative of L in two scales."""
    step = Step(
        "hessian",
        Claim(
            "second derivatives of the loss in two scales, on the ansatz",
            "hessian",
            r"\text{hessian}",
        ),
        why="the loss is a polynomial in the scales",
        premises=("loss",),
        assumptions=(ON_ANSATZ,),
        source=SOURCE,
        observable=ScaleCurvatures(),
    )
    return attempted(step, lambda: _in_scales(model), partial(_along_itself, model))


def _in_scales(model: Ansatz) -> dict[Pair, Formula]:
    if not model.scales:
        raise NotApplicable("there is no scale on the ansatz")
    slopes = {scale: model.field.derivative(model.loss, scale) for scale in model.scales}
    return {
        Pair(one, other): model.formula(model.field.derivative(slopes[one], other))
        for one, other in combinations_with_replacement(model.scales, 2)
    }


def _along_itself(model: Ansatz, claim: Claim) -> Check:
    """Σ θ φ ∂²L/∂θ∂φ is Σ n (n − 1) L_n, where L_n is the part of L of degree n."""
    field = model.field

    def gap() -> FracElement:
        total = field.field.zero
        for pair, side in claim.parts.items():
            both = field.symbol(pair.first) * field.symbol(pair.second)
            total += side.element * both * (1 if pair.first == pair.second else 2)
        for powers, coefficient in field.coefficients(model.loss).items():
            degree = sum(powers)
            values = zip(model.scales, powers, strict=True)
            term = coefficient * degree * (degree - 1)
            for scale, power in values:
                term *= field.symbol(scale) ** power
            total -= term
        return total

    return symbolic_zero("the second derivative along the scales, by degrees,", gap)


def curvature(part: Part, model: Ansatz) -> Step:
    """∂²L/∂W² in one entry, wherever the others are on the ansatz."""
    diagonal = part.kind == DIAGONAL
    pinned = "".join(PINNED[part.kind])
    entry = rf"({block_latex(part.block)})_{{{pinned}}}"
    stated = CurvatureOnDiagonal if diagonal else CurvatureOffDiagonal
    step = Step(
        f"hessian-{part.block}-{part.kind}",
        Claim(
            f"second derivative of the loss in an entry of {part.block} "
            f"{'on' if diagonal else 'off'} its diagonal",
            f"d2L/d{part.entry}2",
            rf"\frac{{\partial^2 L}}{{\partial {entry}^2}}",
        ),
        why="the mean square of the derivative of the prediction in the entry, and its second "
        "derivative times what is left of the target",
        premises=("loss",),
        assumptions=(ON_ANSATZ,),
        source=SOURCE,
        observable=stated(part.block),
    )
    words = f"the second derivative in {part.entry}"
    return attempted(step, lambda: model.formulas(model.curvature(part), words))
