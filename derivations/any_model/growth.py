"""A scale that grows for ever, when the least loss of a stated model is not attained.

A prediction that is linear in a product g f of two scales and in f alone has the loss
L = L(0) + s g f + G (g f)² + k f². The product can rest where it is best; f cannot, and pays k f².
"""

from functools import partial

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.least import products_of, quadratic_loss
from derivations.any_model.parts import DIAGONAL
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.exact_checks import symbolic_zero
from derivations.stated import QuarticGrowth
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.text.errors import NotApplicable

STARTS = Assumption("training starts where L is less than at weights 0")
WHY = (
    "d (g^2 - f^2)' = 4 k f^2 >= 0, with g the scale that grows, f the other, k what f^2 costs, d "
    "entries of each. L falls, so that g f stays between 0 and 2 s*, with s* the vertex. If g were "
    "bounded, f would be, and the flow would converge to a fixed point with L < L(0): there is "
    "none. So g^2 - f^2 and g^2 grow without bound, and f = (g f)/g goes to 0. The product moves "
    "by (g^2 + f^2) times its pull to s*, and by a bounded rest: it goes to s*. Then f^2 g^2 goes "
    "to s*^2, (g^4)' = 2 g^2 (g^2)' to 8 k s*^2 / d, and g^4 / tau with it"
)


def growing(problem: Problem) -> tuple[str, str] | None:
    """Return the scale that grows and the other, where the prediction is linear in g f and f."""
    scales = next(iter(problem.manifolds.values())).scales
    if len(scales) != 2:
        return None
    first, second = scales
    products = set(products_of(problem))
    pairs = {(0, 1): (first, second), (1, 0): (second, first)}
    return next((pair for alone, pair in pairs.items() if products == {(1, 1), alone}), None)


def growth(model: Ansatz, staying: Assumption) -> tuple[Step, ...]:
    """The step that says how fast a scale grows; none where the model has no such pair."""
    pair = growing(model.problem)
    if pair is None:
        return ()
    grows, falls = pair
    step = Step(
        f"growth-{grows}",
        Claim(
            f"limit of {grows}^4 / tau for long times: {grows} grows like the fourth root of time, "
            f"and {falls} goes to 0",
            f"lim {grows}^4/tau",
            rf"\lim_{{\tau\to\infty}} {name_latex(grows)}^4/\tau",
        ),
        why=WHY,
        premises=(f"flow-{grows}", f"flow-{falls}", "fixed-point", "minimum-loss"),
        assumptions=(ON_ANSATZ, staying, STARTS),
        source=SOURCE,
        observable=QuarticGrowth(grows, falls),
    )
    return (
        attempted(
            step, lambda: _constant(pair, model), partial(_difference_of_squares, pair, model)
        ),
    )


def _constant(pair: tuple[str, str], model: Ansatz) -> Formula:
    """Return 8 k s*² / d."""
    price, best = _price_and_vertex(pair, model)
    return model.formula(8 * price * best**2 / model.field.field(model.field.dim))


def _price_and_vertex(pair: tuple[str, str], model: Ansatz) -> tuple[FracElement, FracElement]:
    """Return k and s*.

    Raises:
        NotApplicable: when the loss is of another form, or a scale is not one diagonal.
    """
    places = [model.places(scale) for scale in pair]
    if any(len(found) > 1 or found[0][0].kind != DIAGONAL for found in places):
        raise NotApplicable("a scale is not the diagonal of one block")
    form = quadratic_loss(model)
    both, alone = (form.products.index(powers) for powers in _powers(pair, model))
    crossed = (min(both, alone), max(both, alone)) in form.gram
    if not form.slopes[both] or form.slopes[alone] or crossed:
        raise NotApplicable(
            f"{pair[0]} does not grow for ever: the loss is not s p + G p^2 + k f^2"
        )
    return form.gram[alone, alone], -form.slopes[both] / (2 * form.gram[both, both])


def _powers(pair: tuple[str, str], model: Ansatz) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (1, 1), tuple(int(scale == pair[1]) for scale in model.scales)


def _difference_of_squares(pair: tuple[str, str], model: Ansatz, claim: Claim) -> Check:
    """(g² − f²)' s*² is half the claim times f²: the flow itself, against what is claimed."""
    grows, falls = pair

    def gap() -> FracElement:
        _, best = _price_and_vertex(pair, model)
        g, f = model.field.symbol(grows), model.field.symbol(falls)
        speed = 2 * g * model.velocity(grows) - 2 * f * model.velocity(falls)
        return 2 * speed * best**2 - claim.value.element * f**2

    return symbolic_zero(f"2 ({grows}^2 - {falls}^2)' s*^2 less {falls}^2 times the limit", gap)
