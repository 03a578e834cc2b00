"""What is derived of every stated model: loss, gradient, flow, fixed points, least loss.

Statement. A model is stated as data, with an ansatz for its weights in a few scales, and trained by
gradient flow on the population loss L.

Proof. L and its gradient in any entry are sums over index patterns in which every phase cancels
(loss, gradient-…). The flow stays on the ansatz when the entries that are 0 there have no gradient,
and those that are one scale have one (stays); a scale then moves against the gradient in its entries
(flow-…). A quadratic form is conserved when its speed, a polynomial in the scales, is 0 (conserved).
Where L is a sum of parabolas in separate products of scales, each rests at its vertex (fixed-point,
minimum-loss).
"""

from fractions import Fraction
from functools import partial

from derivations.any_model.ansatz import DIAGONAL, PINNED, Ansatz, Part, ansatz_in, parts_of
from derivations.any_model.conserved import quadratic_invariants
from derivations.any_model.parabolas import Parabola, parabolas
from derivations.exceptions import with_exceptions, zeros
from derivations.exact_checks import symbolic_zero, vanishes
from derivations.stated import (
    Conserved,
    GradientOffDiagonal,
    GradientOnDiagonal,
    LeastLoss,
    PopulationLoss,
    ScaleVelocity,
    StationaryProducts,
    Stays,
)
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.names import block_latex, name_latex
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
from symbolic_mesa.text.errors import MesaError, NotApplicable

SOURCE = "the statement of the model (this derivation)"
ON_ANSATZ = Assumption("the weights are on the ansatz")


def derive(problem: Problem, setting: Setting) -> Derivation:
    """Return the derivation for a stated model, a law, a dimension and a length."""
    model = ansatz_in(problem, setting)
    stays = _stays(model)
    staying = _staying(stays)
    steps = (
        _loss(model),
        *(_gradient(part, model) for part in parts_of(problem)),
        stays,
        *(_flow(scale, model, staying) for scale in model.scales),
        _conserved(model, staying),
        _fixed_point(model, staying),
        _minimum_loss(model),
    )
    return Derivation(problem.id, _title(problem), steps)


def results(problem: Problem) -> tuple[str, ...]:
    """Return the ids of the results, in order."""
    gradients = (f"gradient-{part.block}-{part.kind}" for part in parts_of(problem))
    flows = (f"flow-{scale}" for scale in next(iter(problem.manifolds.values())).scales)
    return "loss", *gradients, "stays", *flows, "conserved", "fixed-point", "minimum-loss"


def _title(problem: Problem) -> str:
    return f"what training does to the model {problem.id}, on its ansatz"


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


def _stays(model: Ansatz) -> Step:
    """Whether the gradient is one of the ansatz: 0 where it is 0, the same where it is one scale."""
    step = Step(
        "stays",
        Claim(
            "gradient flow that starts on the ansatz stays there, from every point of it",
            "stays",
            r"\text{stays}",
        ),
        why="it does exactly when the entries that are 0 have no gradient, and those that are one "
        "scale have one",
        premises=tuple(f"gradient-{part.block}-{part.kind}" for part in parts_of(model.problem)),
        source=SOURCE,
        observable=Stays(),
    )
    return attempted(step, lambda: _with_exceptions(model))


def _with_exceptions(model: Ansatz) -> Reasoned:
    """Return the verdict, and the d, T and parameters at which a flow stays that does not else."""
    general = _verdict(model)
    if general.side:
        return general
    field, setting = model.field, model.setting
    pulls = [c for _, pull in model.pulls() for c in field.coefficients(pull).values()]
    alone = [((field.symbol("d"), Fraction(1)),)] if setting.dim is None else []
    known = zeros(setting, field, least_length=model.problem.shortest_length)
    return with_exceptions(
        general,
        setting,
        field,
        [*alone, *known.common(pulls)],
        lambda there: _verdict(ansatz_in(model.problem, there)),
    )


def _verdict(model: Ansatz) -> Reasoned:
    for part, pull in model.pulls():
        if pull:
            wanted = "what the same scale feels elsewhere" if model.scale_of(part) else "0"
            words = (f"{part.words} less {wanted} is ", model.formula(pull), ", which is not 0")
            return Reasoned(False, words)
    return Reasoned(True, ("every entry that must be 0 is 0, and those of one scale agree",))


def _staying(stays: Step) -> Assumption:
    """Return that training stays on the ansatz, with its status."""
    statement = "gradient flow stays on the ansatz"
    if stays.obstacle:
        return Assumption(statement, "not-decided", "the claim is of the flow held there")
    status = "holds" if stays.claim.value else "fails"
    return Assumption(statement, status, "the claim is of the flow held there")


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

    def against_loss(velocity: object) -> object:
        return _entries(scale, model) * velocity + model.field.derivative(model.loss, scale)

    of_loss = vanishes(f"(number of entries) {scale}' + dL/d{scale}", against_loss)
    return attempted(step, lambda: model.formula(model.velocity(scale)), of_loss)


