"""Where the flow of a stated model rests, and how low the loss is there."""

from collections.abc import Iterator
from functools import partial

from sympy.polys.fields import FracElement

from derivations.any_model.ansatz import Ansatz
from derivations.any_model.fixed_sets import FixedSets
from derivations.any_model.isolated import DIGITS, has_isolated_points, isolated_points
from derivations.any_model.keys import OnSet
from derivations.any_model.least import Powers, QuadraticLoss, attained, quadratic_loss
from derivations.any_model.parabolas import parabolas
from derivations.any_model.ranks import places_of_less_rank
from derivations.any_model.resting import at_set
from derivations.any_model.sources import ON_ANSATZ, SOURCE
from derivations.exact_checks import zero_elements
from derivations.exceptions import is_numbers, possible, words_of
from derivations.stated import (
    IsolatedPoints,
    LeastByGram,
    LeastLoss,
    StationaryProducts,
    StationarySets,
)
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.zero_places import Place
from symbolic_mesa.notation.names import name_latex
from symbolic_mesa.record import Assumption, Check, Claim, Reasoned, Step, attempted
from symbolic_mesa.text.errors import MesaError, NotApplicable


def fixed_point(sets: FixedSets, staying: Assumption) -> Step:
    """A parabola rests at its vertex; else the flow rests on sets, or at points known by digits."""
    model = sets.model
    single = single_product(model)
    if not single and has_isolated_points(model):
        return _points(model, staying)
    words = "fixed point of gradient flow but the saddles: the value of the product"
    several = "sets on which gradient flow rests: scales, as functions of those that are any, and L"
    step = Step(
        "fixed-point",
        Claim(words if single else several, *_named(single)),
        why="the loss is a parabola in one product of scales; a scale's velocity is minus its "
        "slope, times the other scales"
        if single
        else "every velocity is 0: split along factors, and solved for a scale that is linear in "
        "an equation, where its coefficient is 0 and where it is not",
        premises=tuple(f"flow-{name}" for name in model.names),
        assumptions=(ON_ANSATZ, staying),
        source=SOURCE,
        observable=StationaryProducts((single,)) if single else StationarySets(_products(model)),
    )
    return attempted(step, lambda: vertex_of(model) if single else _on_sets(sets))


def _points(model: Ansatz, staying: Assumption) -> Step:
    """The real roots of the slope, by intervals that hold one each."""
    step = Step(
        "fixed-point",
        Claim(f"every fixed point of gradient flow, and L there ({DIGITS} digits in JSON)", "", ""),
        why="the slope of the loss is a polynomial with rational coefficients; its real roots are "
        "isolated, and its signs between them say which are minima",
        premises=tuple(f"flow-{name}" for name in model.names),
        assumptions=(ON_ANSATZ, staying),
        source=SOURCE,
        observable=IsolatedPoints(model.scales[0]),
    )
    return attempted(step, lambda: isolated_points(model))


def single_product(model: Ansatz) -> tuple[str, ...]:
    """Return the product of all scales in which the loss is a parabola, if it is one."""
    try:
        _, found = parabolas(model.loss, model.field)
    except MesaError:
        return ()
    return found[0].scales if [one.scales for one in found] == [model.scales] else ()


def product_at_rest(model: Ansatz) -> tuple[str, ...]:
    """Return that product if there is a flow of scales that rests where the loss is least."""
    product = single_product(model)
    try:
        return product if product and vertex_of(model) else ()
    except MesaError:
        return ()


def _named(product: tuple[str, ...]) -> tuple[str, str]:
    if not product:
        return "", ""
    return " ".join(product), " ".join(map(name_latex, product))


def vertex_of(model: Ansatz) -> Formula:
    """Return the value of that product at which the loss is least, where the flow rests.

    Raises:
        CoordinatesDiffer: when a scale has no one velocity, so that there is no flow of scales.
    """
    for scale in model.scales:
        model.velocity(scale)
    _, (parabola,) = parabolas(model.loss, model.field)
    return model.formula(parabola.rest)


def _on_sets(sets: FixedSets) -> dict[OnSet, Formula]:
    model, parts = sets.model, dict[OnSet, Formula]()
    for place, found in sets.by_place.items():
        where, equations = sets.words(place)
        loss = model.zeros.at(model.loss, place)
        for number, one in enumerate(found, start=1):
            for name, value in {**one.solved, "L": at_set(loss, one, model.field)}.items():
                key = OnSet(number, one.free, name, where, equations)
                parts[key] = model.formula(value)
    return parts


