"""Weights that are trained from multiples of a matrix: whether they stay so, how scales move."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

from sympy.polys.fields import FracElement

from derivations.exact_checks import symbolic_zero
from derivations.exceptions import with_exceptions
from derivations.in_words import at_one
from derivations.in_words.observables import RestingScale, Stays, Velocity
from derivations.in_words.stated import Stated
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.word_fields import DIM
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
from symbolic_mesa.setting import Setting
from symbolic_mesa.statement.regression import Trained
from symbolic_mesa.text.errors import NotApplicable
from symbolic_mesa.words.letters import LINE
from symbolic_mesa.words.names import word_text

STAYING = "gradient flow stays on the ansatz"


def scale_steps(model: Stated) -> tuple[Step, ...]:
    """Return whether the ansatz is kept, how each scale moves, and where it rests."""
    if not model.scaled:
        return ()
    stay = _stays(model)
    verdict: Standing = "holds" if stay.claim.value else "fails"
    standing: Standing = "not-decided" if stay.obstacle else verdict
    holds = Assumption(STAYING, standing, "the claim is of the flow that is held there")
    flows = (_flow(name, model, holds) for name in model.scaled)
    return (stay, *flows, _fixed_point(model, holds))


def _stays(model: Stated) -> Step:
    """Whether the gradient is a multiple of the matrix that a weight is a multiple of."""
    step = Step(
        "stays",
        Claim(
            "gradient flow that starts on the ansatz stays there, from every point of it",
            "stays",
            r"\text{stays}",
        ),
        why="it does exactly when the gradient in a weight is a multiple of what the weight is a "
        "multiple of, and the same multiple for weights of one scale",
        premises=tuple(f"gradient-{w.name}" for ws in model.scaled.values() for w in ws),
        observable=Stays(),
    )
    return attempted(step, lambda: _with_exceptions(model))


def _with_exceptions(model: Stated) -> Reasoned:
    """Return the verdict, and that at d = 1, where matrices are numbers."""
    general = _verdict(model)
    if general.side or model.setting.dim is not None:
        return general
    place = ((model.field.symbol(DIM), Fraction(1)),)

    def there(setting: Setting) -> Reasoned:
        return _verdict(replace(model, setting=setting))

    return with_exceptions(general, model.setting, model.field, [place], there)


def _verdict(model: Stated) -> Reasoned:
    if model.setting.dim == 1:
        return _of_numbers(model)
    for scale, weights in model.scaled.items():
        pulls = []
        for weight in weights:
            pull, others = _parts(model, weight)
            for words, value in others:
                said = f"the gradient in {weight.name} has {words} times "
                return Reasoned(False, (said, model.formula(value), ", which is not 0"))
            pulls.append(pull)
        if any(pull - pulls[0] for pull in pulls):
            return Reasoned(False, (f"weights of the scale {scale} have different gradients",))
    return Reasoned(True, ("every gradient is a multiple of what its weight is a multiple of",))


def _of_numbers(model: Stated) -> Reasoned:
    """Return the verdict at d = 1, where a weight by itself is any multiple."""
    for scale, weights in model.scaled.items():
        if any(not {one.rows, one.columns} <= {DIM, LINE} for one in weights):
            raise NotApplicable(f"at d = 1 weights of the scale {scale} are no numbers")
        pulls = [at_one.polynomial(model.gradient(one), model) for one in weights]
        along = [at_one.polynomial(model.along(one), model) for one in weights]
        for pull, other in zip(pulls, along, strict=True):
            if at_one.times(pull, along[0]) != at_one.times(pulls[0], other):
                return Reasoned(False, (f"weights of the scale {scale} have different gradients",))
    return Reasoned(True, ("at d = 1 every matrix is a number",))


def _parts(model: Stated, weight: Trained) -> tuple[FracElement, list[tuple[str, FracElement]]]:
    """Return the multiple of its matrix that a gradient is, and the words beside that."""
    (own,) = model.along(weight).terms
    found = dict(model.coefficients(model.gradient(weight)))
    pull = found.pop(own, model.field.field.zero)
    alphabet = model.among.alphabet
    return pull, [(word_text(word, alphabet), value) for word, value in found.items()]


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
    checks = [partial(_against, scale, model)] if staying.status == "holds" else []
    return attempted(step, lambda: model.formula(_velocity(model, scale)), *checks)


def _against(scale: str, model: Stated, claim: Claim) -> Check:
    """The velocity is minus the multiple of its matrix that a gradient is."""
    pulls = [_parts(model, weight)[0] for weight in model.scaled[scale]]
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


def _resting(model: Stated, scale: str, several: bool) -> Formula:
    if several or any(not one.scale for one in model.model.trained):
        raise NotApplicable("there are several weights: where they rest is no one equation")
    slope = _slope(model, scale)
    curvature = model.field.derivative(slope, scale)
    if not curvature or model.field.derivative(curvature, scale):
        raise NotApplicable(f"the gradient is not linear in {scale}: several points may be at rest")
    at = model.field.symbol(scale)
    return model.formula(at - slope / curvature)


def _rests(model: Stated, scale: str, claim: Claim) -> Check:
    """The slope at the fixed point: linear, so that it is the one at 0 and the curvature's part."""
    slope = _slope(model, scale)
    curvature = model.field.derivative(slope, scale)
    at_zero = slope - curvature * model.field.symbol(scale)
    gap = partial(_sum, at_zero, curvature * claim.value.element)
    return symbolic_zero("the slope of the loss there", gap)