def _entries(scale: str, model: Ansatz) -> object:
    """Return how many entries a scale is: d on a diagonal, d (d − 1) off it."""
    dim = model.field.dim
    sizes = {DIAGONAL: dim, "off": dim * (dim - 1)}
    return sum((sizes[part.kind] for part in model.places(scale)), 0 * dim)


def _conserved(model: Ansatz, staying: Assumption) -> Step:
    step = Step(
        "conserved",
        Claim(
            "quadratic forms in the scales that never change; every other one is a combination of "
            "them",
            "conserved",
            r"\text{conserved}",
        ),
        why="the speed of a product of two scales is a polynomial in the scales; the combinations "
        "of these speeds that vanish, by linear algebra",
        premises=tuple(f"flow-{scale}" for scale in model.scales),
        assumptions=(ON_ANSATZ, staying),
        source=SOURCE,
        observable=Conserved(),
    )
    return attempted(step, lambda: _forms(model), partial(_at_rest_in_time, model))


def _velocities(model: Ansatz) -> dict[str, object]:
    return {scale: model.velocity(scale) for scale in model.scales}


def _forms(model: Ansatz) -> dict[str, Formula]:
    forms = quadratic_invariants(_velocities(model), model.field)
    if not forms:
        raise NotApplicable("no quadratic form in the scales is conserved")
    return {f"Q_{k}": model.formula(form) for k, form in enumerate(forms, start=1)}


def _at_rest_in_time(model: Ansatz, claim: Claim) -> Check:
    """The chain rule: Σ ∂Q/∂θ θ' = 0."""

    def speed(form: Formula) -> object:
        slopes = ((s, model.field.derivative(form.element, s)) for s in model.scales)
        zero = model.field.field.zero
        return sum((slope * model.velocity(s) for s, slope in slopes), zero)

    differences = [partial(speed, form) for form in claim.parts.values()]
    return symbolic_zero("the speed of each form along the flow", *differences)


def _fixed_point(model: Ansatz, staying: Assumption) -> Step:
    """Each parabola rests at its vertex, or where its product has no slope."""
    products = _products(model)
    step = Step(
        "fixed-point",
        Claim(
            "fixed points of gradient flow with no product of scales at a saddle: the value of "
            "each product",
            *_named(products),
        ),
        why="the loss is a sum of parabolas in separate products of scales; a scale's velocity is "
        "minus the parabola's slope, times the other scales of its product",
        premises=tuple(f"flow-{scale}" for scale in model.scales),
        assumptions=(ON_ANSATZ, staying),
        source=SOURCE,
        observable=StationaryProducts(products),
    )

    def value() -> Formula | dict[str, Formula]:
        _, found = parabolas(model.loss, model.field)
        rests = {_joined(one): model.formula(one.rest) for one in found}
        return next(iter(rests.values())) if len(rests) == 1 else rests

    return attempted(step, value)


def _minimum_loss(model: Ansatz) -> Step:
    """L − min L is a sum of squares."""
    step = Step(
        "minimum-loss",
        Claim("smallest population loss on the ansatz", "min L", r"\min L"),
        why="L - min L is the sum of C (p - p*)^2 over the products p of scales, and C, half a "
        "mean square of a prediction, is not negative",
        premises=("loss", "fixed-point"),
        assumptions=(ON_ANSATZ,),
        source=SOURCE,
        observable=LeastLoss(_products(model)),
    )

    def value() -> Formula:
        rest, found = parabolas(model.loss, model.field)
        return model.formula(rest - sum((one.depth for one in found), model.field.field.zero))

    def squares(least: object) -> object:
        _, found = parabolas(model.loss, model.field)
        above = (one.curvature * (_product(one, model) - one.rest) ** 2 for one in found)
        return model.loss - least - sum(above, model.field.field.zero)

    return attempted(step, value, vanishes("L - min L - sum of C (p - p*)^2", squares))


def _product(parabola: Parabola, model: Ansatz) -> object:
    product = model.field.field.one
    for scale in parabola.scales:
        product = product * model.field.symbol(scale)
    return product


def _products(model: Ansatz) -> tuple[tuple[str, ...], ...]:
    """Return the products of scales in which the loss is a sum of parabolas; none where it is not."""
    try:
        return tuple(one.scales for one in parabolas(model.loss, model.field)[1])
    except MesaError:
        return ()


def _named(products: tuple[tuple[str, ...], ...]) -> tuple[str, str]:
    if len(products) != 1:
        return "product", r"\text{product}"
    return " ".join(products[0]), " ".join(map(name_latex, products[0]))


def _joined(parabola: Parabola) -> str:
    return " ".join(parabola.scales)