def _products(model: Ansatz) -> tuple[Powers, ...]:
    """Return the products of scales that the prediction is linear in; none where it is not."""
    try:
        return quadratic_loss(model).products
    except MesaError:
        return ()


def minimum_loss(model: Ansatz) -> Step:
    """L − min L is (u − u*)·G (u − u*) with the Gram matrix G, and is not negative."""
    step = Step(
        "minimum-loss",
        Claim("largest lower bound of the population loss on the ansatz", "inf L", r"\inf L"),
        why="the prediction is linear in products u of scales, so that L - inf L is "
        "(u - u*) G (u - u*) with the Gram matrix G of what they multiply",
        premises=("loss",),
        assumptions=(ON_ANSATZ,),
        source=SOURCE,
        observable=_lower_bound(model),
    )

    return attempted(step, lambda: _least(model), partial(_squares, model))


def _squares(model: Ansatz, claim: Claim) -> Check:
    """L − inf L is the form at u − u*, coefficient by coefficient."""
    form = quadratic_loss(model)
    left = form.beside_squares(claim.value.element, form.vertex(model.field))
    return zero_elements(
        "each coefficient of L - inf L - (u - u*) G (u - u*)",
        left,
    )


def _least(model: Ansatz) -> Reasoned:
    form = quadratic_loss(model)
    vertex = form.vertex(model.field)
    least = model.formula(form.least(vertex))
    how, speed = attained(form, vertex)
    left_out = _left_out(form, model)
    match how:
        case "attained":
            return Reasoned(
                least, ("attained, where ", *_at_vertex(form, vertex, model), *left_out)
            )
        case "approached":
            words = f"not attained: it is approached where {_along(speed, model)} and "
            at_vertex = _at_vertex(form, vertex, model, gone=False)
            return Reasoned(least, (words, *at_vertex, *left_out))
        case _:
            raise NotApplicable("a lower bound is known, but not whether the loss comes near it")


def _left_out(form: QuadraticLoss, model: Ansatz) -> tuple[str, ...]:
    """Say where the Gram matrix is singular: products are one there, and this is not said."""
    candidates = places_of_less_rank(form.rows(model.field), model.zeros)
    places = possible(model.setting, model.field, candidates)
    found = [place for place in places if _is_singular(form, place, model)]
    if not found:
        return ()
    where = ", or ".join(words_of(place, model.field)[0] for place in found)
    return (f"; not said at {where}, where the Gram matrix is singular: see fixed-point",)


def _is_singular(form: QuadraticLoss, place: Place, model: Ansatz) -> bool:
    """Whether it is at a place; an equation that holds is one at which it may be."""
    if not is_numbers(place, model.field):
        return True
    try:
        form.at(lambda element: model.zeros.at(element, place)).vertex(model.field)
    except NotApplicable:
        return True
    return False


def _at_vertex(
    form: QuadraticLoss, vertex: tuple[FracElement, ...], model: Ansatz, gone: bool = True
) -> Iterator[str | Formula]:
    """Yield the products of scales at the vertex, in words and formulas."""
    pairs = [(p, u) for p, u in zip(form.products, vertex, strict=True) if u or gone]
    for k, (powers, value) in enumerate(pairs):
        yield f"{' and ' if k else ''}{_written(powers, model)} = "
        yield model.formula(value)


def _written(powers: Powers, model: Ansatz) -> str:
    pairs = [(s, p) for s, p in zip(model.scales, powers, strict=True) if p]
    return " ".join(s if p == 1 else f"{s}^{p}" for s, p in pairs)


def _along(speed: Powers, model: Ansatz) -> str:
    """Return a direction in words: which scales grow, which go to 0."""
    grow = [s for s, v in zip(model.scales, speed, strict=True) if v > 0]
    fall = [s for s, v in zip(model.scales, speed, strict=True) if v < 0]
    parts = [f"|{s}| grows" for s in grow] + [f"{s} goes to 0" for s in fall]
    return ", ".join(parts)


def _lower_bound(model: Ansatz) -> LeastLoss | LeastByGram:
    """Return how it can be measured: by vertices of parabolas, or by a Gram matrix."""
    try:
        _, found = parabolas(model.loss, model.field)
        return LeastLoss(tuple(one.scales for one in found))
    except MesaError:
        pass
    return LeastByGram(_products(model))
