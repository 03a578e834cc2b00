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

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import DIAGONAL, PINNED, Ansatz, Part, ansatz_in, parts_of
from derivations.any_model.charge import charge
from derivations.any_model.ends import conserved, fixed_point, minimum_loss
from derivations.any_model.growth import growing, growth
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.any_model.staying import staying, stays
from derivations.exact_checks import vanishes
from derivations.stated import (
    GradientOffDiagonal,
    GradientOnDiagonal,
    PopulationLoss,
    ScaleVelocity,
)
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.names import block_latex, name_latex
from symbolic_mesa.record import Assumption, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting


def derive(problem: Problem, setting: Setting) -> Derivation:
    """Return the derivation for a stated model, a law, a dimension and a length."""
    model = ansatz_in(problem, setting)
    stay = stays(model)
    holds = staying(stay)
    steps = (
        _loss(model),
        charge(model),
        *(_gradient(part, model) for part in parts_of(problem)),
        stay,
        *(_flow(scale, model, holds) for scale in model.scales),
        conserved(model, holds),
        fixed_point(model, holds),
        minimum_loss(model),
        *growth(model, holds),
    )
    return Derivation(problem.id, _title(problem), steps)


def results(problem: Problem) -> tuple[str, ...]:
    """Return the ids of the results, in order."""
    gradients = (f"gradient-{part.block}-{part.kind}" for part in parts_of(problem))
    flows = (f"flow-{scale}" for scale in next(iter(problem.manifolds.values())).scales)
    ends = "conserved", "fixed-point", "minimum-loss"
    grows = growing(problem)
    last = (f"growth-{grows[0]}",) if grows else ()
    return "loss", "charge", *gradients, "stays", *flows, *ends, *last


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
    return attempted(step, lambda: model.formula(model.gradient(part)))


def _flow(scale: str, model: Ansatz, staying: Assumption) -> Step:
    """A scale moves against the gradient in each of its entries."""
    step = Step(
        f"flow-{scale}",
        Claim(f"gradient flow of {scale}", f"{scale}'", rf"\dot{{{name_latex(scale)}}}"),
        why="each entry follows its own gradient, and those of one scale agree",
        premises=("loss", "stays"),
        assumptions=(ON_ANSATZ, staying),
        source=SOURCE,
        observable=ScaleVelocity(scale),
    )

    def against_loss(velocity: FracElement) -> FracElement:
        return _entries(scale, model) * velocity + model.field.derivative(model.loss, scale)

    of_loss = vanishes(f"(number of entries) {scale}' + dL/d{scale}", against_loss)
    return attempted(step, lambda: model.formula(model.velocity(scale)), of_loss)


def _entries(scale: str, model: Ansatz) -> FracElement:
    """Return how many entries a scale is: d on a diagonal, d (d − 1) off it."""
    dim = model.field.dim
    sizes = {DIAGONAL: dim, "off": dim * (dim - 1)}
    return model.field.field(sum(sizes[part.kind] for part in model.places(scale)))
