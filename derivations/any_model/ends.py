"""What the flow of a stated model conserves, where it rests, and how low the loss is there."""

from functools import partial

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.conserved import quadratic_invariants
from derivations.any_model.parabolas import Parabola, parabolas
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.exact_checks import symbolic_zero, vanishes
from derivations.stated import Conserved, LeastLoss, StationaryProducts
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.text.errors import MesaError, NotApplicable


def conserved(model: Ansatz, staying: Assumption) -> Step:
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


def _velocities(model: Ansatz) -> dict[str, FracElement]:
    return {scale: model.velocity(scale) for scale in model.scales}


def _forms(model: Ansatz) -> dict[str, Formula]:
    forms = quadratic_invariants(_velocities(model), model.field)
    if not forms:
        raise NotApplicable("no quadratic form in the scales is conserved")
    return {f"Q_{k}": model.formula(form) for k, form in enumerate(forms, start=1)}


def _at_rest_in_time(model: Ansatz, claim: Claim) -> Check:
    """The chain rule: Σ ∂Q/∂θ θ' = 0."""

    def speed(form: Formula) -> FracElement:
        slopes = ((s, model.field.derivative(form.element, s)) for s in model.scales)
        zero = model.field.field.zero
        return sum((slope * model.velocity(s) for s, slope in slopes), zero)

    differences = [partial(speed, form) for form in claim.parts.values()]
    return symbolic_zero("the speed of each form along the flow", *differences)


def fixed_point(model: Ansatz, staying: Assumption) -> Step:
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


def minimum_loss(model: Ansatz) -> Step:
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

    def squares(least: FracElement) -> FracElement:
        _, found = parabolas(model.loss, model.field)
        above = (one.curvature * (_product(one, model) - one.rest) ** 2 for one in found)
        return model.loss - least - sum(above, model.field.field.zero)

    return attempted(step, value, vanishes("L - min L - sum of C (p - p*)^2", squares))


def _product(parabola: Parabola, model: Ansatz) -> FracElement:
    product = model.field.field.one
    for scale in parabola.scales:
        product = product * model.field.symbol(scale)
    return product


def _products(model: Ansatz) -> tuple[tuple[str, ...], ...]:
    """Return the products of scales in which the loss is a sum of parabolas, if it is one."""
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
