"""What is derived of every stated model: loss, gradient, flow, fixed points, least loss.

Statement. A model is stated as data, with an ansatz for its weights in a few scales, and trained by
gradient flow on the population loss L.

Proof. L and its gradient in any entry are sums over index patterns in which every phase cancels
(loss, gradient-…). The flow stays on the ansatz when the entries that are 0 there have no gradient,
and those that are one scale have one (stays); a scale then moves against the gradient in its
entries (flow-…). A quadratic form is conserved when its speed, a polynomial in the scales, is 0
(conserved). Where L is a sum of parabolas in separate products of scales, each rests at its vertex
(fixed-point, minimum-loss). Where the least L is not attained, a scale grows for ever (growth-…).
"""

from functools import partial

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.charge import charge
from derivations.any_model.conserving import conserved
from derivations.any_model.curvature import curvature, hessian
from derivations.any_model.ends import fixed_point, minimum_loss
from derivations.any_model.fixed_sets import FixedSets
from derivations.any_model.growth import growing, growth
from derivations.any_model.kinds import kinds
from derivations.any_model.parts import (
    DIAGONAL,
    PINNED,
    Part,
    manifold_of,
    of_coordinates,
    parts_of,
)
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.any_model.staying import staying, stays
from derivations.any_model.tested import test_error
from derivations.exact_checks import symbolic_zero
from derivations.stated import (
    GradientOffDiagonal,
    GradientOnDiagonal,
    PopulationLoss,
    ScaleVelocity,
)
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.names import block_latex, name_latex, spelled
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting


def derive(problem: Problem, setting: Setting) -> Derivation:
    """Return the derivation for a stated model, a law, a dimension and a length."""
    with spelled(problem.spelled):  # left-hand sides are set here
        return _derived(problem, setting)


def _derived(problem: Problem, setting: Setting) -> Derivation:
    model = Ansatz(problem, setting)
    stay, sets = stays(model), FixedSets(model)
    holds = staying(stay)
    steps = (
        _loss(model),
        charge(model),
        *(_gradient(part, model) for part in parts_of(problem)),
        stay,
        *(_flow(name, model, holds) for name in model.names),
        conserved(model, holds),
        fixed_point(sets, holds),
        minimum_loss(model),
        kinds(sets, holds),
        *growth(model, holds),
        hessian(model),
        *(curvature(part, model) for part in parts_of(problem)),
        test_error(model),
    )
    return Derivation(problem.id, _title(problem), steps)


def results(problem: Problem) -> tuple[str, ...]:
    """Return the ids of the results, in order."""
    parts = [f"{part.block}-{part.kind}" for part in parts_of(problem)]
    flows = (f"flow-{scale}" for scale in manifold_of(problem).scales)
    grows = growing(problem)
    return (
        "loss",
        "charge",
        *(f"gradient-{part}" for part in parts),
        "stays",
        *flows,
        "conserved",
        "fixed-point",
        "minimum-loss",
        "kinds",
        *((f"growth-{grows[0]}",) if grows else ()),
        "hessian",
        *(f"hessian-{part}" for part in parts),
        "test-error",
    )


def _title(problem: Problem) -> str:
    return f"{problem.title or problem.id}: what training does to it, on its ansatz"


def _loss(model: Ansatz) -> Step:
    """L = Σ_t ½ E‖ŷ_t − target‖²."""
    step = Step(
        "loss",
        Claim("population loss on the ansatz", "L", "L"),
        why="a product of tokens has mean 0 unless the exponent of every phase vanishes; these are "
        "left, each with the number of times at which it does",
        assumptions=(ON_ANSATZ,),
        source=SOURCE,
        observable=PopulationLoss(),
    )
    return attempted(step, lambda: model.formula(model.loss))


def _gradient(part: Part, model: Ansatz) -> Step:
    """∂L/∂W in one entry, wherever the others are on the ansatz."""
    diagonal = part.kind == DIAGONAL
    pinned = "".join(PINNED[part.kind])
    stated = GradientOnDiagonal if diagonal else GradientOffDiagonal
    step = Step(
        f"gradient-{part.block}-{part.kind}",
        Claim(
            f"gradient of the loss in {part.block} {'on' if diagonal else 'off'} its diagonal",
            part.words,
            rf"\frac{{\partial L}}{{\partial ({block_latex(part.block)})_{{{pinned}}}}}",
        ),
        why="the derivative of the prediction in an entry, times what is left of the target",
        premises=("loss",),
        assumptions=(ON_ANSATZ,),
        source=SOURCE,
        observable=stated(part.block),
    )
    return attempted(step, lambda: model.formulas(model.gradient(part), part.words))


def _flow(name: str, model: Ansatz, staying: Assumption) -> Step:
    """A scale moves against the gradient in each of its entries."""
    several = name in of_coordinates(model.problem)
    left = ("", "") if several else (f"{name}'", rf"\dot{{{name_latex(name)}}}")
    step = Step(
        f"flow-{name}",
        Claim(f"gradient flow of {name}{', by coordinate' if several else ''}", *left),
        why="each entry follows its own gradient, and those of one scale agree",
        premises=("loss", "stays"),
        assumptions=(ON_ANSATZ, staying),
        source=SOURCE,
        observable=ScaleVelocity(name),
    )

    def velocities() -> Formula | dict[str, Formula]:
        found = {s: model.formula(model.velocity(s)) for s in model.scales_of(name)}
        return {f"{s}'": value for s, value in found.items()} if several else found[name]

    return attempted(step, velocities, partial(_against_loss, name, model))


def _against_loss(name: str, model: Ansatz, claim: Claim) -> Check:
    """The velocity of a scale, as often as it has entries, is minus the slope of the loss."""

    def gap(scale: str, velocity: Formula) -> FracElement:
        return model.count(scale) * velocity.element + model.field.derivative(model.loss, scale)

    sides = [*claim.parts.values()] or [claim.value]
    pairs = zip(model.scales_of(name), sides, strict=True)
    what = f"(number of entries) {name}' + dL/d{name}"
    return symbolic_zero(what, *(partial(gap, *pair) for pair in pairs))
