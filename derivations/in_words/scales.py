"""Weights that are trained from multiples of a matrix: whether they stay so, how scales move."""

from functools import partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from derivations.exceptions import written
from derivations.in_words.collapsing import Collapse
from derivations.in_words.observables import RestingScale, Velocity
from derivations.in_words.sizes import given_ones
from derivations.in_words.special_sizes import special
from derivations.in_words.stated import Stated
from derivations.in_words.staying import parts, stays
from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.record import (
    Assumption,
    Check,
    Claim,
    Reasoned,
    Standing,
    Step,
    attempted,
)
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.words.derivatives import slope as derivative
from symbolic_mesa.words.letters import LINE
from symbolic_mesa.words.matrices import identity

ANY = "any number"  # where a scale rests of which nothing depends
STAYING = "gradient flow stays on the ansatz"


def scale_steps(model: Stated) -> tuple[Step, ...]:
    """Return whether the ansatz is kept, how each scale moves, and where it rests."""
    if not model.scaled:
        return ()
    stay = stays(model)
    verdict: Standing = "holds" if stay.claim.value else "fails"
    standing: Standing = "not-decided" if stay.obstacle else verdict
    holds = Assumption(STAYING, standing, "the claim is of the flow that is held there")
    flows = (_flow(name, model, holds) for name in model.scaled)
    return (stay, *flows, _fixed_point(model, holds))


def _slope(model: Stated, scale: str) -> FracElement:
    return model.field.derivative(model.element(model.loss), scale)


def _velocity(model: Stated, scale: str) -> FracElement:
    """Return the velocity of a scale: the flow, projected on the ansatz where it leaves it."""
    return -_slope(model, scale) / model.element(model.norm(scale))


def _flow(scale: str, model: Stated, staying: Assumption) -> Step:
    latex = rf"\dot{{{name_latex(scale)}}}"
    step = Step(
        f"flow-{scale}",
        Claim(f"gradient flow of {scale}", f"{scale}'", latex),
        why="the slope of the loss in the scale, over the squared norm of what it multiplies",
        premises=("loss", "stays"),
        assumptions=(staying,),
        observable=Velocity(scale),
    )
    plain = staying.status == "holds" and not given_ones(model)  # words are not numbers
    checks = [partial(_against, scale, model)] if plain else []
    return attempted(step, lambda: model.formula(_velocity(model, scale)), *checks)


def _against(scale: str, model: Stated, claim: Claim) -> Check:
    """The velocity is minus the multiple of its matrix that a gradient is."""
    pulls = [parts(model, weight)[0] for weight in model.scaled[scale]]
    gaps = (partial(_sum, claim.value.element, pull) for pull in pulls)
    return symbolic_zero(f"{scale}' plus the gradient, both as multiples", *gaps)


def _sum(first: FracElement, second: FracElement) -> FracElement:
    return first + second


def _fixed_point(model: Stated, staying: Assumption) -> Step:
    scale, *others = model.scaled
    step = Step(
        "fixed-point",
        Claim(f"where {scale} rests", scale, name_latex(scale)),
        why="the slope of the loss is linear in the scale",
        premises=(f"flow-{scale}",),
        assumptions=(staying,),
        observable=RestingScale(scale),
    )
    return attempted(
        step, lambda: _resting(model, scale, bool(others)), partial(_rests, model, scale)
    )


def _resting(model: Stated, scale: str, several: bool) -> Reasoned:
    if several or any(not one.scale for one in model.model.trained):
        raise NotApplicable("there are several weights: where they rest is no one equation")
    slope = _slope(model, scale)
    curvature = model.field.derivative(slope, scale)
    if not slope or not any(_bends(model, scale, Collapse(model, given_ones(model)))):
        raise NotApplicable(f"the loss does not depend on {scale}: it rests everywhere")
    if not curvature or model.field.derivative(curvature, scale):
        raise NotApplicable(f"the gradient is not linear in {scale}: several points may be at rest")
    at = model.field.symbol(scale)
    found = model.formula(at - slope / curvature)
    exceptions = (
        Exceptional(written(place, model.field), ANY if flat else found, _flat(scale) * flat)
        for place, flat in special(model, partial(_bends, model, scale)).items()
    )
    return Reasoned(found, (), tuple(exceptions))


def _flat(scale: str) -> tuple[str]:
    return (f"the loss does not depend on {scale} there",)


def _bends(model: Stated, scale: str, collapse: Collapse) -> list[FracElement]:
    """Return what stands before each number in the curvature: the loss is a square in the scale."""
    place = model.among.scalars.index(scale)
    curvature = derivative(derivative(model.loss, place), place)
    line = identity(model.among, LINE).times(curvature)
    return list(collapse.polynomial(line).values())


def _rests(model: Stated, scale: str, claim: Claim) -> Check:
    """The slope at the fixed point: linear, so that it is the one at 0 and the curvature's part."""
    slope = _slope(model, scale)
    curvature = model.field.derivative(slope, scale)
    at_zero = slope - curvature * model.field.symbol(scale)
    gap = partial(_sum, at_zero, curvature * claim.value.element)
    return symbolic_zero("the slope of the loss there", gap)
